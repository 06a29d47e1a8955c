import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Conversation, ConversationChange } from "../../src/api/contract";
import { Problem } from "../../src/api/problem";
import { choose, clear, countChosen, type InputChange, isChosen, type Keeper, Selection } from "../../src/conversation/selection";
import { conversation } from "./world";

/** A server that keeps one conversation, and a screen that shows it. */
function keeper(meddle: (now: Conversation, writes: number) => Conversation = (now) => now) {
  const server = { now: conversation(), writes: 0, changes: [] as ConversationChange[], broken: false };
  const screen = { now: conversation() };
  const keep: Keeper = {
    shown: () => screen.now,
    show: (shown) => void (screen.now = shown),
    read: () => Promise.resolve(server.now),
    change: async (change) => {
      await Promise.resolve();
      if (server.broken) throw new Problem("unavailable", "Down.", { status: 503 });
      server.now = meddle(server.now, server.writes++);
      if (change.revision !== server.now.revision) throw new Problem("conflict", "", { status: 409 });
      server.changes.push(change);
      server.now = { ...server.now, revision: server.now.revision + 1, activeInputs: { ...server.now.activeInputs, ...change.activeInputs } as Conversation["activeInputs"] };
      return { conversation: server.now, dropped: [] };
    },
  };
  const problems: string[] = [];
  return { server, screen, problems, selection: new Selection(keep, () => undefined, (problem) => problems.push(problem.code)) };
}

const others = (ids: string[]) => (now: Conversation, writes: number) =>
  writes === 0 ? { ...now, revision: now.revision + 1, activeInputs: { ...now.activeInputs, agentIds: ids } } : now;

describe("a selection", () => {
  it("shows at once and is written with the revision that was read", async () => {
    const k = keeper();
    const made = k.selection.make(choose("agent", ["a"], true));
    expect(k.screen.now.activeInputs.agentIds).toEqual(["a"]);
    await made;
    expect(k.server.changes).toEqual([{ revision: 1, activeInputs: { agentIds: ["a"] } }]);
    expect(k.screen.now.revision).toBe(2);
  });

  it("on a conflict is made to what the conversation has become", async () => {
    const k = keeper(others(["b"]));
    await k.selection.make(choose("agent", ["a"], true));
    expect(k.server.now.activeInputs.agentIds).toEqual(["b", "a"]);
    expect(k.screen.now.activeInputs.agentIds).toEqual(["b", "a"]);
    expect(k.problems).toEqual([]);
  });

  it("gives up after five conflicts and shows what there is", async () => {
    const k = keeper((now) => ({ ...now, revision: now.revision + 1, activeInputs: { ...now.activeInputs, domainInfo: true } }));
    await k.selection.make(choose("agent", ["a"], true));
    expect(k.server.writes).toBe(5);
    expect(k.problems).toEqual(["conflict"]);
    expect(k.screen.now.activeInputs).toEqual(k.server.now.activeInputs);
  });

  it("takes back what could not be written", async () => {
    const k = keeper();
    k.server.broken = true;
    await k.selection.make(choose("organization", ["o"], true));
    expect(k.screen.now.activeInputs.organizationInfo).toBe(false);
    expect(k.problems).toEqual(["unavailable"]);
  });

  it("writes what is chosen meanwhile in one further request", async () => {
    const k = keeper();
    void k.selection.make(choose("agent", ["a"], true));
    void k.selection.make(choose("agent", ["b"], true));
    void k.selection.make(choose("domain", ["d"], true));
    await k.selection.settled();
    expect(k.server.changes.map((change) => change.activeInputs)).toEqual([{ agentIds: ["a"] }, { agentIds: ["a", "b"], domainInfo: true }]);
  });

  it("stays on the screen whatever was read meanwhile, unless it is newer", async () => {
    const k = keeper();
    const before = k.server.now;
    void k.selection.make(choose("agent", ["a"], true));
    void k.selection.make(choose("agent", ["b"], true));
    expect(k.selection.upon(before).activeInputs.agentIds).toEqual(["a", "b"]); // neither is written
    await k.selection.settled();
    expect(k.selection.upon(before)).toEqual(k.server.now);
    const elsewhere = { ...k.server.now, revision: 9, activeInputs: { ...k.server.now.activeInputs, agentIds: ["c"] } };
    expect(k.selection.upon(elsewhere)).toEqual(elsewhere);

    k.server.broken = true;
    await k.selection.make(choose("agent", ["d"], true));
    expect(k.selection.upon(k.server.now)).toEqual(k.server.now);
  });

  it("ends as the changes one after the other, whatever others do", async () => {
    const change = fc.oneof(
      fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.boolean()).map(([id, on]): InputChange => choose("agent", [id], on)),
      fc.boolean().map((on): InputChange => choose("domain", ["d"], on)),
      fc.constant<InputChange>(clear("conversation")),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.boolean(), async (changes, meddled) => {
        const k = keeper(meddled ? (now, writes) => (writes === 0 ? { ...now, revision: now.revision + 1, activeInputs: { ...now.activeInputs, actionIds: ["x"] } } : now) : undefined);
        for (const one of changes) void k.selection.make(one);
        await k.selection.settled();
        const start = conversation().activeInputs;
        const expected = changes.reduce((so, one) => one(so), meddled && changes.length > 0 ? { ...start, actionIds: ["x"] } : start);
        expect(k.screen.now.activeInputs).toEqual(expected);
        if (changes.length > 0) expect(k.server.now.activeInputs).toEqual(expected);
        expect(k.problems).toEqual([]);
      }),
    );
  });
});

describe("what is chosen", () => {
  it("counts every kind", () => {
    const inputs = { organizationInfo: true, domainInfo: false, agentIds: ["a", "b"], conversationIds: ["c"], actionIds: [] };
    expect(countChosen(inputs)).toBe(4);
    expect(isChosen(inputs, "agent", "b")).toBe(true);
    expect(isChosen(inputs, "organization", "any")).toBe(true);
    expect(isChosen(clear("organization")(inputs), "organization", "any")).toBe(false);
  });

  it("is not chosen twice", () => {
    const inputs = conversation().activeInputs;
    expect(choose("agent", ["a"], true)(choose("agent", ["a", "b"], true)(inputs)).agentIds).toEqual(["b", "a"]);
  });
});
