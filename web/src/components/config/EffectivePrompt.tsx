import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { PromptPart, Words } from "../../api/config";
import { asProblem } from "../../api/problem";
import { tidied } from "../../config/words";
import { useAlly } from "../../hooks/useAlly";
import { useConfigTexts, useOffice } from "../../hooks/useConfig";
import { useOrganizations } from "../../hooks/useOrganizations";
import { problemWords } from "../../hooks/useProblemWords";
import { LINE } from "../apps/look";
import { Button } from "../Button";
import { CopyButton } from "../CopyButton";
import { Spinner } from "../Spinner";
import { Field } from "./Field";
import { Note } from "./Note";

const BARS: Record<PromptPart["level"], string> = { super: "var(--ally-series-1)", organization: "var(--ally-series-2)", domain: "var(--ally-series-3)", person: "var(--ally-series-4)", agent: "var(--ally-series-5)" };

/** What a model is finally given, for any organization, domain and person, each part with its source and its tokens. */
export function EffectivePrompt({ words }: { words: Words }) {
  const { t, number } = useConfigTexts();
  const { language } = useAlly();
  const { calls } = useOffice();
  const { rows } = useOrganizations();
  const [email, setEmail] = useState("");
  const [organizationId, setOrganization] = useState("");
  const [domain, setDomain] = useState("");
  const given = () => ({ ...(email.trim() === "" ? {} : { email: email.trim() }), ...(organizationId === "" ? {} : { organizationId }), ...(domain.trim() === "" ? {} : { domain: domain.trim() }) });
  const making = useMutation({ mutationFn: () => calls.effective(given(), tidied(words)) });
  const { data } = making;
  return (
    <form
      className="al:flex al:flex-col al:gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!making.isPending) making.mutate();
      }}
    >
      <p className="al:text-xs al:text-muted">{t("effective.what")}</p>
      <div className="al:grid al:gap-3 al:@min-[480px]:grid-cols-2">
        <Field label={t("effective.email")} className="al:@min-[480px]:col-span-2">
          {(aria) => <input {...aria} type="email" autoComplete="off" value={email} onChange={(event) => setEmail(event.target.value)} className={LINE} />}
        </Field>
        <Field label={t("effective.organization")}>
          {(aria) => (
            <select {...aria} value={organizationId} onChange={(event) => setOrganization(event.target.value)} className={LINE}>
              <option value="">{t("effective.any")}</option>
              {rows.map((row) => (
                <option key={row.id} value={row.id}>
                  {row.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("effective.domain")}>{(aria) => <input {...aria} type="text" autoComplete="off" value={domain} placeholder="example.com" onChange={(event) => setDomain(event.target.value)} className={LINE} />}</Field>
      </div>
      <div>
        <Button type="submit" disabled={making.isPending}>
          {making.isPending && <Spinner size={14} />}
          {t("effective.show")}
        </Button>
      </div>
      {making.isError && (
        <Note tone="danger" role="alert">
          {problemWords(asProblem(making.error), language)}
        </Note>
      )}
      {data !== undefined && (
        <section aria-label={t("prompt.effective")} className="al:flex al:flex-col al:gap-3">
          <div className="al:flex al:items-center al:justify-between al:gap-2">
            <p role="status" className="al:text-sm al:font-medium">
              {t("effective.tokens", { tokens: number(data.tokens), parts: number(data.parts.length) })}
            </p>
            <CopyButton text={data.text} />
          </div>
          <div aria-hidden className="al:flex al:h-2 al:overflow-hidden al:rounded-full al:bg-hover">
            {data.parts.map((part, i) => (
              <span key={i} style={{ background: BARS[part.level], width: `${(100 * part.tokens) / Math.max(1, data.tokens)}%` }} />
            ))}
          </div>
          <ol className="al:flex al:flex-col al:gap-2">
            {data.parts.map((part, i) => (
              <li key={i} className="al:overflow-hidden al:rounded-md al:border al:border-line">
                <div className="al:flex al:flex-wrap al:items-center al:gap-x-2 al:bg-sunken al:px-3 al:py-1.5 al:text-xs">
                  <span aria-hidden className="al:size-2.5 al:rounded-full" style={{ background: BARS[part.level] }} />
                  <strong className="al:font-semibold">{t(`level.${part.level}`)}</strong>
                  <span className="al:min-w-0 al:truncate al:text-muted">{[part.name, part.version === null || part.version === 0 ? "" : t("prompt.version", { version: number(part.version) })].filter(Boolean).join(" · ")}</span>
                  <span className="al:ml-auto al:text-muted">{t("tokens", { tokens: number(part.tokens) })}</span>
                </div>
                <pre tabIndex={0} className="ally-scroll al:max-h-[220px] al:px-3 al:py-2 al:font-sans al:text-xs al:whitespace-pre-wrap">
                  {part.text}
                </pre>
              </li>
            ))}
          </ol>
        </section>
      )}
    </form>
  );
}
