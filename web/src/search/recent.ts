import { Listeners } from "../conversation/listeners";
import type { Shelf } from "../conversation/outbox";

const MOST = 8;

/** What a person searched for lately on this device, newest first. */
export class RecentSearches extends Listeners {
  private searches: readonly string[];

  constructor(
    private readonly shelf: Shelf,
    private readonly shelfKey: string,
  ) {
    super();
    this.searches = this.read();
  }

  get all(): readonly string[] {
    return this.searches;
  }

  /** Keeps a search; one that is known already, however it is written, comes to the front. */
  add(text: string): void {
    const search = text.trim().replace(/\s+/g, " ");
    if (search === "") return;
    const same = (other: string) => other.toLocaleLowerCase() === search.toLocaleLowerCase();
    this.write([search, ...this.searches.filter((other) => !same(other))].slice(0, MOST));
  }

  clear(): void {
    this.write([]);
  }

  private write(searches: readonly string[]): void {
    this.searches = searches;
    try {
      if (searches.length === 0) this.shelf.removeItem(this.shelfKey);
      else this.shelf.setItem(this.shelfKey, JSON.stringify(searches));
    } catch {
      // Kept for this visit only.
    }
    this.tell();
  }

  private read(): readonly string[] {
    try {
      const stored: unknown = JSON.parse(this.shelf.getItem(this.shelfKey) ?? "[]");
      return Array.isArray(stored) ? stored.filter((one) => typeof one === "string").slice(0, MOST) : [];
    } catch {
      return [];
    }
  }
}
