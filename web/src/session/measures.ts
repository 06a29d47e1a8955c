/** What is measured, in milliseconds. */
export type Measured = "load" | "first_message" | "search";

export interface Timing {
  number: number;
  what: Measured;
  ms: number;
}

/** The world around measures, so that tests need no waiting. */
export interface Watch {
  /** Milliseconds since the page was opened. */
  now(): number;
  isHidden(): boolean;
  /** Calls back whenever the page comes into sight or goes out of it. */
  onHidden(changed: () => void): void;
  later(milliseconds: number, run: () => void): void;
}

/** Milliseconds in which times are gathered. */
const GATHERED = 5000;

/** As many as one call takes. */
const MOST = 20;

/**
 * Times of this visit: numbers without a word, and only while the person allows it. A
 * time during which the page was out of sight says nothing of the page and is left out.
 */
export class Measures {
  private readonly waiting: Timing[] = [];
  private count = 0;
  private hiddenAt = -1;
  private shownAt: number | undefined;
  private hasSent = false;
  private isLater = false;

  constructor(
    private readonly watch: Watch,
    private readonly isAllowed: () => boolean,
    private readonly tell: (timings: Timing[]) => void,
  ) {
    watch.onHidden(() => {
      this.hiddenAt = watch.now();
      if (watch.isHidden()) this.flush();
    });
  }

  /** Messages are to be seen; `opened` says that the page was opened for them. */
  shown(opened: boolean): void {
    if (this.shownAt !== undefined) return;
    this.shownAt = this.watch.now();
    if (opened) this.took("load", 0);
  }

  /** The person has sent a message. */
  sent(): void {
    if (this.hasSent) return;
    this.hasSent = true;
    if (this.shownAt !== undefined) this.took("first_message", this.shownAt);
  }

  /** Begins to measure a search; what it gives is called when its result is there. */
  searching(): () => void {
    const began = this.watch.now();
    return () => this.took("search", began);
  }

  private took(what: Measured, since: number): void {
    if (!this.isAllowed() || this.watch.isHidden() || this.hiddenAt >= since) return;
    this.waiting.push({ number: this.count++, what, ms: Math.round(this.watch.now() - since) });
    if (this.waiting.length >= MOST) return this.flush();
    if (this.isLater) return;
    this.isLater = true;
    this.watch.later(GATHERED, () => {
      this.isLater = false;
      this.flush();
    });
  }

  private flush(): void {
    const timings = this.waiting.splice(0);
    if (timings.length > 0 && this.isAllowed()) this.tell(timings);
  }
}

/** The browser's own watch. */
export const browserWatch: Watch = {
  now: () => performance.now(),
  isHidden: () => document.visibilityState === "hidden",
  onHidden: (changed) => document.addEventListener("visibilitychange", changed),
  later: (milliseconds, run) => void setTimeout(run, milliseconds),
};
