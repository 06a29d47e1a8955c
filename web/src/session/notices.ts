import { Listeners } from "../conversation/listeners";

/** A short word at the edge of the screen, with at most one thing to do about it. */
export interface Notice {
  id: number;
  tone: "plain" | "problem";
  text: string;
  action?: { label: string; run(): void };
  /** When it goes away by itself, milliseconds since 1970. */
  until: number;
}

export class Notices extends Listeners {
  private list: readonly Notice[] = [];
  private next = 1;
  private readonly places: object[] = [];

  get all(): readonly Notice[] {
    return this.list;
  }

  /** Registers a place that can show the notices; of several panels only the first does. The answer takes it out. */
  place(place: object): () => void {
    this.places.push(place);
    this.tell();
    return () => {
      this.places.splice(this.places.indexOf(place), 1);
      this.tell();
    };
  }

  isShownAt(place: object): boolean {
    return this.places[0] === place;
  }

  say(notice: Omit<Notice, "id" | "until"> & { until?: number }): void {
    const id = this.next++;
    const until = notice.until ?? Date.now() + (notice.tone === "problem" ? 10_000 : 6000);
    this.list = [...this.list.slice(-2), { ...notice, id, until }];
    this.tell();
    setTimeout(() => this.dismiss(id), Math.max(0, until - Date.now()));
  }

  dismiss(id: number): void {
    if (!this.list.some((notice) => notice.id === id)) return;
    this.list = this.list.filter((notice) => notice.id !== id);
    this.tell();
  }
}
