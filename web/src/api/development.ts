import type { Language } from "../session/preferences";

/** Somebody one can be while developing. */
export interface DevelopmentPerson {
  id: string;
  email: string;
  name: string;
  role: string;
  access: boolean;
  language: Language;
}

export interface Me {
  id: string;
  email: string;
  name: string;
  domain: string;
  organizationId?: string;
  role: string;
  language: Language;
}

export interface People {
  people: DevelopmentPerson[];
  me: Me | null;
}

export interface ClassicConversation {
  id: string;
  title: string;
  agentName?: string;
  lastMessageAt: string;
  messageCount: number;
}

export interface ClassicMessage {
  id: string;
  role: "user" | "assistant" | "system";
  content: string;
  timestamp: string;
}

/** What the local tool serves beside Ally; each answer is undefined where it does not, as in production. */
export const development = {
  people: () => ask<People>("GET", "/dev/people"),
  become: (id: string) => ask<People>("POST", "/dev/session", { id }),
  conversations: async () => (await ask<{ conversations: ClassicConversation[] }>("GET", "/dev/classic/conversations"))?.conversations,
  messages: async (id: string) => (await ask<{ messages: ClassicMessage[] }>("GET", `/dev/classic/conversations/${encodeURIComponent(id)}/messages`))?.messages,
};

async function ask<T>(method: string, path: string, body?: unknown): Promise<T | undefined> {
  try {
    const answer = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: { Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // Where nothing is served there, the page itself may be the answer.
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("application/json")) return undefined;
    return (await answer.json()) as T;
  } catch {
    return undefined;
  }
}
