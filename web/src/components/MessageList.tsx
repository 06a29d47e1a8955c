import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { type FocusEvent, type UIEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Message } from "../api/contract";
import { beginsDay, dayName, dayOf } from "../conversation/days";
import type { Outgoing } from "../conversation/outbox";
import type { Target } from "../conversation/place";
import type { useMessages } from "../hooks/useMessages";
import { useAlly, useTexts } from "../hooks/useAlly";
import { problemWords } from "../hooks/useProblemWords";
import { Button } from "./Button";
import { MessageRow } from "./MessageRow";
import { OutgoingRow } from "./OutgoingRow";
import { Spinner } from "./Spinner";
import { Welcome } from "./Welcome";

type Row = { key: string } & ({ day: string } | { message: Message; question: Message | undefined; last: boolean; lastOwn: boolean } | { item: Outgoing });

export interface MessageListProps {
  talked: ReturnType<typeof useMessages>;
  outgoing: readonly Outgoing[];
  mayWrite: boolean;
  isWriting: boolean;
  /** A message that was read, which it opens at and marks; it opens at its end without one. */
  target?: Target | undefined;
  onSuggest(text: string): void;
}

/** The room above the first message, in pixels: for the word on older pages, where there are any. */
const TOP = { older: 64, whole: 12 };

/** How far from the end one is away from it, in pixels. */
const AWAY = 120;

/** The messages, of which only those near the screen are drawn. It stays at the end while text grows, and where one reads while older pages come. */
export function MessageList({ talked, outgoing, mayWrite, isWriting, target, onSuggest }: MessageListProps) {
  const { runtime, language } = useAlly();
  const { t } = useTexts();
  const { messages, isWhole, loadOlder, isLoadingOlder, olderProblem } = talked;
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string>();
  const rows = useMemo(() => rowsOf(messages, outgoing, runtime.person.userId, isWhole), [messages, outgoing, runtime, isWhole]);
  const top = useRef(isWhole ? TOP.whole : TOP.older);
  const focusedAt = focused === undefined ? -1 : rows.findIndex((row) => row.key === focused);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => estimate(rows[i]),
    getItemKey: (i) => rows[i]?.key ?? i,
    overscan: 5,
    paddingStart: top.current,
    paddingEnd: 24,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: 60,
    // What has the focus stays, however far one scrolls.
    rangeExtractor: useCallback((range: Range) => (focusedAt < 0 ? defaultRangeExtractor(range) : [...new Set([...defaultRangeExtractor(range), focusedAt])].sort((a, b) => a - b)), [focusedAt]),
  });

  // A conversation opens at its end or at a message, and stays there while what arrives late, such as Markdown and charts, makes rows grow: until somebody scrolls.
  const targetAt = target === undefined ? -1 : rows.findIndex((row) => "message" in row && row.message.id === target.id);
  const targetKey = rows[targetAt]?.key;
  const begun = useRef(false);
  const opening = useRef(true);
  const height = virtual.getTotalSize();
  useLayoutEffect(() => {
    if (!opening.current || rows.length === 0) return;
    begun.current = true;
    if (targetAt < 0) virtual.scrollToEnd({ behavior: "auto" });
    else virtual.scrollToIndex(targetAt, { align: "center", behavior: "auto" });
  }, [rows.length, height, virtual, targetAt]);
  const leave = () => {
    if (target !== undefined) opening.current = false;
  };
  const scrolledTo = useRef(0);
  const onScroll = ({ currentTarget: { scrollTop, clientHeight, scrollHeight } }: UIEvent<HTMLDivElement>) => {
    if (target === undefined && scrollTop < scrolledTo.current - 1 && scrollHeight - scrollTop - clientHeight > AWAY) opening.current = false;
    scrolledTo.current = scrollTop;
    following.current = scrollHeight - scrollTop - clientHeight <= AWAY;
  };

  // Who reads at the end stays there when what stands below takes room or gives it back.
  const following = useRef(target === undefined);
  useEffect(() => {
    const node = scroller.current;
    if (node === null || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => following.current && virtual.scrollToEnd({ behavior: "auto" }));
    observer.observe(node);
    return () => observer.disconnect();
  }, [virtual, rows.length === 0]);

  // One's own message is always brought into view.
  const sent = outgoing.at(-1)?.clientMessageId;
  const sentBefore = useRef(target === undefined ? undefined : sent);
  useEffect(() => {
    if (sent === undefined || sent === sentBefore.current) return;
    sentBefore.current = sent;
    opening.current = target === undefined && opening.current;
    virtual.scrollToEnd({ behavior: "auto" });
  }, [sent, target, virtual]);

  const items = virtual.getVirtualItems();
  const first = items[0]?.index;

  // Who asked for a message goes on from there, with keyboard and screen reader too.
  const isDrawn = targetKey !== undefined && items.some((item) => item.index === targetAt);
  const arrived = useRef(false);
  useEffect(() => {
    if (!isDrawn || arrived.current) return;
    arrived.current = true;
    scroller.current?.querySelector<HTMLElement>(`article[data-index="${targetAt}"]`)?.focus({ preventScroll: true });
  }, [isDrawn, targetAt]);
  useEffect(() => {
    if (begun.current && first !== undefined && first < 8 && !isWhole && !isLoadingOlder && olderProblem === undefined) void loadOlder();
  }, [first, isWhole, isLoadingOlder, olderProblem, loadOlder]);

  const atEnd = virtual.isAtEnd(AWAY);
  const seen = useRef(rows.length);
  if (atEnd) seen.current = rows.length;
  const unseen = Math.max(0, rows.length - seen.current);

  if (rows.length === 0) return <Welcome mayWrite={mayWrite} onSuggest={onSuggest} />;
  const now = new Date();
  return (
    <>
      <div ref={scroller} className="ally-scroll al:h-full al:grow" tabIndex={0} role="group" aria-label={t("messages")} data-part="messages" style={{ overflowAnchor: "none" }} onScroll={onScroll} onWheel={leave} onTouchMove={leave} onPointerDown={leave} onKeyDown={leave}>
        <div
          role="feed"
          aria-busy={isLoadingOlder}
          aria-label={t("messages")}
          className="al:relative al:w-full"
          style={{ height }}
          onFocus={(event: FocusEvent) => setFocused((event.target as HTMLElement).closest<HTMLElement>("article")?.dataset.key)}
          onBlur={(event: FocusEvent) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setFocused(undefined)}
        >
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <article
                key={row.key}
                ref={virtual.measureElement}
                data-index={item.index}
                data-key={row.key}
                tabIndex={-1}
                aria-posinset={item.index + 1}
                aria-setsize={isWhole ? rows.length : -1}
                aria-label={labelOf(row)}
                aria-current={row.key === targetKey || undefined}
                className={`al:absolute al:inset-x-0 al:top-0 al:outline-offset-[-4px] ${row.key === targetKey ? "al:outline-none" : ""}`}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <div className={`al:mx-auto al:w-full al:max-w-[808px] al:px-4 al:@min-[760px]:px-6 ${row.key === targetKey ? "ally-target" : ""}`}>
                  {"day" in row ? (
                    <Day name={dayName(row.day, now, language)} />
                  ) : "message" in row ? (
                    <MessageRow message={row.message} question={row.question} last={row.last} lastOwn={row.lastOwn} mayWrite={mayWrite} isWriting={isWriting} />
                  ) : (
                    <OutgoingRow item={row.item} />
                  )}
                </div>
              </article>
            );
          })}
        </div>
        <div className="al:absolute al:inset-x-0 al:top-0 al:flex al:justify-center" aria-live="off">
          {isLoadingOlder && (
            <span className="al:mt-4 al:flex al:items-center al:gap-2 al:rounded-full al:border al:border-line al:bg-surface al:px-3 al:py-1 al:text-xs al:text-muted al:shadow-low">
              <Spinner size={13} /> {t("messages.older")}
            </span>
          )}
          {olderProblem && (
            <span role="alert" className="al:mt-3 al:flex al:items-center al:gap-2 al:rounded-full al:border al:border-line al:bg-surface al:py-1 al:pr-1 al:pl-4 al:text-xs al:text-danger al:shadow-low">
              {problemWords(olderProblem, language)}
              <Button onClick={() => void loadOlder()}>{t("again")}</Button>
            </span>
          )}
        </div>
      </div>
      {!atEnd && (
        <button
          type="button"
          aria-label={t("messages.toEnd")}
          onClick={() => (leave(), virtual.scrollToEnd({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" }))}
          className="ally-rise al:absolute al:bottom-3 al:left-1/2 al:flex al:h-9 al:min-w-9 al:-translate-x-1/2 al:items-center al:justify-center al:gap-2 al:rounded-full al:border al:border-line al:bg-surface al:px-2.5 al:text-sm al:shadow-float al:hover:bg-hover al:touch:h-11 al:touch:min-w-11"
        >
          <ArrowDown aria-hidden size={16} />
          {unseen > 0 && <span className="al:pr-1">{unseenText(unseen)}</span>}
        </button>
      )}
    </>
  );

  function labelOf(row: Row): string {
    if ("day" in row) return dayName(row.day, now, language);
    if ("item" in row) return t("message.by", { who: t("you"), when: "" });
    const { message } = row;
    const who = message.role === "ally" ? "Ally" : message.userId === runtime.person.userId ? t("you") : message.authorName || t("other");
    return t("message.by", { who, when: new Date(message.timestamp).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" }) });
  }

  function unseenText(count: number): string {
    return t(count === 1 ? "messages.unseen.one" : "messages.unseen.other", { count });
  }
}

function Day({ name }: { name: string }) {
  return (
    <div className="al:flex al:items-center al:gap-3 al:pt-3 al:pb-4 al:text-xs al:text-muted">
      <span aria-hidden className="al:h-px al:grow al:bg-line" />
      <h2>{name}</h2>
      <span aria-hidden className="al:h-px al:grow al:bg-line" />
    </div>
  );
}

/**
 * The rows in their order. Days are rows of their own, so that one that comes or
 * goes with an older page moves nothing; before the oldest message there is one
 * only where it is known to be the first of its day.
 */
function rowsOf(messages: readonly Message[], outgoing: readonly Outgoing[], me: string, isWhole: boolean): Row[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const confirmed = new Set(messages.map((message) => message.clientMessageId));
  // Comments are said beside: what they follow can still be made anew.
  const lastSaid = messages.findLastIndex((message) => message.comment !== true);
  const lastReply = messages.findLastIndex((message) => message.role === "ally");
  const lastUser = messages.findLastIndex((message) => message.role === "user" && message.comment !== true);
  const rows: Row[] = [];
  let before = isWhole ? undefined : messages[0]?.timestamp;
  const day = (timestamp: string) => {
    if (beginsDay(timestamp, before)) rows.push({ key: dayOf(timestamp), day: timestamp });
    before = timestamp;
  };
  messages.forEach((message, i) => {
    day(message.timestamp);
    rows.push({
      // A message keeps the key that it was sent with, so that its row stays the same one.
      key: message.role === "user" && message.userId === me && message.clientMessageId ? message.clientMessageId : message.id,
      message,
      question: message.inReplyTo === undefined ? undefined : byId.get(message.inReplyTo),
      last: i === lastReply && i === lastSaid,
      lastOwn: i === lastUser && message.userId === me && i >= lastSaid - 1,
    });
  });
  for (const item of outgoing) {
    if (confirmed.has(item.clientMessageId)) continue;
    // It stands at the end, however long ago it was tried.
    day(before !== undefined && item.at < before ? before : item.at);
    rows.push({ key: item.clientMessageId, item });
  }
  return rows;
}

/** A first guess at a row's height, which the row itself corrects once it is drawn. */
function estimate(row: Row | undefined): number {
  if (row === undefined) return 100;
  if ("day" in row) return 46;
  const text = "message" in row ? row.message.content : row.item.text;
  const cards = "message" in row ? row.message.outputCards.length * 140 : 0;
  return 72 + Math.ceil(text.length / 85) * 26 + cards;
}
