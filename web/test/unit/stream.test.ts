import { describe, expect, it } from "vitest";
import { type ReplyEvent, replyEvents } from "../../src/api/stream";

async function told(text: string): Promise<{ events: ReplyEvent[]; thrown: unknown }> {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      // Byte by byte: also letters of more than one byte are cut.
      for (const byte of new TextEncoder().encode(text)) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const events: ReplyEvent[] = [];
  try {
    for await (const event of replyEvents(stream, new AbortController().signal)) events.push(event);
    return { events, thrown: undefined };
  } catch (thrown) {
    return { events, thrown };
  }
}

const event = (name: string, data: unknown, id = "") => `${id && `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

describe("the events of a reply", () => {
  it("are told in their order, up to the end", async () => {
    const text = event("message", { userMessage: { id: "q" }, reply: { id: "r" } }) + ": alive\n\n" + event("delta", { text: "¿Sí? 😀" }, "1.10") + event("reset", {}) + event("done", { success: true }) + event("delta", { text: "late" });
    expect(await told(text)).toEqual({
      events: [
        { kind: "begun", reply: { id: "r" }, userMessage: { id: "q" } },
        { kind: "text", text: "¿Sí? 😀", id: "1.10" },
        { kind: "anew" },
        { kind: "finished", answer: { success: true } },
      ],
      thrown: undefined,
    });
  });

  it("begin with the reply alone where it is followed", async () => {
    const { events } = await told(event("message", { message: { id: "r" }, success: true }) + event("done", {}));
    expect(events[0]).toEqual({ kind: "begun", reply: { id: "r" } });
  });

  it("that are not known are passed over", async () => {
    expect((await told(event("news", { a: 1 }) + event("done", {}))).events).toEqual([{ kind: "finished", answer: {} }]);
  });

  it("end with a lost connection where nothing says that it is the end", async () => {
    const { events, thrown } = await told(event("delta", { text: "a" }, "1.1"));
    expect(events).toHaveLength(1);
    expect(thrown).toMatchObject({ code: "network" });
  });
});
