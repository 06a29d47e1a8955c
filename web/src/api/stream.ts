import { EventParser } from "./events";
import { Problem } from "./problem";

/** What is told about a reply while it is written. */
export type ReplyEvent =
  /** Asked anew, a message and its reply; followed, the reply alone. */
  | { kind: "begun"; reply: unknown; userMessage?: unknown }
  | { kind: "text"; text: string; id: string }
  /** The text so far is void: the reply was begun anew. */
  | { kind: "anew" }
  | { kind: "finished"; answer: Record<string, unknown> }
  | { kind: "failed"; problem: Record<string, unknown> };

/** How long a stream may be silent before it is taken for dead, in milliseconds. */
const SILENCE = 60_000;

/**
 * Reads the events of a reply from a stream. A stream that ends without
 * `done` or `error`, or falls silent, throws a network problem.
 */
export async function* replyEvents(stream: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<ReplyEvent> {
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read(), signal);
      const events = parser.push(done ? decoder.decode() : decoder.decode(value, { stream: true }));
      for (const event of events) {
        const known = replyEvent(event.event, event.data, event.id);
        if (known === undefined) continue;
        yield known;
        if (known.kind === "finished" || known.kind === "failed") return;
      }
      if (done) throw new Problem("network", "");
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

function replyEvent(event: string, data: string, id: string): ReplyEvent | undefined {
  const read = () => JSON.parse(data) as Record<string, unknown>;
  switch (event) {
    case "message": {
      const { userMessage, reply, message } = read();
      return userMessage === undefined ? { kind: "begun", reply: reply ?? message } : { kind: "begun", reply, userMessage };
    }
    case "delta":
      return { kind: "text", text: String(read().text ?? ""), id };
    case "reset":
      return { kind: "anew" };
    case "done":
      return { kind: "finished", answer: read() };
    case "error":
      return { kind: "failed", problem: read() };
    default:
      return undefined;
  }
}

async function withinSilence<T>(reading: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Problem("network", "")), SILENCE);
    signal.addEventListener("abort", () => reject(new Problem("aborted", "")), { once: true });
  });
  try {
    return await Promise.race([reading, end]);
  } finally {
    clearTimeout(timer);
  }
}
