import type { Action } from "./contract";

/** What apps keep with their actions, once it was looked at. */

export interface Source {
  n: number;
  /** Empty where it is none, as a document. */
  messageId: string;
  conversationId: string;
  at: string;
  author: string;
  excerpt: string;
}

export interface Draft {
  to: string[];
  cc: string[];
  subject: string;
  body: string;
  attachment?: { actionId: string; name: string };
}

export type DeliveryState = "draft" | "scheduled" | "queued" | "sent" | "partly" | "failed" | "cancelled";

export interface Recipient {
  address: string;
  state: "waiting" | "sent" | "failed" | "cancelled";
  reason?: string;
}

export interface Delivery {
  state: DeliveryState;
  at?: string;
  timeZone?: string;
  sentAt?: string;
  recipients: Recipient[];
  attempts: number;
  problem?: string;
}

/** What a summary's statements come from. */
export function sourcesOf({ result }: Action): Source[] {
  return list(result?.sources).map((one) => ({ n: Number(one.n), messageId: text(one.messageId), conversationId: text(one.conversationId), at: text(one.at), author: text(one.author), excerpt: text(one.excerpt) }));
}

/** The draft of an email and how far it has got; undefined for other actions. */
export function emailOf({ result }: Action): { draft: Draft; delivery: Delivery } | undefined {
  const draft = map(result?.draft);
  if (draft === undefined) return undefined;
  const attachment = map(draft.attachment);
  const delivery = map(result?.delivery) ?? {};
  const optional = (name: string) => (text(delivery[name]) === "" ? {} : { [name]: text(delivery[name]) });
  return {
    draft: {
      to: texts(draft.to),
      cc: texts(draft.cc),
      subject: text(draft.subject),
      body: text(draft.body),
      ...(attachment === undefined || text(attachment.actionId) === "" ? {} : { attachment: { actionId: text(attachment.actionId), name: text(attachment.name) } }),
    },
    delivery: {
      state: (text(delivery.state) || "draft") as DeliveryState,
      ...optional("at"),
      ...optional("timeZone"),
      ...optional("sentAt"),
      ...optional("problem"),
      recipients: list(delivery.recipients).map((one) => ({ address: text(one.address), state: (text(one.state) || "waiting") as Recipient["state"], ...(text(one.reason) === "" ? {} : { reason: text(one.reason) }) })),
      attempts: Number(delivery.attempts ?? 0),
    },
  };
}

export interface NewInvitation {
  id: string;
  email?: string;
  method: string;
  url?: string;
  whatsappUrl?: string;
  expiresAt: string;
}

/** The invitations of an action; their links are in its first answer alone. */
export function invitationsOf({ result }: Action): NewInvitation[] {
  return list(result?.invitations).map((one) => ({
    id: text(one.id),
    method: text(one.method),
    expiresAt: text(one.expiresAt),
    ...(text(one.email) === "" ? {} : { email: text(one.email) }),
    ...(text(one.url) === "" ? {} : { url: text(one.url) }),
    ...(text(one.whatsappUrl) === "" ? {} : { whatsappUrl: text(one.whatsappUrl) }),
  }));
}

function map(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(map).filter((one) => one !== undefined) : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
