/** The part of the contract on apps, actions and sharing, in the form that the generated schema has. */

interface Asked {
  query?: object;
  path?: object;
  body?: object;
}

type Call<Answer, Given extends Asked = Record<never, never>> = {
  parameters: { header?: never; cookie?: never } & (Given extends { query: infer Query } ? { query: Query } : { query?: never }) & (Given extends { path: infer Path } ? { path: Path } : { path?: never });
  responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": Answer & { success: true } } } };
} & (Given extends { body: infer Body } ? { requestBody: { content: { "application/json": Body } } } : { requestBody?: never });

type Schemas = components["schemas"];
type OneAction = { action: Schemas["ActionView"] };
type Id = { path: { id: string } };
type Token = { path: { token: string } };
type Run = { body: { conversationId: string; clientActionId?: string; inputs: { [name: string]: unknown } } };

export interface paths {
  "/api/ally/apps": { get: Call<{ apps: Schemas["AppView"][] }> };
  "/api/ally/actions": { get: Call<{ actions: Schemas["ActionView"][]; nextCursor: string | null }, { query: { conversationId?: string; appId?: string; limit?: number; cursor?: string } }> };
  "/api/ally/actions/{id}": { get: Call<OneAction, Id>; delete: Call<{ undoUntil: string }, Id> };
  "/api/ally/actions/{id}/cancel": { post: Call<OneAction, Id> };
  "/api/ally/actions/{id}/restore": { post: Call<OneAction, Id> };
  "/api/ally/actions/{id}/report": { post: Call<OneAction, Id> };
  "/api/ally/actions/{id}/export": { get: Call<Record<string, unknown>, Id & { query: { format: Schemas["ActionFormat"] } }> };
  "/api/ally/apps/summary": { post: Call<OneAction, Run> };
  "/api/ally/apps/email": { post: Call<OneAction, Run> };
  "/api/ally/apps/email/limits": { get: Call<Schemas["EmailLimits"]> };
  "/api/ally/apps/email/{id}": { patch: Call<OneAction, Id & { body: Schemas["EmailChange"] }> };
  "/api/ally/apps/email/{id}/send": { post: Call<OneAction, Id & { body: { revision: number; at?: string; timeZone?: string } }> };
  "/api/ally/apps/email/{id}/cancel": { post: Call<OneAction, Id> };
  "/api/ally/apps/email/{id}/resend": { post: Call<OneAction, Id> };
  "/api/ally/apps/collaborate": { post: Call<OneAction, Run> };
  "/api/ally/apps/collaborate/people": { get: Call<Schemas["CollaborateView"], { query: { conversationId: string } }> };
  "/api/ally/apps/collaborate/people/{userId}": {
    patch: Call<Schemas["CollaborateView"], { path: { userId: string }; body: { conversationId: string; level: Schemas["SharingLevel"] } }>;
    delete: Call<Schemas["CollaborateView"], { path: { userId: string }; query: { conversationId: string } }>;
  };
  "/api/ally/apps/collaborate/leave": { post: Call<Record<never, never>, { body: { conversationId: string } }> };
  "/api/ally/apps/collaborate/settings": { patch: Call<Schemas["CollaborateView"], { body: { conversationId: string; commentsToAlly: boolean } }> };
  "/api/ally/apps/collaborate/invitations/{id}/resend": { post: Call<{ invitation: Schemas["SharingInvitation"] }, Id> };
  "/api/ally/apps/collaborate/invitations/{id}/link": { post: Call<{ url: string; whatsappUrl?: string }, Id> };
  "/api/ally/apps/collaborate/invitations/{id}": { delete: Call<{ invitation: Schemas["SharingInvitation"] }, Id> };
  "/api/ally/apps/collaborate/seen": { post: Call<Record<never, never>, { body: { conversationId: string; messageId: string } }> };
  "/api/ally/messages/comments": { post: Call<{ message: Schemas["CommentMessage"] }, { body: { conversationId: string; message: string; clientMessageId: string } }> };
  "/api/ally/shares": {
    get: Call<{ shares: Schemas["ShareView"][] }, { query: { kind: Schemas["ShareKind"]; id: string } }>;
    post: Call<{ share: Schemas["ShareView"] }, { body: { kind: Schemas["ShareKind"]; id: string; days: number; upTo?: string } }>;
  };
  "/api/ally/shares/{id}": { delete: Call<{ share: Schemas["ShareView"] }, Id> };
  "/api/ally/shares/view/{token}": { get: Call<Schemas["ShareSnapshot"], Token> };
  "/api/ally/invitations/{token}": { get: Call<Schemas["InvitationView"], Token> };
  "/api/ally/invitations/{token}/accept": { post: Call<{ conversationId: string }, Token> };
  "/api/ally/invitations/{token}/decline": { post: Call<Record<never, never>, Token> };
  "/api/ally/invitations/{token}/code": { post: Call<{ sent: true }, Token & { body: { email: string } }> };
  "/api/ally/invitations/{token}/verify": { post: Call<{ token: string; conversationId: string; expiresAt: string }, Token & { body: { email: string; code: string } }> };
  "/api/ally/guest": { get: Call<Schemas["GuestView"]> };
  "/api/ally/guest/messages": { get: Call<{ messages: Schemas["GuestMessage"][]; nextCursor: string | null }, { query: { before?: string; limit?: number } }> };
  "/api/ally/guest/comments": { post: Call<{ message: Schemas["GuestMessage"] }, { body: { message: string; clientMessageId: string } }> };
}

export interface components {
  schemas: {
    AppText: { es: string; en: string };
    AppView: {
      id: string;
      name: Schemas["AppText"];
      description: Schemas["AppText"];
      /** @description The name of a picture of Lucide's. */
      icon: string;
      version: number | string;
      fields: Schemas["AppField"][];
      cardTypes: string[];
    };
    AppField: {
      name: string;
      /** @enum {string} */
      type: "text" | "longtext" | "choice" | "date" | "datetime" | "emails" | "conversation" | "agent" | "document" | "action" | "number" | "switch";
      label: Schemas["AppText"];
      help?: Schemas["AppText"];
      required: boolean;
      options?: { value: string; label: Schemas["AppText"] }[];
      maxLength?: number;
      minimum?: number;
      /** @description Of a number, or how many e-mails there may be. */
      maximum?: number;
      default?: unknown;
      /** @description Shown and read only when that field has one of the values. */
      when?: { field: string; values: string[] };
    };
    /** @enum {string} */
    ActionFormat: "md" | "pdf" | "docx";
    ActionView: {
      id: string;
      conversationId: string;
      userId: string;
      appId: string;
      appName: string;
      actionType: string;
      title: string;
      inputs: { [name: string]: unknown };
      /** @enum {string} */
      status: "processing" | "completed" | "failed" | "cancelled";
      progress?: { done: number; total: number };
      error?: { code: string; sentence: string; retryable: boolean };
      cards: Schemas["ActionCard"][];
      /** @description What the app itself keeps. */
      result?: { [name: string]: unknown };
      revision: number;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      completedAt?: string;
      durationMs?: number;
      mine: boolean;
    };
    ActionCard: {
      id: string;
      /** @enum {string} */
      type: "text" | "markdown" | "table" | "chart" | "image" | "cta";
      title?: string;
      content: unknown;
      actions?: { label: string; action: string; data?: { [name: string]: string } }[];
    };
    /** @description How many recipients may be written to; null for no limit. */
    EmailLimits: { perDay: number | null; left: number | null; organizationLeft?: number };
    EmailChange: { revision: number; to: string[]; cc: string[]; subject: string; body: string; attachment?: { actionId: string } };
    /** @enum {string} */
    SharingLevel: "view" | "comment" | "edit";
    SharingPerson: {
      userId: string;
      name: string;
      email: string;
      level: Schemas["SharingLevel"];
      external: boolean;
      guest: boolean;
      /** Format: date-time */
      joinedAt: string;
      /** Format: date-time */
      lastSeenAt?: string;
      /** @description The id of the last message that was read. */
      readUpTo?: string;
      online?: boolean;
    };
    SharingInvitation: {
      id: string;
      email?: string;
      /** @enum {string} */
      method: "email" | "whatsapp" | "link";
      level: Schemas["SharingLevel"];
      /** @enum {string} */
      status: "pending" | "accepted" | "declined" | "expired" | "revoked";
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      expiresAt: string;
      message?: string;
    };
    CollaborateView: {
      owner: { userId: string; name: string; email: string };
      people: Schemas["SharingPerson"][];
      /** @description For whoever may manage access. */
      invitations?: Schemas["SharingInvitation"][];
      commentsToAlly: boolean;
      policy: { external: boolean; domains: string[]; maximum?: number; verification: boolean; used: number };
      mayManage: boolean;
    };
    CommentMessage: { id: string };
    /** @enum {string} */
    ShareKind: "action" | "conversation";
    ShareView: {
      id: string;
      /** @description Only where it was created just now. */
      url?: string;
      kind: Schemas["ShareKind"];
      title: string;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      expiresAt: string;
      views: number;
      /** Format: date-time */
      lastViewedAt?: string;
      revoked: boolean;
    };
    ShareSnapshot: {
      title: string;
      kind: Schemas["ShareKind"];
      sharedBy: string;
      /** Format: date-time */
      sharedAt: string;
      /** Format: date-time */
      expiresAt: string;
      cards?: Schemas["ActionCard"][];
      messages?: { role: string; content: string; authorName?: string; timestamp: string }[];
    };
    InvitationView: {
      /** @enum {string} */
      state: "pending" | "gone";
      invitedBy: string;
      organization: string;
      conversationTitle?: string;
      level: Schemas["SharingLevel"];
      message?: string;
      /** Format: date-time */
      expiresAt: string;
      /** @description Masked, where it is for one address. */
      address?: string;
      /** @description To be accepted with the session of the platform. */
      member: boolean;
    };
    GuestView: {
      conversation: { id: string; title: string; level: Schemas["SharingLevel"]; owner: string };
      /** Format: date-time */
      expiresAt: string;
    };
    GuestMessage: {
      id: string;
      role: string;
      content: string;
      authorName?: string;
      /** Format: date-time */
      timestamp: string;
      comment?: boolean;
    };
  };
}
