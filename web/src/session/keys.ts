import type { InputSection, MemoryKind, SearchQuery, ShareKind } from "../api/contract";

/** The names under which answers of the API are kept. */
export const keys = {
  flags: (userId: string) => ["flags", userId] as const,
  main: () => ["main"] as const,
  conversations: () => ["conversations"] as const,
  conversation: (id: string) => ["conversation", id] as const,
  messages: (conversationId: string) => ["messages", conversationId] as const,
  versions: (messageId: string, version: number) => ["versions", messageId, version] as const,
  /** Of all inputs of all conversations. */
  allInputs: () => ["inputs"] as const,
  inputs: (conversationId: string) => ["inputs", conversationId] as const,
  section: (conversationId: string, kind: InputSection["kind"], q: string) => ["inputs", conversationId, kind, q] as const,
  search: (query: SearchQuery | undefined) => ["search", query ?? null] as const,
  apps: () => ["apps"] as const,
  action: (id: string) => ["action", id] as const,
  /** Of every list of actions. */
  actions: () => ["actions"] as const,
  actionsOf: (conversationId: string, appId: string) => ["actions", conversationId, appId] as const,
  emailLimits: () => ["email-limits"] as const,
  people: (conversationId: string) => ["people", conversationId] as const,
  shares: (kind: ShareKind, id: string) => ["shares", kind, id] as const,
  /** Of all that is remembered, however it is filtered. */
  memory: () => ["memory"] as const,
  preferences: () => ["preferences"] as const,
  memoryOf: (conversationId: string | undefined, kind: MemoryKind | undefined) => ["memory", conversationId ?? "", kind ?? ""] as const,
};
