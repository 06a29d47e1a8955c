import type createClient from "openapi-fetch";
import type { Action, ActionFormat, Collaboration, EmailChange, EmailLimits, Level, Message, Share, ShareKind } from "./contract";
import { EventParser } from "./events";
import { Problem, problemOf } from "./problem";
import type { Taking } from "./taking";
import type { paths } from "./upcoming";

/** The apps that have forms of their own here. */
export type AppId = "summary" | "email" | "collaborate";

export interface AppRun {
  conversationId: string;
  /** Sending again with the same one is the same action. */
  clientActionId: string;
  inputs: Record<string, unknown>;
}

/** What is told about an action while it runs. */
export type ActionEvent = { kind: "action" | "done"; action: Action } | { kind: "progress"; done: number; total: number };

type Api = Pick<ReturnType<typeof createClient<paths>>, "GET" | "POST" | "PATCH" | "DELETE">;

/** The calls on apps, actions, people and links. */
export function appCalls(api: Api, { taken, take }: Taking) {
  const of = (id: string) => ({ path: { id } });
  const one = async (asked: Parameters<typeof take<{ action: Action }>>[0]): Promise<Action> => (await take(asked)).action;

  return {
    apps: async () => (await take(api.GET("/api/ally/apps", {}))).apps,

    actions: (wanted: { conversationId?: string; appId?: string; limit?: number; cursor?: string }) => take(api.GET("/api/ally/actions", { params: { query: wanted } })),

    action: (id: string) => one(api.GET("/api/ally/actions/{id}", { params: of(id) })),

    cancelAction: (id: string) => one(api.POST("/api/ally/actions/{id}/cancel", { params: of(id) })),

    removeAction: (id: string) => take(api.DELETE("/api/ally/actions/{id}", { params: of(id) })),

    restoreAction: (id: string) => one(api.POST("/api/ally/actions/{id}/restore", { params: of(id) })),

    reportAction: (id: string) => one(api.POST("/api/ally/actions/{id}/report", { params: of(id) })),

    exportAction: async (id: string, format: ActionFormat) => {
      const { data, response } = await taken(api.GET("/api/ally/actions/{id}/export", { params: { ...of(id), query: { format } }, parseAs: "blob" }));
      return { file: data as unknown as Blob, name: fileName(response.headers.get("Content-Disposition")) ?? `ally.${format}` };
    },

    /** Runs an app. A stream that breaks off throws a network problem; the action goes on. */
    async *runApp(app: AppId, run: AppRun, signal: AbortSignal): AsyncGenerator<ActionEvent> {
      const { data, response } = await taken(api.POST(`/api/ally/apps/${app}`, { body: run, parseAs: "stream", signal, headers: { Accept: "text/event-stream" } }), signal);
      const body = data as unknown as ReadableStream<Uint8Array>;
      if (response.headers.get("Content-Type")?.startsWith("text/event-stream")) yield* actionEvents(body);
      else yield { kind: "done", action: ((await new Response(body).json()) as { action: Action }).action };
    },

    emailLimits: (): Promise<EmailLimits> => take(api.GET("/api/ally/apps/email/limits", {})),

    changeEmail: (id: string, change: EmailChange) => one(api.PATCH("/api/ally/apps/email/{id}", { params: of(id), body: change })),

    /** Without a time, at once. */
    sendEmail: (id: string, when: { revision: number; at?: string; timeZone?: string }) => one(api.POST("/api/ally/apps/email/{id}/send", { params: of(id), body: when })),

    cancelEmail: (id: string) => one(api.POST("/api/ally/apps/email/{id}/cancel", { params: of(id) })),

    resendEmail: (id: string) => one(api.POST("/api/ally/apps/email/{id}/resend", { params: of(id) })),

    people: (conversationId: string): Promise<Collaboration> => take(api.GET("/api/ally/apps/collaborate/people", { params: { query: { conversationId } } })),

    changeLevel: (conversationId: string, userId: string, level: Level): Promise<Collaboration> =>
      take(api.PATCH("/api/ally/apps/collaborate/people/{userId}", { params: { path: { userId } }, body: { conversationId, level } })),

    removePerson: (conversationId: string, userId: string): Promise<Collaboration> =>
      take(api.DELETE("/api/ally/apps/collaborate/people/{userId}", { params: { path: { userId }, query: { conversationId } } })),

    leave: (conversationId: string) => take(api.POST("/api/ally/apps/collaborate/leave", { body: { conversationId } })),

    letCommentsToAlly: (conversationId: string, commentsToAlly: boolean): Promise<Collaboration> =>
      take(api.PATCH("/api/ally/apps/collaborate/settings", { body: { conversationId, commentsToAlly } })),

    resendInvitation: (id: string) => take(api.POST("/api/ally/apps/collaborate/invitations/{id}/resend", { params: of(id) })),

    /** A new link; the earlier one stops working. */
    invitationLink: (id: string) => take(api.POST("/api/ally/apps/collaborate/invitations/{id}/link", { params: of(id) })),

    revokeInvitation: (id: string) => take(api.DELETE("/api/ally/apps/collaborate/invitations/{id}", { params: of(id) })),

    seen: (conversationId: string, messageId: string) => take(api.POST("/api/ally/apps/collaborate/seen", { body: { conversationId, messageId } })),

    comment: async (comment: { conversationId: string; message: string; clientMessageId: string }) => (await take(api.POST("/api/ally/messages/comments", { body: comment }))).message as unknown as Message,

    shares: async (kind: ShareKind, id: string): Promise<Share[]> => (await take(api.GET("/api/ally/shares", { params: { query: { kind, id } } }))).shares,

    share: async (what: { kind: ShareKind; id: string; days: number; upTo?: string }): Promise<Share> => (await take(api.POST("/api/ally/shares", { body: what }))).share,

    revokeShare: async (id: string): Promise<Share> => (await take(api.DELETE("/api/ally/shares/{id}", { params: of(id) }))).share,
  };
}

async function* actionEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ActionEvent> {
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new Problem("network", "");
      });
      for (const { event, data } of parser.push(done ? decoder.decode() : decoder.decode(value, { stream: true }))) {
        const told = JSON.parse(data) as { action: Action; done: number; total: number };
        if (event === "error") throw problemOf(500, told);
        if (event === "progress") yield { kind: "progress", done: told.done, total: told.total };
        if (event === "action" || event === "done") yield { kind: event, action: told.action };
        if (event === "done") return;
      }
      if (done) throw new Problem("network", "");
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** The name that a server gives a file. */
function fileName(disposition: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="([^"]+)"/i.exec(disposition ?? "")?.[1];
}
