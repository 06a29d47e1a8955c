import { ArrowUp, Clock, type LucideIcon, type LucideProps, MessageSquareText, Square } from "lucide-react";
import { forwardRef, type KeyboardEvent, useCallback, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import type { Outgoing } from "../conversation/outbox";
import { useDraft } from "../hooks/useDraft";
import { useSecondsUntil } from "../hooks/useSeconds";
import { useTexts } from "../hooks/useAlly";
import { IconButton } from "./IconButton";

/** How long a message and a comment may be, in characters; the API's limits. */
const LONGEST = { ally: 20_000, comment: 4000 };

/** Whom one writes to: Ally, who answers, or the people who take part. */
export type Audience = keyof typeof LONGEST;

export interface ComposerProps {
  conversationId: string;
  outgoing: readonly Outgoing[];
  isWriting: boolean;
  audience: Audience;
  /** Given where one may choose. */
  onAudience?: ((audience: Audience) => void) | undefined;
  onSend(text: string): void;
  /** Whether it arrived; what did not stays. */
  onComment(text: string): Promise<boolean>;
  onStop?: (() => void) | undefined;
}

const FilledSquare = forwardRef<SVGSVGElement, LucideProps>((props, ref) => <Square ref={ref} {...props} size={13} style={{ fill: "currentColor" }} />) as LucideIcon;

/** Where one writes. What is not sent stays, also over a reload. */
export const Composer = forwardRef<HTMLTextAreaElement, ComposerProps>(function Composer({ conversationId, outgoing, isWriting, audience, onAudience, onSend, onComment, onStop }, ref) {
  const { t, n, number } = useTexts();
  const [draft, write] = useDraft(conversationId);
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => field.current as HTMLTextAreaElement);
  const wait = useSecondsUntil(outgoing.reduce((latest, item) => Math.max(latest, item.notBefore ?? 0), 0) || undefined);
  const [isSending, setSending] = useState(false);
  const isComment = audience === "comment";
  const longest = LONGEST[audience];
  const tooLong = draft.length > longest;
  const maySend = draft.trim() !== "" && !tooLong && (isComment ? !isSending : !isWriting && wait === 0);

  useLayoutEffect(() => {
    const node = field.current;
    if (node === null) return;
    node.style.height = "auto";
    node.style.height = `${Math.min(node.scrollHeight, 240)}px`;
  }, [draft]);

  const send = useCallback(() => {
    if (!maySend) return;
    field.current?.focus();
    if (!isComment) {
      onSend(draft.trim());
      return write("");
    }
    setSending(true);
    void onComment(draft.trim()).then((arrived) => {
      setSending(false);
      if (arrived) write("");
    });
  }, [maySend, isComment, draft, onSend, onComment, write]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing && (event.ctrlKey || event.metaKey || matchMedia("(pointer: fine)").matches)) {
      event.preventDefault();
      send();
    }
  };

  return (
    <form
      aria-label={t(isComment ? "comment.label" : "composer")}
      className="al:mx-auto al:w-full al:max-w-[808px] al:shrink-0 al:px-4 al:pb-3 al:@min-[760px]:px-6"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {wait > 0 && !isComment && (
        <p className="al:mb-2 al:flex al:items-center al:gap-2 al:rounded-lg al:bg-warn-soft al:px-4 al:py-2 al:text-sm al:text-warn">
          <Clock aria-hidden size={15} />
          <span aria-hidden>{n("composer.wait", wait)}</span>
          <span role="status" className="al:sr-only">
            {t("composer.waiting")}
          </span>
        </p>
      )}
      <div className={`al:flex al:items-end al:gap-2 al:rounded-xl al:border al:border-edge al:bg-surface al:p-2 al:pl-4 al:shadow-float al:transition-colors al:focus-within:border-accent ${isComment ? "al:border-dashed" : ""}`}>
        <textarea
          ref={field}
          rows={1}
          value={draft}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          aria-label={t(isComment ? "comment.label" : "composer.label")}
          readOnly={isSending}
          aria-invalid={tooLong || undefined}
          placeholder={t(isComment ? "comment.placeholder" : "composer.placeholder")}
          className="ally-scroll al:min-h-8 al:grow al:py-1 al:text-base al:outline-none"
        />
        {onAudience !== undefined && (
          <IconButton icon={MessageSquareText} label={t("comment.toPeople")} aria-pressed={isComment} onClick={() => (onAudience(isComment ? "ally" : "comment"), field.current?.focus())} className="al:rounded-lg" />
        )}
        {onStop !== undefined && !isComment ? (
          <IconButton icon={FilledSquare} label={t("composer.stop")} strong data-stop onClick={onStop} className="al:rounded-lg" />
        ) : (
          <IconButton icon={ArrowUp} label={t(isComment ? "comment.send" : "composer.send")} strong type="submit" disabled={!maySend} className="al:rounded-lg" />
        )}
      </div>
      <p className="al:mt-2 al:text-center al:text-2xs al:text-muted" role={tooLong ? "alert" : undefined}>
        {draft.length > longest * 0.9 ? t(tooLong ? "composer.tooLong" : "composer.length", { length: number(draft.length), longest: number(longest) }) : t(isComment ? "comment.only" : "composer.caution")}
      </p>
    </form>
  );
});
