import type { MemoryItem } from "../api/contract";
import { Listeners } from "../conversation/listeners";

/** An item that was deleted, and until when that can be undone. */
export interface Removal {
  item: MemoryItem;
  /** In milliseconds since 1970; undefined until the server has said it. */
  until?: number;
}

/** What was deleted lately and stands where it was, to be had back. */
export class Removals extends Listeners {
  private list: readonly Removal[] = [];

  get all(): readonly Removal[] {
    return this.list;
  }

  put(item: MemoryItem): void {
    this.list = [...this.list.filter((one) => one.item.id !== item.id), { item }];
    this.tell();
  }

  /** It can be undone until then; afterwards it is no longer shown. */
  end(id: string, until: number): void {
    this.list = this.list.map((one) => (one.item.id === id ? { ...one, until } : one));
    this.tell();
    setTimeout(() => this.drop(id), Math.max(0, until - Date.now()));
  }

  drop(id: string): void {
    if (!this.list.some((one) => one.item.id === id)) return;
    this.list = this.list.filter((one) => one.item.id !== id);
    this.tell();
  }

  clear(): void {
    this.list = [];
    this.tell();
  }
}

/** The items with those that were deleted in their places. */
export function withRemoved(items: readonly MemoryItem[], removed: readonly Removal[]): MemoryItem[] {
  const known = new Set(items.map((item) => item.id));
  const all = [...items, ...removed.filter(({ item }) => !known.has(item.id)).map(({ item }) => item)];
  return all.sort((a, b) => b.saidAt.localeCompare(a.saidAt) || a.id.localeCompare(b.id));
}
