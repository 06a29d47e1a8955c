import type { MemoryItem, MemoryKind } from "../api/contract";
import { dateOf } from "../search/filters";

export const MEMORY_KINDS: readonly MemoryKind[] = ["takeaway", "decision", "actionItem"];

/** What is remembered of one kind: what holds, and what something later took the place of. */
export interface MemorySection {
  kind: MemoryKind;
  current: MemoryItem[];
  superseded: MemoryItem[];
}

type StatusOf = (item: MemoryItem) => MemoryItem["status"];

/** The sections that hold something; action items as a list of what is to be done, by the status that they are given. */
export function sectionsOf(items: readonly MemoryItem[], statusOf: StatusOf = (item) => item.status): MemorySection[] {
  return MEMORY_KINDS.map((kind) => {
    const all = items.filter((item) => item.kind === kind);
    const current = all.filter((item) => item.supersededBy === undefined);
    return { kind, current: kind === "actionItem" ? toDo(current, statusOf) : current, superseded: all.filter((item) => item.supersededBy !== undefined) };
  }).filter((section) => section.current.length + section.superseded.length > 0);
}

/** What is open before what is done; of that, what is due first, and what has no day last. */
export function toDo(items: readonly MemoryItem[], statusOf: StatusOf = (item) => item.status): MemoryItem[] {
  const rank = (item: MemoryItem) => `${statusOf(item) === "done" ? 1 : 0} ${item.due ?? "9999"}`;
  return [...items].sort((a, b) => rank(a).localeCompare(rank(b)) || b.saidAt.localeCompare(a.saidAt));
}

/** Whether something should have been done before today. */
export function isOverdue(item: Pick<MemoryItem, "due" | "status">, today: Date): boolean {
  return item.status !== "done" && item.due !== undefined && item.due < dateOf(today);
}
