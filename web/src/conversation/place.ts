import type { History } from "./history";

/** Where in the conversations something is: a message of one, or one's end. */
export interface Place {
  conversationId: string;
  message?: { id: string; at: string };
}

/** A message that is to be shown; asking for the same one again is another wish. */
export interface Target {
  id: string;
  /** When it was said, RFC 3339. */
  at: string;
  wish: number;
}

let wishes = 0;

export function targetAt(message: { id: string; at: string } | undefined): Target | undefined {
  return message === undefined ? undefined : { ...message, wish: ++wishes };
}

/** How many messages are read at a time on the way back to one that is wanted, and how many times. */
export const STRIDE = 100;
export const MOST_STRIDES = 20;

/** How it stands with a wanted message: it was read, earlier messages must be read first, it is gone, or it lies too far back. */
export type Reach = "there" | "earlier" | "gone" | "far";

export function reachOf(history: History, target: Pick<Target, "id" | "at">, strides: number): Reach {
  if (history.messages.some((message) => message.id === target.id)) return "there";
  const oldest = history.messages[0];
  if (history.olderCursor === null || (oldest !== undefined && oldest.timestamp < target.at)) return "gone";
  return strides < MOST_STRIDES ? "earlier" : "far";
}
