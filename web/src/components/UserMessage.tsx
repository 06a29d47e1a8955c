import { MessageSquareText, Pencil } from "lucide-react";
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { useVersions } from "../hooks/useVersions";
import { useAlly, useTexts } from "../hooks/useAlly";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import { IconButton } from "./IconButton";
import type { MessageRowProps } from "./MessageRow";
import { VersionPager } from "./VersionPager";

/** What a person wrote: one's own on the right, another's on the left. */
export function UserMessage({ message, lastOwn, mayWrite, isWriting }: MessageRowProps) {
  const { runtime } = useAlly();
  const { t, time, dateAndTime } = useTexts();
  const [editing, setEditing] = useState(false);
  const versions = useVersions(message);
  const mine = message.userId === runtime.person.userId;
  const text = versions.shown?.content ?? message.content;
  if (editing)
    return (
      <Editor
        text={message.content}
        onCancel={() => setEditing(false)}
        onSave={(changed) => {
          setEditing(false);
          void runtime.talk.edit(message, changed);
        }}
      />
    );
  return (
    <div className={`al:group al:flex al:flex-col al:pb-3 ${mine ? "al:items-end" : "al:items-start"}`}>
      {(!mine || message.comment) && <Author message={message} mine={mine} />}
      <div className={`al:max-w-[85%] al:rounded-xl al:px-4 al:py-2.5 al:text-base al:wrap-anywhere al:whitespace-pre-wrap ${message.comment ? "al:border al:border-dashed al:border-edge al:bg-surface" : mine ? "al:bg-bubble" : "al:border al:border-line al:bg-sunken"}`}>{text}</div>
      <div className="al:mt-1 al:flex al:min-h-8 al:items-center al:gap-0.5 al:text-xs al:text-muted">
        <span className="al:flex al:items-center al:gap-0.5 al:opacity-0 al:transition-opacity al:group-focus-within:opacity-100 al:group-hover:opacity-100 al:touch:opacity-100">
          <CopyButton text={text} />
          {mine && lastOwn && mayWrite && !message.comment && <IconButton icon={Pencil} size="small" label={t("message.edit")} disabled={isWriting} onClick={() => setEditing(true)} />}
        </span>
        <VersionPager versions={versions} />
        <time dateTime={message.timestamp} title={dateAndTime(message.timestamp)} className="al:px-1">
          {message.editedAt && `${t("message.edited")} · `}
          {time(message.timestamp)}
        </time>
      </div>
    </div>
  );
}

/** Who said it, where it was not oneself, and whether it was said to people only. */
function Author({ message, mine }: { message: MessageRowProps["message"]; mine: boolean }) {
  const { t } = useTexts();
  const who = mine ? "" : `${message.authorName || t("other")}${message.guest ? ` (${t("comment.guest")})` : ""}`;
  return (
    <p className="al:mb-1 al:flex al:items-center al:gap-1.5 al:text-xs al:font-medium al:text-muted">
      {message.comment && <MessageSquareText aria-hidden size={13} />}
      {[who, message.comment ? t("comment") : ""].filter(Boolean).join(" · ")}
    </p>
  );
}

function Editor({ text, onCancel, onSave }: { text: string; onCancel(): void; onSave(text: string): void }) {
  const { t } = useTexts();
  const [changed, change] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const node = field.current;
    if (node === null) return;
    node.style.height = "auto";
    node.style.height = `${Math.min(node.scrollHeight + 2, 320)}px`;
  }, [changed]);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, [text]);
  const maySave = changed.trim() !== "" && changed.trim() !== text.trim();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onCancel();
    } else if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (maySave) onSave(changed.trim());
    }
  };
  return (
    <form
      className="al:mb-6 al:ml-auto al:w-full al:max-w-[90%] al:rounded-xl al:border al:border-edge al:bg-surface al:p-3 al:focus-within:border-accent"
      onSubmit={(event) => {
        event.preventDefault();
        if (maySave) onSave(changed.trim());
      }}
    >
      <textarea ref={field} value={changed} onChange={(event) => change(event.target.value)} onKeyDown={onKeyDown} aria-label={t("message.editLabel")} className="ally-scroll al:w-full al:px-1 al:text-base al:outline-none" />
      <div className="al:mt-2 al:flex al:flex-wrap al:items-center al:justify-end al:gap-2">
        <p className="al:mr-auto al:text-xs al:text-muted">{t("message.editHint")}</p>
        <Button onClick={onCancel}>{t("cancel")}</Button>
        <Button tone="strong" type="submit" disabled={!maySave}>
          {t("message.editSave")}
        </Button>
      </div>
    </form>
  );
}
