import { useQuery } from "@tanstack/react-query";
import { Paperclip } from "lucide-react";
import { useState } from "react";
import type { Problem } from "../../api/problem";
import type { Draft } from "../../api/results";
import { useAlly } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import { problemWords } from "../../hooks/useProblemWords";
import { keys } from "../../session/keys";
import { Button } from "../Button";
import { Dialog } from "../Dialog";
import { useWhen, WhenFields } from "./WhenFields";

export interface SendDialogProps {
  draft: Draft;
  /** At a time that is chosen here, in place of now. */
  later: boolean;
  /** Sends it; what went wrong, or undefined. */
  onSend(when: { at?: string; timeZone?: string }): Promise<Problem | undefined>;
  onClose(): void;
}

/** Asks before an email goes out: to whom, what, and when. Nothing is sent without the press of its button. */
export function SendDialog({ draft, later, onSend, onClose }: SendDialogProps) {
  const { runtime, language } = useAlly();
  const { t, n, number } = useAppTexts();
  const limits = useQuery({ queryKey: keys.emailLimits(), queryFn: () => runtime.client.emailLimits() }).data;
  const { when, choose, at: chosen } = useWhen();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const recipients = [...draft.to, ...draft.cc];
  const at = later ? chosen : undefined;
  // Without a limit there is nothing to count.
  const left = limits === undefined ? Infinity : Math.min(limits.left ?? Infinity, limits.organizationLeft ?? Infinity);
  const isOver = !later && left < recipients.length;
  const send = async () => {
    if (later && (at === undefined || Date.parse(at) <= Date.now())) return setProblem(t("email.mustBeLater"));
    setBusy(true);
    const failed = await onSend(at === undefined ? {} : { at, timeZone: when.zone });
    setBusy(false);
    if (failed === undefined) onClose();
    else setProblem(problemWords(failed.fields[0] === undefined ? failed : { code: failed.code, message: failed.fields[0].problem }, language));
  };
  return (
    <Dialog title={t(later ? "email.schedule" : "email.send")} onClose={onClose} width={520}>
      {recipients.length === 0 ? (
        <p className="al:text-sm">{t("email.noRecipients")}</p>
      ) : (
        <div className="al:flex al:flex-col al:gap-4 al:text-sm">
          <div>
            <p className="al:font-medium">{n("email.goesTo", recipients.length)}</p>
            <ul className="ally-scroll al:mt-1 al:max-h-[28vh] al:text-muted" tabIndex={0} aria-label={t("email.recipients")}>
              {recipients.map((address, i) => (
                <li key={address} className="al:wrap-anywhere">
                  {address}
                  {i >= draft.to.length && ` (${t("email.cc")})`}
                </li>
              ))}
            </ul>
          </div>
          <p className="al:wrap-anywhere">
            <span className="al:text-muted">{t("email.subject")}:</span> {draft.subject || t("email.noSubject")}
          </p>
          {draft.attachment !== undefined && (
            <p className="al:flex al:items-center al:gap-2">
              <Paperclip aria-hidden size={14} className="al:text-muted" /> {draft.attachment.name}
            </p>
          )}
          {later && (
            <WhenFields
              when={when}
              labels={{ day: t("email.day"), time: t("email.time"), zone: t("email.zone") }}
              onChange={(next) => (choose(next), setProblem(undefined))}
            />
          )}
          {left < Infinity && (
            <p className={`al:text-xs ${isOver ? "al:text-danger" : "al:text-muted"}`}>
              {left <= 0 ? t("email.noneLeft") : `${t("email.left", { left: number(left), perDay: number(limits?.perDay ?? left) })}${isOver ? ` ${t("email.tooMany")}` : ""}`}
            </p>
          )}
          {problem !== undefined && (
            <p role="alert" className="al:rounded-lg al:bg-danger-soft al:px-3 al:py-2 al:text-danger">
              {problem}
            </p>
          )}
        </div>
      )}
      <div className="al:mt-5 al:flex al:flex-wrap al:justify-end al:gap-2">
        <Button onClick={onClose}>{t("cancel")}</Button>
        {recipients.length > 0 && (
          <Button tone="strong" disabled={isBusy || isOver} onClick={() => void send()}>
            {later ? t("email.scheduleNow") : n("email.sendTo", recipients.length)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
