import createClient from "openapi-fetch";
import { appCalls } from "./apps";
import type { ActiveInputs, Catalogue, Conversation, ConversationChange, ConversationPage, InputSection, MemoryChange, MemoryKind, Message, MessagePage, Preferences, SearchPage, SearchQuery } from "./contract";
import type { Timing } from "../session/measures";
import { Problem } from "./problem";
import type { paths } from "./schema";
import { replyEvents, type ReplyEvent } from "./stream";
import { type Answer, taking } from "./taking";

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
  fetch?: (request: Request) => Promise<Response>;
}

/** The typed client of Ally's API: the only place that knows paths. What fails throws a Problem. */
export type Client = ReturnType<typeof openClient>;

export function openClient(options: ClientOptions) {
  const api = createClient<paths>({
    baseUrl: options.baseUrl ?? location.origin,
    credentials: options.baseUrl === undefined ? "same-origin" : "include",
    fetch: (request) => {
      request.headers.set("Accept-Language", options.language());
      return (options.fetch ?? fetch)(request);
    },
  });

  const { taken, take } = taking(options.onAnswer);

  async function* follow(asked: Promise<Answer<unknown>>, signal: AbortSignal): AsyncGenerator<ReplyEvent> {
    const { data, response } = await taken(asked, signal);
    const body = data as ReadableStream<Uint8Array>;
    if (response.headers.get("Content-Type")?.startsWith("text/event-stream")) yield* replyEvents(body, signal);
    else yield { kind: "finished", answer: (await new Response(body).json()) as Record<string, unknown> };
  }

  const streamed = (lastEventId: string, signal: AbortSignal) => ({
    parseAs: "stream" as const,
    signal,
    headers: { Accept: "text/event-stream", ...(lastEventId === "" ? {} : { "Last-Event-ID": lastEventId }) },
  });
  const of = (id: string) => ({ path: { id } });

  return {
    ...appCalls(api, { taken, take }),

    /** What parts that are fetched later make their own calls of. */
    later: { api, taken, take },

    flags: (userId: string) => take(api.GET("/api/feature-flags", { params: { query: userId === "" ? {} : { userId } } })),

    main: (who: Identity) => take(api.GET("/api/ally", { params: { query: who } })),

    messages: (conversationId: string, page: { limit?: number; before?: string }, signal?: AbortSignal): Promise<MessagePage> =>
      take(api.GET("/api/ally/messages", { params: { query: { conversationId, ...page } }, ...(signal ? { signal } : {}) }), signal),

    message: async (id: string) => ((await take(api.GET("/api/ally/messages/{id}", { params: of(id) }))) as { message: Message }).message,

    sendMessage: (message: { conversationId: string; message: string; clientMessageId: string }, lastEventId: string, signal: AbortSignal) =>
      follow(api.POST("/api/ally/messages", { body: message, ...streamed(lastEventId, signal) }), signal),

    followReply: (id: string, lastEventId: string, signal: AbortSignal) =>
      follow(api.GET("/api/ally/messages/{id}", { params: of(id), ...streamed(lastEventId, signal) }), signal),

    regenerate: (id: string, key: string, signal: AbortSignal) =>
      follow(api.POST("/api/ally/messages/{id}/regenerate", { params: of(id), body: { key }, ...streamed("", signal) }), signal),

    editMessage: (id: string, message: string, key: string, signal: AbortSignal) =>
      follow(api.PATCH("/api/ally/messages/{id}", { params: of(id), body: { message, key }, ...streamed("", signal) }), signal),

    stop: async (id: string): Promise<Message> => (await take(api.POST("/api/ally/messages/{id}/stop", { params: of(id) }))).message,

    versions: async (id: string) => (await take(api.GET("/api/ally/messages/{id}/versions", { params: of(id) }))).versions,

    rate: async (id: string, rating: { stars: number; comment?: string }) => (await take(api.PUT("/api/ally/messages/{id}/rating", { params: of(id), body: rating }))).rating,

    /** Whether it arrives or not changes nothing; it goes on while the page is left. */
    beacon: (visit: string, timings: Timing[]): void => void api.POST("/api/ally/beacon", { body: { visit, timings }, keepalive: true }).catch(() => undefined),

    session: () => take(api.POST("/api/ally/session", { body: {} })),

    takeRatingBack: (id: string) => take(api.DELETE("/api/ally/messages/{id}/rating", { params: of(id) })),

    conversations: (page: { limit?: number; cursor?: string }): Promise<ConversationPage> => take(api.GET("/api/ally/conversations", { params: { query: { scope: "all", ...page } } })),

    conversation: async (id: string): Promise<Conversation> => (await take(api.GET("/api/ally/conversations/{id}", { params: of(id) }))).conversation,

    newConversation: async (thread: { title?: string; activeInputs?: Partial<ActiveInputs>; key: string }) =>
      (await take(api.POST("/api/ally/conversations", { body: thread }))).conversation,

    changeConversation: (id: string, change: ConversationChange) => take(api.PATCH("/api/ally/conversations/{id}", { params: of(id), body: change })),

    removeConversation: (id: string) => take(api.DELETE("/api/ally/conversations/{id}", { params: of(id) })),

    clearConversation: (id: string) => take(api.POST("/api/ally/conversations/{id}/clear", { params: of(id) })),

    restoreConversation: async (id: string) => (await take(api.POST("/api/ally/conversations/{id}/restore", { params: of(id) }))).conversation,

    inputs: (wanted: { kind?: InputSection["kind"]; q?: string; cursor?: string; limit?: number; conversationId?: string }, signal?: AbortSignal): Promise<Catalogue> =>
      take(api.GET("/api/ally/inputs", { params: { query: wanted }, ...(signal ? { signal } : {}) }), signal),

    search: (query: SearchQuery, signal?: AbortSignal): Promise<SearchPage> => take(api.GET("/api/ally/search", { params: { query }, ...(signal ? { signal } : {}) }), signal),

    memory: (wanted: { conversationId?: string; kind?: MemoryKind; limit?: number; cursor?: string }, signal?: AbortSignal) =>
      take(api.GET("/api/ally/memory", { params: { query: wanted }, ...(signal ? { signal } : {}) }), signal),

    switchMemory: (memoryOptIn: boolean) => take(api.PATCH("/api/ally/memory", { body: { memoryOptIn } })),

    /** Without a conversation, everything. */
    forget: (conversationId?: string) => take(api.DELETE("/api/ally/memory", { params: { query: conversationId === undefined ? {} : { conversationId } } })),

    changeMemory: async (id: string, change: MemoryChange) => (await take(api.PATCH("/api/ally/memory/{id}", { params: of(id), body: change }))).item,

    removeMemory: (id: string) => take(api.DELETE("/api/ally/memory/{id}", { params: of(id) })),

    restoreMemory: async (id: string) => (await take(api.POST("/api/ally/memory/{id}/restore", { params: of(id) }))).item,

    preferences: async (): Promise<Preferences> => (await take(api.GET("/api/ally/preferences", {}))).preferences,

    changePreferences: async (preferences: Preferences): Promise<Preferences> => (await take(api.PUT("/api/ally/preferences", { body: preferences }))).preferences,

    /** All that Ally holds on the person, as a file. One that breaks off is none. */
    everything: async () => (await take(api.GET("/api/ally/privacy", { parseAs: "blob" }))) as Blob,

    erase: (confirm: string) => take(api.DELETE("/api/ally/privacy", { body: { confirm } })),
  };
}
