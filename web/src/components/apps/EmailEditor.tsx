import { Paperclip, X } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { Action } from "../../api/contract";
import { asProblem, type Problem } from "../../api/problem";
import { type Draft, emailOf } from "../../api/results";
import { isAddress } from "../../apps/form";
import { useActionDeeds } from "../../hooks/useActions";
import { useAlly } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import { problemWords } from "../../hooks/useProblemWords";
import { Button } from "../Button";
import { IconButton } from "../IconButton";
import { EmailPreview } from "./EmailPreview";
import { EmailsField } from "./EmailsField";
import { BOX, FIELD, LINE } from "./look";

/** Changes a draft. Where it was changed elsewhere meanwhile, both are shown and nothing is lost. */
export function EmailEditor({ action, draft, onDone }: { action: Action; draft: Draft; onDone(): void }) {
  const { runtime, language, announce } = useAlly();
  const { t } = useAppTexts();
  const { keep } = useActionDeeds();
  const [changed, change] = useState(draft);
  const [revision, base] = useState(action.revision);
  const [other, meet] = useState<{ draft: Draft; revision: number }>();
  const [problem, setProblem] = useState<Problem>();
  const [wrong, setWrong] = useState<"to" | "cc">();
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  useEffect(() => form.current?.querySelector<HTMLElement>("input")?.focus(), []);
  const set = (part: Partial<Draft>) => {
    change((now) => ({ ...now, ...part }));
    setWrong(undefined);
  };
  const said = (name: string) => problem?.fields.find((one) => one.field.replace(/^inputs\./, "").split(/[.[]/)[0] === name)?.problem;

  const save = async (upon: number) => {
    setBusy(true);
    setProblem(undefined);
    try {
      keep(await runtime.client.changeEmail(action.id, { revision: upon, to: changed.to, cc: changed.cc, subject: changed.subject.trim(), body: changed.body, ...(changed.attachment === undefined ? {} : { attachment: { actionId: changed.attachment.actionId } }) }));
      announce(t("email.saved"));
      onDone();
    } catch (thrown) {
      const failed = asProblem(thrown);
      if (failed.status !== 409) return setProblem(failed);
      try {
        const now = await runtime.client.action(action.id);
        keep(now);
        const theirs = emailOf(now);
        if (theirs === undefined || theirs.delivery.state !== "draft") setProblem(failed);
        else meet({ draft: theirs.draft, revision: now.revision });
      } catch {
        setProblem(failed);
      }
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const bad = !changed.to.every(isAddress) ? "to" : !changed.cc.every(isAddress) ? "cc" : undefined;
    setWrong(bad);
    if (bad === undefined) void save(revision);
  };
  const row = (name: string, label: string, control: ReactNode, error: string | undefined) => (
    <div className="al:flex al:flex-col al:gap-1">
      <label htmlFor={`${id}-${name}`} className="al:text-xs al:font-medium">
        {label}
      </label>
      {control}
      {error !== undefined && (
        <p id={`${id}-${name}-error`} className="al:text-xs al:text-danger">
          {error}
        </p>
      )}
    </div>
  );
  const errorOf = (name: "to" | "cc" | "subject" | "body") => (wrong === name ? t("form.email") : said(name));
  const aria = (name: "to" | "cc" | "subject" | "body") => ({ id: `${id}-${name}`, "aria-invalid": errorOf(name) === undefined ? undefined : (true as const), "aria-describedby": errorOf(name) === undefined ? undefined : `${id}-${name}-error` });
  return (
    <>
      {other !== undefined && (
        <section role="alert" aria-label={t("email.conflict")} className="al:flex al:flex-col al:gap-3 al:rounded-lg al:bg-warn-soft al:p-4 al:text-sm">
          <p className="al:font-medium al:text-warn">{t("email.conflict")}</p>
          <p>{t("email.conflictWhy")}</p>
          <EmailPreview draft={other.draft} />
          <div className="al:flex al:flex-wrap al:gap-2">
            <Button
              onClick={() => {
                meet(undefined);
                void save(other.revision);
              }}
            >
              {t("email.keepMine")}
            </Button>
            <Button
              onClick={() => {
                change(other.draft);
                base(other.revision);
                meet(undefined);
              }}
            >
              {t("email.useSaved")}
            </Button>
          </div>
        </section>
      )}
      <form ref={form} noValidate aria-label={t("email.editing")} className={`${BOX} al:flex al:flex-col al:gap-3`} onSubmit={submit}>
        {other !== undefined && <p className="al:text-xs al:font-semibold al:text-muted">{t("email.yours")}</p>}
        {row("to", t("email.to"), <EmailsField {...aria("to")} value={changed.to} onChange={(to) => set({ to })} />, errorOf("to"))}
        {row("cc", t("email.cc"), <EmailsField {...aria("cc")} value={changed.cc} onChange={(cc) => set({ cc })} />, errorOf("cc"))}
        {row("subject", t("email.subject"), <input {...aria("subject")} type="text" value={changed.subject} maxLength={200} onChange={(event) => set({ subject: event.target.value })} className={LINE} />, errorOf("subject"))}
        {row("body", t("email.body"), <textarea {...aria("body")} rows={12} value={changed.body} onChange={(event) => set({ body: event.target.value })} className={`ally-scroll ${FIELD} al:resize-y al:py-2 al:leading-relaxed`} />, errorOf("body"))}
        <p className="al:text-xs al:text-muted">{t("email.markdown")}</p>
        {changed.attachment !== undefined && (
          <p className="al:flex al:items-center al:gap-2 al:rounded-md al:bg-sunken al:py-1 al:pr-1 al:pl-2.5 al:text-sm">
            <Paperclip aria-hidden size={14} className="al:text-muted" />
            <span className="al:min-w-0 al:grow al:truncate">{t("email.attached", { name: changed.attachment.name })}</span>
            <IconButton
              icon={X}
              size="small"
              label={t("email.detach")}
              onClick={() =>
                change(({ attachment: _, ...rest }) => rest)
              }
            />
          </p>
        )}
        {problem !== undefined && problem.fields.length === 0 && (
          <p role="alert" className="al:rounded-lg al:bg-danger-soft al:px-3 al:py-2 al:text-sm al:text-danger">
            {problemWords(problem, language)}
          </p>
        )}
        <div className="al:flex al:flex-wrap al:justify-end al:gap-2">
          <Button onClick={onDone}>{t("cancel")}</Button>
          <Button type="submit" tone="strong" disabled={isBusy || other !== undefined}>
            {t("email.save")}
          </Button>
        </div>
      </form>
    </>
  );
}
