import { Listeners } from "./listeners";

/** A reply that is being written. */
export interface Writing {
  text: string;
  /** Of the last piece, to go on from after an interruption. */
  lastEventId: string;
  phase: "waiting" | "writing" | "reconnecting";
}

/** The replies in the making. Pieces of text are told at most once a frame. */
export class Replies extends Listeners {
  private readonly writings = new Map<string, Writing>();
  private due = false;

  constructor(private readonly soon: (tell: () => void) => void = (tell) => tell()) {
    super();
  }

  get(id: string): Writing | undefined {
    return this.writings.get(id);
  }

  begin(id: string): void {
    this.set(id, { text: "", lastEventId: "", phase: "waiting" });
  }

  append(id: string, text: string, eventId: string): void {
    const before = this.writings.get(id);
    if (before === undefined) return;
    this.set(id, { text: before.text + text, lastEventId: eventId || before.lastEventId, phase: "writing" });
  }

  /** The text so far is void. */
  anew(id: string): void {
    const before = this.writings.get(id);
    if (before !== undefined) this.set(id, { ...before, text: "", phase: "waiting" });
  }

  reconnecting(id: string): void {
    const before = this.writings.get(id);
    if (before !== undefined) this.set(id, { ...before, phase: "reconnecting" });
  }

  end(id: string): void {
    if (this.writings.delete(id)) this.tellSoon();
  }

  private set(id: string, writing: Writing): void {
    this.writings.set(id, writing);
    this.tellSoon();
  }

  private tellSoon(): void {
    if (this.due) return;
    this.due = true;
    this.soon(() => {
      this.due = false;
      this.tell();
    });
  }
}
