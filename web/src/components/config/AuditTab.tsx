import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, History } from "lucide-react";
import { useState } from "react";
import type { AuditEntry, AuditFilter, AuditPage } from "../../api/config";
import { asProblem } from "../../api/problem";
import { ACTS, fieldsOf, filterOf, NOTHING_SOUGHT, seeking } from "../../config/audit";
import { configKeys } from "../../config/office";
import { useAlly } from "../../hooks/useAlly";
import { useConfigTexts, useOffice, worded } from "../../hooks/useConfig";
import { useDelayed } from "../../hooks/useDelayed";
import { save } from "../../session/save";
import { BOX, LINE } from "../apps/look";
import { Blank } from "../Blank";
import { Button } from "../Button";
import { Spinner } from "../Spinner";
import { Field } from "./Field";
import { Loaded } from "./Loaded";

/** What was changed, by whom, from where and why; newest first. */
export function AuditTab() {
  const texts = useConfigTexts();
  const { t } = texts;
  const { runtime } = useAlly();
  const { calls } = useOffice();
  const [sought, seek] = useState(NOTHING_SOUGHT);
  const [isSaving, setSaving] = useState(false);
  const filter: AuditFilter = filterOf(useDelayed(sought, 300));
  const query = useInfiniteQuery({
    queryKey: configKeys.audit(filter),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => calls.audit(filter, pageParam).catch(nobodyFound),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const isFiltered = Object.values(sought).some((value) => value !== "");
  const download = async () => {
    setSaving(true);
    try {
      save(await calls.auditFile(filterOf(sought)), "ally-audit.csv");
    } catch (thrown) {
      runtime.onProblem(asProblem(thrown));
    }
    setSaving(false);
  };
  const field = (name: "who" | "target") => (
    <Field label={t(`audit.${name}`)} className="al:grow al:basis-[160px]">
      {(aria) => <input {...aria} type="text" autoComplete="off" value={sought[name]} onChange={(event) => seek(seeking(sought, name, event.target.value))} className={LINE} />}
    </Field>
  );
  const day = (name: "from" | "to") => (
    <Field label={t(`audit.${name}`)} className="al:grow al:basis-[130px]">
      {(aria) => <input {...aria} type="date" max="9999-12-31" value={sought[name]} onChange={(event) => seek(seeking(sought, name, event.target.value))} className={LINE} />}
    </Field>
  );
  return (
    <div className="al:mx-auto al:flex al:max-w-[1080px] al:flex-col al:gap-4">
      <form role="search" aria-label={t("audit.filter")} onSubmit={(event) => event.preventDefault()} className={`${BOX} al:flex al:flex-wrap al:items-end al:gap-3`}>
        <Field label={t("audit.what")} className="al:grow al:basis-[180px]">
          {(aria) => (
            <select {...aria} value={sought.what} onChange={(event) => seek(seeking(sought, "what", event.target.value))} className={LINE}>
              <option value="">{t("audit.anything")}</option>
              {Object.entries(ACTS).map(([group, acts]) => (
                <optgroup key={group} label={t(`audit.of.${group as keyof typeof ACTS}`)}>
                  {acts.map((act) => (
                    <option key={act} value={act}>
                      {worded(texts, "act", act)}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          )}
        </Field>
        {field("who")}
        {field("target")}
        {day("from")}
        {day("to")}
        <p className="al:w-full al:text-xs al:text-muted">{t("audit.oneAtATime")}</p>
        <div className="al:flex al:flex-wrap al:gap-2">
          <Button className="al:min-h-9" disabled={!isFiltered} onClick={() => seek(NOTHING_SOUGHT)}>
            {t("audit.clear")}
          </Button>
          <Button className="al:min-h-9" icon={Download} disabled={isSaving} onClick={() => void download()}>
            {t("audit.export")}
            {isSaving && <Spinner size={14} />}
          </Button>
        </div>
      </form>
      <Loaded query={query}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          if (entries.length === 0)
            return (
              <Blank small icon={History} title={t(isFiltered ? "audit.noneFound" : "audit.none")}>
                {t(isFiltered ? "audit.noneFoundWhy" : "audit.noneWhy")}
              </Blank>
            );
          return (
            <>
              <ol aria-label={t("config.tab.audit")} className={`${BOX} al:divide-y al:divide-line al:py-1`}>
                {entries.map((entry) => (
                  <Entry key={entry.id} entry={entry} />
                ))}
              </ol>
              {query.hasNextPage && (
                <Button tone="quiet" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t(query.isFetchingNextPage ? "loading" : "conversations.more")}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

/** An address that is nobody's has done nothing. */
function nobodyFound(thrown: unknown): AuditPage {
  if (asProblem(thrown).code !== "not_found") throw thrown;
  return { entries: [], nextCursor: null };
}

function Entry({ entry }: { entry: AuditEntry }) {
  const texts = useConfigTexts();
  const { t } = texts;
  const fields = fieldsOf(entry.before, entry.after);
  return (
    <li className="al:flex al:flex-col al:gap-1 al:py-3">
      <p className="al:flex al:flex-wrap al:items-baseline al:gap-x-2 al:text-sm">
        <strong className="al:font-semibold">{worded(texts, "act", entry.what)}</strong>
        <span className="al:min-w-0 al:text-xs al:text-muted al:[overflow-wrap:anywhere]">{entry.target}</span>
        <time dateTime={entry.at} className="al:ml-auto al:text-xs al:text-muted">
          {texts.dateAndTime(entry.at)}
        </time>
      </p>
      {entry.why !== "" && <p className="al:text-sm">{entry.why}</p>}
      <p className="al:text-xs al:text-muted al:[overflow-wrap:anywhere]">{[entry.whoEmail || entry.who || t("audit.erased"), entry.from].filter(Boolean).join(" · ")}</p>
      {fields.length > 0 && (
        <details className="al:text-xs">
          <summary className="al:min-h-7 al:cursor-pointer al:py-1 al:text-accent-text">{texts.n("audit.fields", fields.length)}</summary>
          <dl className="al:mt-1 al:flex al:flex-col al:gap-1 al:rounded-md al:bg-sunken al:p-2">
            {fields.map(({ name, before, after }) => (
              <div key={name} className="al:flex al:flex-wrap al:gap-x-2 al:[overflow-wrap:anywhere]">
                <dt className="al:font-medium">{name}</dt>
                <dd>
                  <del className="al:text-danger">{before}</del> <span aria-hidden>→</span> <ins className="al:text-good al:no-underline">{after}</ins>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
