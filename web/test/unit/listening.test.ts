import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Line, listening, type News, type Ticket } from "../../src/conversation/listening";
import type { LiveSource } from "../../src/conversation/live";

/** A line that a test speaks into. */
class Speaker implements Line {
  readonly listeners = new Map<string, { heard(news: News): void; failed(): void }>();
  closed = false;

  listen(conversationId: string, heard: (news: News) => void, failed: () => void): () => void {
    this.listeners.set(conversationId, { heard, failed });
    return () => this.listeners.delete(conversationId);
  }

  close(): void {
    this.closed = true;
  }

  say(conversationId: string, mark: string, size = 0, live = true): void {
    this.listeners.get(conversationId)?.heard({ live, mark, size });
  }
}

const ticket = (): Ticket => ({ token: "", apiKey: "", projectId: "demo", userId: "me", until: new Date(Date.now() + 15 * 60_000).toISOString() });

function world({ refused = false } = {}) {
  const polled = new Set<string>();
  const otherwise: LiveSource = {
    watch(conversationId) {
      polled.add(conversationId);
      return () => polled.delete(conversationId);
    },
  };
  const speakers: Speaker[] = [];
  const ask = vi.fn(() => (refused ? Promise.reject(new Error("not_live")) : Promise.resolve(ticket())));
  const live = listening(ask, otherwise, () => {
    const speaker = new Speaker();
    speakers.push(speaker);
    return Promise.resolve(speaker);
  });
  return { live, polled, speakers, ask, settle: () => vi.advanceTimersByTimeAsync(0) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("listening", () => {
  it("polls until the first word of the server, and hints at each change", async () => {
    const { live, polled, speakers, settle } = world();
    const hint = vi.fn();
    live.watch("a", hint);
    await settle();
    expect([...polled]).toEqual(["a"]);
    speakers[0]!.say("a", "from the cache", 0, false);
    expect([...polled]).toEqual(["a"]);
    expect(hint).not.toHaveBeenCalled();
    speakers[0]!.say("a", "1");
    expect([...polled]).toEqual([]);
    speakers[0]!.say("a", "1");
    speakers[0]!.say("a", "2");
    expect(hint).toHaveBeenCalledTimes(2);
  });

  it("hints seldom while a reply grows", async () => {
    const { live, speakers, settle } = world();
    const hint = vi.fn();
    live.watch("a", hint);
    await settle();
    for (let size = 0; size < 50; size++) speakers[0]!.say("a", "1", size);
    expect(hint).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(hint).toHaveBeenCalledTimes(2);
    speakers[0]!.say("a", "1", 60);
    speakers[0]!.say("a", "done", 60);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(hint).toHaveBeenCalledTimes(3);
  });

  it("polls while the connection is gone, and where it is refused", async () => {
    const { live, polled, speakers, settle } = world();
    live.watch("a", () => undefined);
    live.watch("b", () => undefined);
    await settle();
    speakers[0]!.say("a", "1");
    speakers[0]!.say("b", "1");
    speakers[0]!.say("a", "1", 0, false);
    expect([...polled]).toEqual(["a"]);
    speakers[0]!.say("a", "1");
    speakers[0]!.listeners.get("b")!.failed();
    expect([...polled]).toEqual(["b"]);
  });

  it("polls where no session is to be had, and asks again after a while", async () => {
    const { live, polled, ask, settle } = world({ refused: true });
    const end = live.watch("a", () => undefined);
    await settle();
    end();
    live.watch("b", () => undefined);
    await settle();
    expect([...polled]).toEqual(["b"]);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it("changes to a new line before the session is over", async () => {
    const { live, polled, speakers, settle } = world();
    const hint = vi.fn();
    live.watch("a", hint);
    await settle();
    speakers[0]!.say("a", "1");
    await vi.advanceTimersByTimeAsync(13 * 60_000);
    expect(speakers.map((speaker) => speaker.closed)).toEqual([true, false]);
    expect(speakers[0]!.listeners.size).toBe(0);
    speakers[1]!.say("a", "2");
    expect(hint).toHaveBeenCalledTimes(2);
    expect([...polled]).toEqual([]);
  });

  it("keeps the line from one conversation to the next, and hangs up when nobody watches", async () => {
    const { live, polled, speakers, ask, settle } = world();
    const end = live.watch("a", () => undefined);
    await settle();
    end();
    const endSecond = live.watch("b", () => undefined);
    speakers[0]!.say("b", "1");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(1);
    expect([...speakers[0]!.listeners.keys()]).toEqual(["b"]);
    endSecond();
    await vi.advanceTimersByTimeAsync(20 * 60_000);
    expect(speakers[0]!.closed).toBe(true);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(polled.size).toBe(0);
    live.watch("a", () => undefined);
    await settle();
    expect(speakers.length).toBe(2);
  });
});
