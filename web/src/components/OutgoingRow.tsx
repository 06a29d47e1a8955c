import { CircleAlert } from "lucide-react";
import type { Outgoing } from "../conversation/outbox";
import { useSecondsUntil } from "../hooks/useSeconds";
import { useAlly, useTexts } from "../hooks/useAlly";
import { problemWords } from "../hooks/useProblemWords";
import { Button } from "./Button";

/** A message of one's own that the server has not confirmed: on its way, waiting for the network, or failed. */
export function OutgoingRow({ item }: { item: Outgoing }) {
  const { runtime, language } = useAlly();
  const { t, n } = useTexts();
  const wait = useSecondsUntil(item.notBefore);
  const failed = item.state === "failed";
  return (
    <div className="al:flex al:flex-col al:items-end al:pb-6">
      <div className={`al:max-w-[85%] al:rounded-xl al:px-4 al:py-2.5 al:text-base al:wrap-anywhere al:whitespace-pre-wrap ${failed ? "al:border al:border-danger al:bg-danger-soft" : "al:bg-bubble al:opacity-75"}`}>{item.text}</div>
      {failed ? (
        <div role="alert" className="al:mt-1.5 al:flex al:flex-wrap al:items-center al:justify-end al:gap-x-2 al:gap-y-1 al:text-xs al:text-danger">
          <CircleAlert aria-hidden size={14} />
          <span>
            {t("outgoing.failed")} {item.problem && problemWords({ ...item.problem, message: item.problem.sentence }, language)}
          </span>
          <Button disabled={wait > 0} onClick={() => void runtime.talk.resend(item.clientMessageId)}>
            {wait > 0 ? n("outgoing.againIn", wait) : t("again")}
          </Button>
          <Button tone="quiet" onClick={() => runtime.talk.discard(item.clientMessageId)}>
            {t("outgoing.discard")}
          </Button>
        </div>
      ) : (
        <p className="al:mt-1.5 al:text-xs al:text-muted">{t(item.state === "waiting" ? "outgoing.waiting" : "outgoing.sending")}</p>
      )}
    </div>
  );
}
