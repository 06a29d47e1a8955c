import { MessageSquareText } from "lucide-react";
import { MarkdownText } from "../components/MarkdownText";
import { useVisitTexts } from "./texts";

/** A message for somebody who only reads: who said it, when, and what. */
export function MessageText({ role, content, authorName, timestamp, comment = false }: { role: string; content: string; authorName?: string; timestamp: string; comment?: boolean }) {
  const { t, dateAndTime } = useVisitTexts();
  const isAlly = role === "ally";
  const who = isAlly ? "Ally" : authorName || t("guest.person");
  return (
    <article aria-label={`${who}, ${dateAndTime(timestamp)}`} className={`al:rounded-xl al:px-4 al:py-3 al:text-base ${comment ? "al:border al:border-dashed al:border-edge al:bg-surface" : isAlly ? "al:border al:border-line al:bg-surface" : "al:bg-bubble"}`}>
      <p className="al:mb-1 al:flex al:flex-wrap al:items-center al:gap-x-1.5 al:text-xs al:text-muted">
        {comment && <MessageSquareText aria-hidden size={13} />}
        <span className="al:font-semibold">{who}</span>
        {[...(comment ? [t("guest.comment")] : []), dateAndTime(timestamp)].map((one) => `· ${one} `)}
      </p>
      {isAlly ? <MarkdownText text={content} /> : <p className="al:wrap-anywhere al:whitespace-pre-wrap">{content}</p>}
    </article>
  );
}
