/** The HTTP contract as the workspace reads it. Times are RFC 3339 UTC with milliseconds. */

export interface Flags {
  allyBetaAccess: boolean;
  /** The rule that decided. */
  reason: string;
  stage: string;
}

export type Role = "user" | "ally" | "system";
export type ReplyStatus = "generating" | "completed" | "stopped" | "failed";
export type InputKind = "organization" | "domain" | "agent" | "conversation" | "action";

export interface Message {
  id: string;
  conversationId: string;
  userId: string;
  role: Role;
  /** Markdown; never HTML. */
  content: string;
  outputCards: OutputCard[];
  contextUsed: ContextUsed;
  timestamp: string;
  clientMessageId?: string;
  inReplyTo?: string;
  failure?: Failure;
  model?: string;
  finish?: string;
  durationMs?: number;
  status?: ReplyStatus;
  /** 1 and up; above 1 there are earlier versions. */
  version?: number;
  editedAt?: string;
  /** The caller's own. */
  rating?: Rating;
}

export interface Failure {
  code: string;
  retryable: boolean;
}

export interface Rating {
  stars: number;
  comment?: string;
}

export interface CardAction {
  label: string;
  action: string;
  data?: Record<string, unknown>;
}

export interface OutputCard {
  id: string;
  /** text, markdown, table, chart, image or cta. */
  type: string;
  title?: string;
  /** Read with the functions of cards.ts: nothing about it is certain. */
  content?: unknown;
  actions?: CardAction[];
}

export interface InputSource {
  type: InputKind;
  id: string;
  name: string;
  passages?: number;
  tokens?: number;
  documents?: { id: string; name: string; passages: number }[];
}

export interface ContextUsed {
  promptComponents: string[];
  promptHash?: string;
  inputSources: InputSource[];
  leftOut?: { type: InputKind; id: string; name: string; reason: "room" | "no_match" }[];
  /** Chosen, but no longer allowed. */
  dropped?: { type: InputKind; id: string; name: string }[];
  tokensUsed: { input: number; output: number; context: number; total: number };
}

export interface MessagePage {
  /** Oldest first. */
  messages: Message[];
  /** For the page before this one; null at the beginning. */
  nextCursor: string | null;
}

export interface SendAnswer {
  message: Message;
  userMessage: Message;
}

export interface MessageVersion {
  version: number;
  content: string;
  status: ReplyStatus;
  model?: string;
  createdAt: string;
}

export interface ActiveInputs {
  organizationInfo: boolean;
  domainInfo: boolean;
  agentIds: string[];
  conversationIds: string[];
  actionIds: string[];
}

export interface Conversation {
  id: string;
  type: "ally-main" | "ally-thread";
  title: string;
  titled: "auto" | "person" | "";
  /** The owner. */
  userId: string;
  mine: boolean;
  permission: "write" | "view";
  createdAt: string;
  updatedAt: string;
  lastMessageAt: string;
  messageCount: number;
  activeInputs: ActiveInputs;
  visibility: "private" | "organization" | "domain";
  revision: number;
}

export interface ConversationPage {
  conversations: Conversation[];
  nextCursor: string | null;
}

export interface ConversationChange {
  revision: number;
  title?: string;
  activeInputs?: Partial<ActiveInputs>;
  visibility?: Conversation["visibility"];
}

export interface InputItem {
  id: string;
  name: string;
  /** One line on what it is about. */
  line: string;
  /** Documents of an agent, messages of a conversation. */
  count: number;
  /** An estimate of what it may add to a question. */
  tokens: number;
}

export interface InputSection {
  kind: InputKind;
  /** How many there are in all. */
  count: number;
  items: InputItem[];
  nextCursor: string | null;
}

export interface Catalogue {
  sections: InputSection[];
  budget: { tokens: number };
}
