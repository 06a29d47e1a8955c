import type { Conversation, Message } from "../../src/api/contract";
import type { ReplyEvent } from "../../src/api/stream";

/** A message with everything that it must have. */
export function message(given: Partial<Message> & { id: string }): Message {
  return {
    conversationId: "c",
    userId: "me",
    role: "user",
    content: "",
    outputCards: [],
    contextUsed: { promptComponents: [], inputSources: [], leftOut: [], dropped: [], tokensUsed: { input: 0, output: 0, context: 0, total: 0 } },
    timestamp: "2026-01-01T10:00:00.000Z",
    version: 1,
    comment: false,
    ...given,
  };
}

export function conversation(given: Partial<Conversation> = {}): Conversation {
  return {
    id: "c",
    type: "ally-thread",
    title: "A thread",
    titled: "person",
    userId: "me",
    mine: true,
    permission: "write",
    createdAt: "2026-01-01T10:00:00.000Z",
    updatedAt: "2026-01-01T10:00:00.000Z",
    lastMessageAt: "2026-01-01T10:00:00.000Z",
    messageCount: 0,
    activeInputs: { organizationInfo: false, domainInfo: false, agentIds: [], conversationIds: [], actionIds: [] },
    visibility: "private",
    revision: 1,
    ...given,
  };
}

/** A stream that tells these events, then throws what it is given. */
export async function* events(list: readonly ReplyEvent[], end?: unknown): AsyncGenerator<ReplyEvent> {
  for (const event of list) {
    await Promise.resolve();
    yield event;
  }
  if (end !== undefined) throw end;
}

/** A shelf in memory. */
export function shelf(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void (kept[key] = value),
    removeItem: (key: string) => void delete kept[key],
  };
}
