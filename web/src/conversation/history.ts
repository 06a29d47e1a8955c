import type { Message, MessagePage } from "../api/contract";

/** The part of a conversation that was read, oldest first. */
export interface History {
  messages: Message[];
  /** For the page before the oldest message; null at the beginning of the conversation. */
  olderCursor: string | null;
  /** Counts what was written locally, so that an answer asked for earlier does not undo it. */
  clock: number;
  /** When, by that clock, a message was last written locally. */
  touched: Record<string, number>;
}

export const NO_HISTORY: History = { messages: [], olderCursor: null, clock: 0, touched: {} };

/** A history that begins with the newest page. */
export function historyOf(page: MessagePage): History {
  return { ...NO_HISTORY, messages: page.messages, olderCursor: page.nextCursor };
}

/** Writes messages that were heard of outside of a page: by a stream, or as the answer to a change. */
export function withMessages(history: History, written: readonly Message[]): History {
  const clock = history.clock + 1;
  const touched = { ...history.touched };
  for (const message of written) touched[message.id] = clock;
  return { ...history, messages: merged(history.messages, written), clock, touched };
}

/**
 * Takes in the newest page, which was asked for when the clock stood at `asked`.
 * The page is right about everything from its oldest message on, save what was
 * written locally since: what it lacks is gone. A page that does not reach what
 * is known already takes its place.
 */
export function withNewest(history: History, page: MessagePage, asked: number): History {
  const isNews = (id: string) => (history.touched[id] ?? 0) > asked;
  const inPage = new Set(page.messages.map((message) => message.id));
  const oldest = page.messages[0];
  const isWhole = oldest === undefined || page.nextCursor === null;
  const reaches = history.messages.some((message) => inPage.has(message.id));
  const older = (message: Message) => !isWhole && reaches && message.timestamp < oldest.timestamp;
  const kept = history.messages.filter((message) => inPage.has(message.id) || isNews(message.id) || older(message));
  const told = page.messages.filter((message) => !isNews(message.id));
  return { ...history, messages: merged(kept, told), olderCursor: isWhole ? null : reaches ? history.olderCursor : page.nextCursor };
}

/** Takes in the page before the oldest message. */
export function withOlder(history: History, page: MessagePage): History {
  const known = new Set(history.messages.map((message) => message.id));
  const older = page.messages.filter((message) => !known.has(message.id));
  return { ...history, messages: [...older, ...history.messages], olderCursor: page.nextCursor };
}

function merged(known: readonly Message[], news: readonly Message[]): Message[] {
  const all = new Map(known.map((message) => [message.id, message]));
  for (const message of news) {
    const before = all.get(message.id);
    // An unchanged message stays the same object, so that nothing is drawn again.
    all.set(message.id, before !== undefined && same(before, message) ? before : message);
  }
  return [...all.values()].sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
}

function same(a: Message, b: Message): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
