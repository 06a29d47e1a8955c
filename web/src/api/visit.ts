import createClient from "openapi-fetch";
import type { GuestMessage, GuestView, InvitationView, Snapshot } from "./contract";
import { taking } from "./taking";
import type { paths } from "./schema";

/** The calls of people who come from outside; what fails throws a Problem. `session` is a guest's. */
export function openVisit(options: { language(): string; session?(): string | undefined }) {
  const api = createClient<paths>({
    baseUrl: location.origin,
    credentials: "same-origin",
    fetch: (request) => {
      request.headers.set("Accept-Language", options.language());
      const session = options.session?.();
      if (session !== undefined) request.headers.set("Authorization", `Bearer ${session}`);
      return fetch(request);
    },
  });
  const { take } = taking();
  return {
    invitation: (token: string): Promise<InvitationView> => take(api.POST("/api/ally/invitations/look", { body: { token } })),
    accept: (token: string) => take(api.POST("/api/ally/invitations/accept", { body: { token } })),
    decline: (token: string) => take(api.POST("/api/ally/invitations/decline", { body: { token } })),
    sendCode: (token: string, email: string) => take(api.POST("/api/ally/invitations/code", { body: { token, email } })),
    verify: (token: string, email: string, code: string) => take(api.POST("/api/ally/invitations/verify", { body: { token, email, code } })),
    guest: (): Promise<GuestView> => take(api.GET("/api/ally/guest", {})),
    guestMessages: (page: { before?: string; limit?: number }) => take(api.GET("/api/ally/guest/messages", { params: { query: page } })),
    guestComment: async (message: string, clientMessageId: string): Promise<GuestMessage> => (await take(api.POST("/api/ally/guest/comments", { body: { message, clientMessageId } }))).message,
    shared: (token: string): Promise<Snapshot> => take(api.POST("/api/ally/shares/view", { body: { token } })),
  };
}

export type Visit = ReturnType<typeof openVisit>;
