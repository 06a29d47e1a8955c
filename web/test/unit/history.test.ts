import { describe, expect, it } from "vitest";
import type { Message } from "../../src/api/contract";
import { historyOf, withMessages, withNewest, withOlder } from "../../src/conversation/history";
import { message } from "./world";

const at = (i: number, more: Partial<Message> = {}) => message({ id: `m${i}`, timestamp: `2026-01-01T10:00:${String(i).padStart(2, "0")}.000Z`, ...more });
const page = (from: number, to: number, nextCursor: string | null = null) => ({ messages: Array.from({ length: to - from + 1 }, (_, i) => at(from + i)), nextCursor });
const ids = (history: { messages: Message[] }) => history.messages.map((one) => one.id);

describe("a history", () => {
  it("grows at its beginning by older pages, each message once", () => {
    const history = withOlder(historyOf(page(4, 6, "3")), page(1, 4));
    expect(ids(history)).toEqual(["m1", "m2", "m3", "m4", "m5", "m6"]);
    expect(history.olderCursor).toBeNull();
  });

  it("takes in news without forgetting older pages", () => {
    const history = withNewest(withOlder(historyOf(page(4, 6, "3")), page(1, 3)), page(5, 8, "4"), 0);
    expect(ids(history)).toEqual(["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"]);
    expect(history.olderCursor).toBeNull();
  });

  it("forgets what the newest page lacks", () => {
    expect(ids(withNewest(historyOf(page(1, 6, "0")), { messages: [at(4), at(6)], nextCursor: "3" }, 0))).toEqual(["m1", "m2", "m3", "m4", "m6"]);
    expect(ids(withNewest(historyOf(page(1, 6)), { messages: [], nextCursor: null }, 0))).toEqual([]);
  });

  it("begins anew where the newest page does not reach what is known", () => {
    const history = withNewest(historyOf(page(1, 3)), page(20, 22, "19"), 0);
    expect(ids(history)).toEqual(["m20", "m21", "m22"]);
    expect(history.olderCursor).toBe("19");
  });

  it("keeps what was written since the page was asked for", () => {
    const asked = historyOf(page(1, 3));
    const written = withMessages(asked, [at(3, { content: "new" }), at(4)]);
    const history = withNewest(written, page(1, 3), asked.clock);
    expect(ids(history)).toEqual(["m1", "m2", "m3", "m4"]);
    expect(history.messages[2]?.content).toBe("new");
    expect(ids(withNewest(written, page(1, 3), written.clock))).toEqual(["m1", "m2", "m3"]);
  });

  it("leaves unchanged messages the same objects", () => {
    const before = historyOf(page(1, 3));
    const after = withNewest(before, page(1, 3), 0);
    after.messages.forEach((one, i) => expect(one).toBe(before.messages[i]));
  });
});
