import { describe, expect, it } from "vitest";
import { cardContent } from "../../src/api/cards";
import type { Action, OutputCard } from "../../src/api/contract";
import { emailOf, invitationsOf, sourcesOf } from "../../src/api/results";
import { messageIn } from "../../src/conversation/links";

const card = (type: OutputCard["type"], content: unknown): OutputCard => ({ id: "1", type, content });
const action = (result: unknown) => ({ result }) as unknown as Action;

describe("a card of an action", () => {
  it("has rows as lists or with cells", () => {
    const table = { columns: ["A", "B"], rows: [["1", 2], { cells: ["3", 4] }, "5"] };
    expect(cardContent(card("table", table))).toEqual({ type: "table", table: { columns: ["A", "B"], rows: [["1", 2], ["3", 4]] } });
  });

  it("is a row of buttons where it names an action, else a recommendation", () => {
    expect(cardContent(card("cta", { actionId: "a1" }))).toEqual({ type: "deeds", actionId: "a1" });
    expect(cardContent(card("cta", { agentId: "m1", agentName: "M001" })).type).toBe("cta");
  });
});

describe("what an app keeps", () => {
  it("is read with care, whatever it holds", () => {
    for (const result of [undefined, null, "text", [], { sources: "x", invitations: [1, null], draft: [] }]) {
      expect(sourcesOf(action(result)).map((one) => one.messageId)).toEqual([]);
      expect(invitationsOf(action(result))).toEqual([]);
      expect(emailOf(action(result))).toBeUndefined();
    }
    expect(emailOf(action({ draft: { to: ["a@example.com", 1], subject: "S" } }))).toEqual({ draft: { to: ["a@example.com"], cc: [], subject: "S", body: "" }, delivery: { state: "draft", recipients: [], attempts: 0 } });
    expect(sourcesOf(action({ sources: [{ n: 1, messageId: "m1", conversationId: "c1", at: "", author: "A", excerpt: "E" }, { n: 2 }, 3] })).map((one) => one.messageId)).toEqual(["m1", ""]);
  });
});

describe("a link to a message", () => {
  it("is one only in its own form", () => {
    expect(messageIn("#message-m1_a-b")).toBe("m1_a-b");
    for (const other of [undefined, "", "#message-", "#m1", "#message-a b", "javascript:alert(1)#message-m1", "https://example.com/#message-m1"]) expect(messageIn(other)).toBeUndefined();
  });
});
