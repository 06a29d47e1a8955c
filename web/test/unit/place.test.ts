import { describe, expect, it } from "vitest";
import { historyOf } from "../../src/conversation/history";
import { MOST_STRIDES, reachOf, targetAt } from "../../src/conversation/place";
import { message } from "./world";

const at = (minute: number) => `2026-01-01T10:${String(minute).padStart(2, "0")}:00.000Z`;
const history = (nextCursor: string | null) => historyOf({ messages: [message({ id: "a", timestamp: at(10) }), message({ id: "b", timestamp: at(20) })], nextCursor });

describe("a message that is wanted", () => {
  it.each([
    ["is there once it was read", { id: "b", at: at(20) }, "cursor", 0, "there"],
    ["is there however far one went", { id: "a", at: at(10) }, "cursor", MOST_STRIDES, "there"],
    ["may stand earlier", { id: "x", at: at(5) }, "cursor", 0, "earlier"],
    ["is gone where the conversation begins later", { id: "x", at: at(5) }, null, 0, "gone"],
    ["is gone where earlier ones were read already", { id: "x", at: at(15) }, "cursor", 0, "gone"],
    ["is too far away after so many steps", { id: "x", at: at(5) }, "cursor", MOST_STRIDES, "far"],
  ] as const)("%s", (_, target, cursor, strides, reach) => {
    expect(reachOf(history(cursor), target, strides)).toBe(reach);
  });

  it("is another wish when it is wanted again", () => {
    const message = { id: "a", at: at(1) };
    expect(targetAt(message)?.wish).not.toBe(targetAt(message)?.wish);
    expect(targetAt(undefined)).toBeUndefined();
  });
});
