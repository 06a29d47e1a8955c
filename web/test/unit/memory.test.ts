import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MemoryItem } from "../../src/api/contract";
import { isOverdue, sectionsOf, toDo } from "../../src/memory/order";
import { Removals, withRemoved } from "../../src/memory/removals";

function item(given: Partial<MemoryItem> & { id: string }): MemoryItem {
  return {
    kind: "takeaway",
    text: given.id,
    conversationId: "c",
    conversationTitle: "C",
    messageId: "m",
    saidBy: { userId: "me", name: "Me", role: "user" },
    saidAt: "2026-01-01T10:00:00.000Z",
    edited: false,
    ...given,
  };
}

describe("what is remembered", () => {
  it("stands in sections, what something later replaced apart, and no section is empty", () => {
    const sections = sectionsOf([item({ id: "t" }), item({ id: "old", kind: "decision", supersededBy: "new" }), item({ id: "new", kind: "decision" })]);
    expect(sections.map(({ kind, current, superseded }) => [kind, current.map((one) => one.id), superseded.map((one) => one.id)])).toEqual([
      ["takeaway", ["t"], []],
      ["decision", ["new"], ["old"]],
    ]);
  });

  it("is to be done in the order in which it is due; what has no day comes last, and what is done after it", () => {
    const open = (id: string, due?: string) => item({ id, kind: "actionItem", status: "open", ...(due ? { due } : {}) });
    const list = toDo([open("none"), { ...open("done", "2026-01-01"), status: "done" }, open("later", "2026-02-01"), open("soon", "2026-01-05")]);
    expect(list.map((one) => one.id)).toEqual(["soon", "later", "none", "done"]);
  });

  it("keeps its place by the status that it had at first", () => {
    const ticked = item({ id: "ticked", kind: "actionItem", status: "done", due: "2026-01-01" });
    const list = [item({ id: "open", kind: "actionItem", status: "open", due: "2026-01-05" }), ticked];
    expect(toDo(list, () => "open").map((one) => one.id)).toEqual(["ticked", "open"]);
  });

  it("is overdue from the day after it was due, unless it is done", () => {
    const today = new Date(2026, 0, 10, 8);
    expect(isOverdue({ due: "2026-01-09", status: "open" }, today)).toBe(true);
    expect(isOverdue({ due: "2026-01-10", status: "open" }, today)).toBe(false);
    expect(isOverdue({ due: "2026-01-09", status: "done" }, today)).toBe(false);
    expect(isOverdue({ status: "open" }, today)).toBe(false);
  });
});

describe("what was deleted", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("stands where it was until it can no longer be had back", () => {
    const removals = new Removals();
    const gone = item({ id: "b", saidAt: "2026-01-02T10:00:00.000Z" });
    removals.put(gone);
    const rest = [item({ id: "c", saidAt: "2026-01-03T10:00:00.000Z" }), item({ id: "a" })];
    expect(withRemoved(rest, removals.all).map((one) => one.id)).toEqual(["c", "b", "a"]);
    expect(removals.all[0]?.until).toBeUndefined();
    removals.end("b", Date.now() + 30_000);
    vi.advanceTimersByTime(29_999);
    expect(removals.all).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(removals.all).toEqual([]);
  });

  it("stands once, though a list that was asked for before has it still", () => {
    const one = item({ id: "a" });
    expect(withRemoved([one], [{ item: one }])).toEqual([one]);
  });
});
