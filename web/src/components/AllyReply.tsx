import { CircleAlert, OctagonPause, RefreshCw } from "lucide-react";
import type { Message } from "../api/contract";
import { useVersions } from "../hooks/useVersions";
import { useWriting } from "../hooks/useMessages";
import { useAlly, useTexts } from "../hooks/useAlly";
import type { TextKey } from "../language/texts";
import { AllyMark } from "./AllyMark";
import { OutputCardView } from "./OutputCardView";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import { IconButton } from "./IconButton";
import { MarkdownText } from "./MarkdownText";
import type { MessageRowProps } from "./MessageRow";
import { DroppedNotice, Provenance } from "./Provenance";
import { Stars } from "./Stars";
import { VersionPager } from "./VersionPager";

/** A reply of Ally's: its text while and after it is written, its cards, what it was made from, and what one can do with it. */
export function AllyReply({ message, question, last, mayWrite, isWriting }: MessageRowProps) {
  const { runtime } = useAlly();
  const { t, time, dateAndTime } = useTexts();
  const writing = useWriting(message.id);
  const versions = useVersions(message);
  const generating = message.status === "generating";
  const isNewest = versions.version === versions.newest;
  // A failed reply ends with the server's sentence on why; what stands before it was written.
  const [written, why] = message.status === "failed" && isNewest ? failedParts(message) : [message.content, ""];
  const text = generating ? writing?.text || message.content : (versions.shown?.content ?? written);
  const mayAnswerAgain = last && mayWrite;
  return (
    <div className="al:group al:flex al:gap-3 al:pb-6">
      <AllyMark />
      <div className="al:flex al:min-w-0 al:grow al:flex-col al:gap-3 al:pt-0.5">
        {generating && text === "" ? (
          <p className="ally-dots al:flex al:h-6 al:items-center">
            <span className="al:sr-only">{t("reply.thinking")}</span>
            <i aria-hidden />
            <i aria-hidden />
            <i aria-hidden />
          </p>
        ) : (
          text !== "" && (
            <div className={`al:text-base ${generating ? "ally-writing" : ""}`}>
              <MarkdownText text={text} />
            </div>
          )
        )}
        {writing?.phase === "reconnecting" && (
          <p role="status" className="al:flex al:items-center al:gap-2 al:text-xs al:text-warn">
            <RefreshCw aria-hidden size={13} className="ally-turn" /> {t("reply.reconnecting")}
          </p>
        )}
        {!generating && (versions.shown ?? message).outputCards.map((card) => <OutputCardView key={card.id} card={card} conversationId={message.conversationId} />)}
        {message.status === "stopped" && isNewest && (
          <p className="al:flex al:items-center al:gap-2 al:text-xs al:text-muted">
            <OctagonPause aria-hidden size={14} /> {t("reply.stopped")}
          </p>
        )}
        {message.status === "failed" && isNewest && (
          <div role="alert" className="al:flex al:flex-wrap al:items-center al:gap-3 al:rounded-lg al:bg-danger-soft al:px-4 al:py-3 al:text-sm al:text-danger">
            <CircleAlert aria-hidden size={17} className="al:shrink-0" />
            <span className="al:min-w-0 al:grow al:basis-[200px]">{why || t(failureKey(message.failure?.code))}</span>
            {message.failure?.retryable !== false && mayWrite && last && (
              <Button icon={RefreshCw} disabled={isWriting} onClick={() => void runtime.talk.answerAgain(message, question?.userId === runtime.person.userId ? question : undefined)}>
                {t("again")}
              </Button>
            )}
          </div>
        )}
        {!generating && <DroppedNotice context={(versions.shown ?? message).contextUsed} />}
        {!generating && (
          <>
            {(message.status !== "failed" || !isNewest) && <Provenance made={versions.shown ?? message} />}
            <div className="al:-ml-1.5 al:flex al:min-h-8 al:flex-wrap al:items-center al:gap-0.5 al:text-xs al:text-muted">
              <time dateTime={message.timestamp} title={dateAndTime(message.timestamp)} className="al:px-1.5">
                {time(message.timestamp)}
              </time>
              <VersionPager versions={versions} />
              <span className={`al:flex al:flex-wrap al:items-center al:gap-0.5 ${last || message.rating ? "" : "al:opacity-0 al:transition-opacity al:group-focus-within:opacity-100 al:group-hover:opacity-100 al:touch:opacity-100"}`}>
                {text !== "" && <CopyButton text={text} />}
                {mayAnswerAgain && question?.role === "user" && message.status !== "failed" && (
                  <IconButton icon={RefreshCw} size="small" label={t("reply.regenerate")} disabled={isWriting} onClick={() => void runtime.talk.regenerate(message)} />
                )}
                {message.status !== "failed" && isNewest && <Stars message={message} />}
              </span>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function failedParts({ content, failure }: Message): [string, string] {
  if (failure?.code === "network") return [content, ""];
  const end = content.lastIndexOf("\n\n");
  return end < 0 ? ["", content] : [content.slice(0, end), content.slice(end + 2)];
}

/** The sentence for a reply that failed. */
function failureKey(code: string | undefined): TextKey {
  switch (code) {
    case "model_rate_limited":
    case "too_many":
      return "failure.busy";
    case "limit_tokens":
      return "failure.limit";
    case "model_refused":
      return "failure.refused";
    case "model_timeout":
    case "model_cut":
      return "failure.cut";
    case "network":
      return "failure.network";
    default:
      return "failure.other";
  }
}
