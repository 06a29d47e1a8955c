import { Problem } from "../api/problem";
import { Listeners } from "./listeners";

/** A message on its way that the server has not confirmed yet. */
export interface Outgoing {
  clientMessageId: string;
  conversationId: string;
  text: string;
  /** When it was sent first, RFC 3339. */
  at: string;
  /** `waiting`: for the network to come back. */
  state: "sending" | "waiting" | "failed";
  problem?: { code: string; sentence: string; requestId?: string };
  /** When a refusal for sending too much ends, in milliseconds since 1970. */
  notBefore?: number;
}

/** Where the outbox and drafts survive a reload; `localStorage` in a browser. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * The messages that were sent and not confirmed, per person. They survive a
 * reload: what was on its way then is shown as failed, because nobody knows
 * whether it arrived; its key makes sending it again harmless.
 */
export class Outbox extends Listeners {
  private items: readonly Outgoing[];
  private readonly perConversation = new Map<string, readonly Outgoing[]>();

  constructor(
    private readonly shelf: Shelf,
    private readonly shelfKey: string,
  ) {
    super();
    this.items = this.read().map((item) => ({ ...item, state: "failed" as const, problem: item.problem ?? { code: "network", sentence: "" } }));
  }

  of(conversationId: string): readonly Outgoing[] {
    let items = this.perConversation.get(conversationId);
    if (items === undefined) {
      items = this.items.filter((item) => item.conversationId === conversationId);
      this.perConversation.set(conversationId, items);
    }
    return items;
  }

  get(clientMessageId: string): Outgoing | undefined {
    return this.items.find((item) => item.clientMessageId === clientMessageId);
  }

  put(item: Outgoing): void {
    const known = this.items.some((other) => other.clientMessageId === item.clientMessageId);
    this.write(known ? this.items.map((other) => (other.clientMessageId === item.clientMessageId ? item : other)) : [...this.items, item]);
  }

  fail(clientMessageId: string, problem: Problem, now: number): void {
    const item = this.get(clientMessageId);
    if (item === undefined) return;
    this.put({
      ...item,
      state: "failed",
      problem: { code: problem.code, sentence: problem.message, ...(problem.requestId ? { requestId: problem.requestId } : {}) },
      ...(problem.retryAfter === undefined ? {} : { notBefore: now + problem.retryAfter * 1000 }),
    });
  }

  remove(clientMessageId: string): void {
    if (this.get(clientMessageId) === undefined) return;
    this.write(this.items.filter((item) => item.clientMessageId !== clientMessageId));
  }

  clear(): void {
    this.write([]);
  }

  private read(): Outgoing[] {
    try {
      const stored: unknown = JSON.parse(this.shelf.getItem(this.shelfKey) ?? "[]");
      return Array.isArray(stored) ? (stored as Outgoing[]).filter((item) => typeof item.text === "string" && typeof item.clientMessageId === "string") : [];
    } catch {
      return [];
    }
  }

  private write(items: readonly Outgoing[]): void {
    this.items = items;
    this.perConversation.clear();
    try {
      if (items.length === 0) this.shelf.removeItem(this.shelfKey);
      else this.shelf.setItem(this.shelfKey, JSON.stringify(items));
    } catch {
      // A full or forbidden store costs only what a reload would have kept.
    }
    this.tell();
  }
}
