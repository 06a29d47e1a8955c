import type {
  ActiveInputs,
  Catalogue,
  Conversation,
  ConversationChange,
  ConversationPage,
  Flags,
  InputKind,
  Message,
  MessagePage,
  MessageVersion,
  Rating,
} from "./contract";
import { problemOf, Problem } from "./problem";
import { replyEvents, type ReplyEvent } from "./stream";

/** Who a person is, as the host page knows them; the server compares it with the session. */
export interface Identity {
  userId: string;
  userEmail: string;
  userDomain: string;
  organizationId?: string;
}

export interface ClientOptions {
  /** Where the API is; the page's own origin where it is left out. */
  baseUrl?: string;
  /** Of the sentences in problems. */
  language(): string;
  /** Told about every answer, to know what has become of the session. */
  onAnswer?(problem: Problem | undefined): void;
  fetch?: typeof fetch;
}

/** The typed client of Ally's API: the only place that knows paths. */
export type Client = ReturnType<typeof openClient>;

export function openClient(options: ClientOptions) {
  const base = options.baseUrl ?? "";
  const send = options.fetch ?? ((...call: Parameters<typeof fetch>) => fetch(...call));

  async function reach(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
    let answer: Response;
    try {
      answer = await send(base + path, {
        method,
        credentials: base === "" ? "same-origin" : "include",
        headers: {
          Accept: "application/json",
          "Accept-Language": options.language(),
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch {
      throw new Problem(signal?.aborted ? "aborted" : "network", "");
    }
    if (!answer.ok) {
      const problem = problemOf(answer.status, await answer.json().catch(() => undefined), answer.headers);
      options.onAnswer?.(problem);
      throw problem;
    }
    options.onAnswer?.(undefined);
    return answer;
  }

  async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const answer = await reach(method, path, body, {}, signal);
    try {
      return (await answer.json()) as T;
    } catch {
      throw new Problem(signal?.aborted ? "aborted" : "network", "");
    }
  }

  async function* follow(method: string, path: string, body: unknown, lastEventId: string, signal: AbortSignal): AsyncGenerator<ReplyEvent> {
    const answer = await reach(method, path, body, { Accept: "text/event-stream", ...(lastEventId === "" ? {} : { "Last-Event-ID": lastEventId }) }, signal);
    if (answer.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      yield* replyEvents(answer, signal);
    } else {
      yield { kind: "finished", answer: (await answer.json()) as Record<string, unknown> };
    }
  }

  const messages = "/api/ally/messages";
  const conversations = "/api/ally/conversations";

  return {
    flags: (userId: string) => ask<Flags>("GET", `/api/feature-flags${query({ userId })}`),

    main: (who: Identity) => ask<{ allyId: string; isNew: boolean }>("GET", `/api/ally${query({ ...who })}`),

    messages: (conversationId: string, page: { limit?: number; before?: string }, signal?: AbortSignal) =>
      ask<MessagePage>("GET", messages + query({ conversationId, ...page }), undefined, signal),

    message: async (id: string) => (await ask<{ message: Message }>("GET", `${messages}/${part(id)}`)).message,

    sendMessage: (
      message: { conversationId: string; message: string; clientMessageId: string; contextInputs?: Partial<ActiveInputs> },
      lastEventId: string,
      signal: AbortSignal,
    ) => follow("POST", messages, message, lastEventId, signal),

    followReply: (id: string, lastEventId: string, signal: AbortSignal) => follow("GET", `${messages}/${part(id)}`, undefined, lastEventId, signal),

    regenerate: (id: string, key: string, signal: AbortSignal) => follow("POST", `${messages}/${part(id)}/regenerate`, { key }, "", signal),

    editMessage: (id: string, message: string, key: string, signal: AbortSignal) => follow("PATCH", `${messages}/${part(id)}`, { message, key }, "", signal),

    stop: async (id: string) => (await ask<{ message: Message }>("POST", `${messages}/${part(id)}/stop`, {})).message,

    versions: async (id: string) => (await ask<{ versions: MessageVersion[] }>("GET", `${messages}/${part(id)}/versions`)).versions,

    rate: async (id: string, rating: Rating) => (await ask<{ rating: Rating }>("PUT", `${messages}/${part(id)}/rating`, rating)).rating,

    takeRatingBack: (id: string) => ask<unknown>("DELETE", `${messages}/${part(id)}/rating`),

    conversations: (page: { limit?: number; cursor?: string }) => ask<ConversationPage>("GET", conversations + query({ scope: "all", ...page })),

    conversation: async (id: string) => (await ask<{ conversation: Conversation }>("GET", `${conversations}/${part(id)}`)).conversation,

    newConversation: async (thread: { title?: string; activeInputs?: Partial<ActiveInputs>; key: string }) =>
      (await ask<{ conversation: Conversation }>("POST", conversations, thread)).conversation,

    changeConversation: (id: string, change: ConversationChange) =>
      ask<{ conversation: Conversation; dropped?: { type: InputKind; id: string }[] }>("PATCH", `${conversations}/${part(id)}`, change),

    removeConversation: (id: string) => ask<{ undoUntil: string }>("DELETE", `${conversations}/${part(id)}`),

    clearConversation: (id: string) => ask<{ conversation: Conversation; undoUntil: string }>("POST", `${conversations}/${part(id)}/clear`, {}),

    restoreConversation: async (id: string) => (await ask<{ conversation: Conversation }>("POST", `${conversations}/${part(id)}/restore`, {})).conversation,

    inputs: (wanted: { kind?: InputKind; q?: string; cursor?: string; limit?: number; conversationId?: string }, signal?: AbortSignal) =>
      ask<Catalogue>("GET", `/api/ally/inputs${query(wanted)}`, undefined, signal),
  };
}

function query(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

function part(id: string): string {
  return encodeURIComponent(id);
}
