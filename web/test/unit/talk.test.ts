import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../src/api/client";
import type { Message } from "../../src/api/contract";
import { Problem } from "../../src/api/problem";
import type { ReplyEvent } from "../../src/api/stream";
import { Outbox } from "../../src/conversation/outbox";
import { Replies } from "../../src/conversation/replies";
import { TAKE_UPS, Talk } from "../../src/conversation/talk";
import { events, message, shelf } from "./world";

const question = message({ id: "q", clientMessageId: "k", content: "Hi" });
const begun = message({ id: "r", role: "ally", status: "generating", inReplyTo: "q" });
const done = message({ ...begun, status: "completed", content: "Hello there" });
const beginning: ReplyEvent = { kind: "begun", userMessage: question, reply: begun };
const ending: ReplyEvent = { kind: "finished", answer: { userMessage: question, message: done } };
const text = (words: string, id: string): ReplyEvent => ({ kind: "text", text: words, id });
const cut = () => new Problem("network", "");

interface Setting {
  sends?: (() => AsyncGenerator<ReplyEvent>)[];
  follows?: (() => AsyncGenerator<ReplyEvent>)[];
  client?: Partial<Client>;
  online?: boolean;
}

function setting({ sends = [], follows = [], client = {}, online = true }: Setting) {
  const written = new Map<string, Message>();
  const texts: string[] = [];
  const outbox = new Outbox(shelf(), "outbox");
  const replies = new Replies();
  replies.subscribe(() => {
    const now = replies.get("r")?.text;
    if (now !== undefined && now !== texts.at(-1)) texts.push(now);
  });
  let comeBack = () => {};
  const back = new Promise<void>((resolve) => (comeBack = resolve));
  const state = { online };
  const sendMessage = vi.fn((...[, , signal]: Parameters<Client["sendMessage"]>) => (void signal, (sends.shift() ?? (() => events([], cut())))()));
  const followReply = vi.fn((..._: Parameters<Client["followReply"]>) => (follows.shift() ?? (() => events([], cut())))());
  const failed = vi.fn();
  const readAgain = vi.fn();
  const waits: number[] = [];
  const talk = new Talk(
    { sendMessage, followReply, message: () => Promise.reject(cut()), ...client } as unknown as Client,
    outbox,
    replies,
    { write: (_, list) => list.forEach((one) => written.set(one.id, one)), readAgain, ended: () => undefined },
    { now: () => 1000, wait: (ms) => (waits.push(ms), Promise.resolve()), isOnline: () => state.online, online: () => back.then(() => void (state.online = true)), ready: () => Promise.resolve() },
    failed,
  );
  return { talk, outbox, replies, written, texts, sendMessage, followReply, failed, readAgain, waits, comeBack: () => comeBack() };
}

describe("sending a message", () => {
  it("shows the text as it grows and the reply as it is in the end", async () => {
    const s = setting({ sends: [() => events([beginning, text("Hello", "1.5"), text(" there", "1.11"), ending])] });
    await s.talk.send("c", "Hi");
    expect(s.texts).toEqual(["", "Hello", "Hello there"]);
    expect(s.written.get("r")).toEqual(done);
    expect(s.outbox.of("c")).toEqual([]);
    expect(s.replies.get("r")).toBeUndefined();
  });

  it("stays in the outbox until the message is confirmed", async () => {
    const s = setting({});
    const seen: string[][] = [];
    s.outbox.subscribe(() => seen.push(s.outbox.of("c").map((item) => item.state)));
    s.sendMessage.mockImplementation(() => events([beginning, ending]));
    await s.talk.send("c", "Hi");
    expect(seen).toEqual([["sending"], []]);
  });

  it("is sent again with the same key while nothing confirms it", async () => {
    const s = setting({ sends: [() => events([], cut()), () => events([], cut()), () => events([beginning, ending])] });
    await s.talk.send("c", "Hi");
    const keys = s.sendMessage.mock.calls.map(([sent]) => sent.clientMessageId);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(s.waits).toEqual([500, 1000]);
    expect(s.written.get("r")).toEqual(done);
  });

  it("goes on from the last piece after the connection broke in mid-answer", async () => {
    const s = setting({
      sends: [() => events([beginning, text("Hello", "1.5")], cut())],
      follows: [() => events([text(" th", "1.8")], cut()), () => events([{ kind: "begun", reply: begun }, text("ere", "1.11"), { kind: "finished", answer: { message: done } }])],
    });
    await s.talk.send("c", "Hi");
    expect(s.sendMessage).toHaveBeenCalledTimes(1);
    expect(s.followReply.mock.calls.map(([id, last]) => [id, last])).toEqual([["r", "1.5"], ["r", "1.8"]]);
    expect(s.texts).toEqual(["", "Hello", "Hello th", "Hello there"]);
  });

  it("throws away the text where the reply is begun anew", async () => {
    const s = setting({ sends: [() => events([beginning, text("Wrong", "1.5"), { kind: "anew" }, text("Right", "2.5"), ending])] });
    await s.talk.send("c", "Hi");
    expect(s.texts).toEqual(["", "Wrong", "", "Right"]);
  });

  it("fails, marked, after many tries, and is sent again as the same message", async () => {
    const s = setting({});
    await s.talk.send("c", "Hi");
    expect(s.sendMessage).toHaveBeenCalledTimes(TAKE_UPS + 1);
    const [item] = s.outbox.of("c");
    expect(item).toMatchObject({ state: "failed", text: "Hi", problem: { code: "network" } });
    s.sendMessage.mockImplementation(() => events([beginning, ending]));
    await s.talk.resend(item!.clientMessageId);
    expect(s.sendMessage.mock.lastCall?.[0].clientMessageId).toBe(item!.clientMessageId);
    expect(s.outbox.of("c")).toEqual([]);
  });

  it("is not tried again by itself where it was refused, and says when it may be", async () => {
    const s = setting({ sends: [() => events([], new Problem("too_many", "Slow down.", { status: 429, retryAfter: 20 }))] });
    await s.talk.send("c", "Hi");
    expect(s.sendMessage).toHaveBeenCalledTimes(1);
    expect(s.outbox.of("c")[0]).toMatchObject({ state: "failed", notBefore: 21_000, problem: { code: "too_many", sentence: "Slow down." } });
  });

  it("waits for the network without using up its tries", async () => {
    const s = setting({ online: false, sends: [() => events([], cut()), () => events([beginning, ending])] });
    const sent = s.talk.send("c", "Hi");
    await vi.waitFor(() => expect(s.outbox.of("c")[0]?.state).toBe("waiting"));
    s.comeBack();
    await sent;
    expect(s.waits).toEqual([]);
    expect(s.written.get("r")).toEqual(done);
  });

  it("shows what the server knows of a reply that failed", async () => {
    const failed = message({ ...begun, status: "failed", failure: { code: "model_timeout", retryable: true } });
    const s = setting({ sends: [() => events([beginning, { kind: "failed", problem: { code: "model_timeout", error: "Too slow." } }])], client: { message: () => Promise.resolve(failed) } });
    await s.talk.send("c", "Hi");
    expect(s.written.get("r")).toEqual(failed);
    expect(s.outbox.of("c")).toEqual([]);
  });

  it("keeps the text of a reply that was lost for good, and marks it", async () => {
    const s = setting({ sends: [() => events([beginning, text("Half", "1.4")], cut())] });
    await s.talk.send("c", "Hi");
    expect(s.written.get("r")).toMatchObject({ content: "Half", status: "failed", failure: { code: "network", retryable: true } });
  });
});

describe("what else can be done with a reply", () => {
  it("a failed reply is answered again by its own message's key", async () => {
    const s = setting({ sends: [() => events([beginning, ending])] });
    await s.talk.answerAgain(message({ ...begun, status: "failed" }), question);
    expect(s.sendMessage.mock.lastCall?.[0]).toEqual({ conversationId: "c", message: "Hi", clientMessageId: "k" });
  });

  it("stopping shows the reply as the server left it and ends the stream", async () => {
    const stopped = message({ ...begun, status: "stopped", content: "Hel" });
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const s = setting({ client: { stop: () => Promise.resolve(stopped) } });
    s.sendMessage.mockImplementation(async function* (_message, _last, signal) {
      yield beginning;
      await Promise.race([held, new Promise((resolve) => signal.addEventListener("abort", resolve))]);
      throw new Problem("aborted", "");
    });
    const sent = s.talk.send("c", "Hi");
    await vi.waitFor(() => expect(s.talk.isUnderWay("r")).toBe(true));
    await s.talk.stop(begun);
    release();
    await sent;
    expect(s.written.get("r")).toEqual(stopped);
    expect(s.talk.isUnderWay("r")).toBe(false);
  });

  it("a reply is followed once, however often it is seen", async () => {
    const s = setting({ follows: [() => events([{ kind: "finished", answer: { message: done } }])] });
    await Promise.all([s.talk.watch(begun), s.talk.watch(begun)]);
    expect(s.followReply).toHaveBeenCalledTimes(1);
    expect(s.written.get("r")).toEqual(done);
  });

  it("an edit that is refused is said, and the message read again", async () => {
    const s = setting({ client: { editMessage: () => events([], new Problem("not_last", "There are newer messages.", { status: 409 })) } as unknown as Partial<Client> });
    await s.talk.edit(question, "Other");
    expect(s.failed).toHaveBeenCalledWith(expect.objectContaining({ code: "not_last" }));
    expect(s.readAgain).toHaveBeenCalledWith("c");
  });
});

describe("the outbox over a reload", () => {
  it("keeps what was on its way and marks it as failed", () => {
    const kept = shelf();
    new Outbox(kept, "o").put({ clientMessageId: "k", conversationId: "c", text: "Hi", at: "2026-01-01T10:00:00Z", state: "sending" });
    expect(new Outbox(kept, "o").of("c")).toEqual([expect.objectContaining({ clientMessageId: "k", state: "failed" })]);
  });

  it("begins empty where what is kept can't be read", () => {
    expect(new Outbox(shelf({ o: "{" }), "o").of("c")).toEqual([]);
  });
});
