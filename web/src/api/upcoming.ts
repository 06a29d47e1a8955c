/**
 * The operations of search, memory and privacy, in the form of schema.ts. Once
 * schema.ts has them this file goes: client.ts and contract.ts alone import it.
 */

type Answer<T> = { responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": T } }; default: { headers: { [name: string]: unknown }; content: { "application/json": { code: string; error: string; requestId: string } } } } };
type Asked<Query = never, Path = never> = { parameters: { query?: Query; header?: never; path: Path; cookie?: never } };
type AskedAtAll<Query = never> = { parameters: { query?: Query; header?: never; path?: never; cookie?: never } };
type Body<T> = { requestBody?: { content: { "application/json": T } } };

export interface UpcomingPaths {
  "/api/ally/search": { get: AskedAtAll<UpcomingSchemas["SearchQuery"]> & Answer<UpcomingSchemas["SearchOutput"]> };
  "/api/ally/memory": {
    get: AskedAtAll<{ conversationId?: string; kind?: UpcomingSchemas["MemoryView"]["kind"]; limit?: number; cursor?: string }> & Answer<UpcomingSchemas["MemoryListOutput"]>;
    patch: AskedAtAll & Body<{ memoryOptIn: boolean }> & Answer<UpcomingSchemas["MemorySettings"]>;
    delete: AskedAtAll<{ conversationId?: string }> & Answer<{ success: boolean }>;
  };
  "/api/ally/memory/{id}": {
    patch: Asked<never, { id: string }> & Body<UpcomingSchemas["MemoryOneChange"]> & Answer<UpcomingSchemas["MemoryOneOutput"]>;
    delete: Asked<never, { id: string }> & Answer<UpcomingSchemas["MemoryRemoved"]>;
  };
  "/api/ally/memory/{id}/restore": { post: Asked<never, { id: string }> & Answer<UpcomingSchemas["MemoryOneOutput"]> };
  "/api/ally/privacy": {
    get: AskedAtAll & Answer<UpcomingSchemas["PrivacyFile"]>;
    delete: AskedAtAll & Body<{ confirm: string }> & Answer<UpcomingSchemas["PrivacyEraseOutput"]>;
  };
}

export interface UpcomingSchemas {
  SearchQuery: {
    /** Words; those that must stand together in quotation marks. May be left out with a filter. */
    q?: string;
    limit?: number;
    cursor?: string;
    /** The first day, in UTC. */
    from?: string;
    /** The last day, in UTC. */
    to?: string;
    topic?: string;
    agentId?: string;
    /** The id or e-mail of somebody who takes part. */
    collaborator?: string;
    type?: "conversation" | "action";
  };
  SearchPart: { hit: boolean; text: string };
  SearchCorrection: { asked: string; found: string };
  SearchTopic: { count: number; topic: string };
  SearchMatched: { asked: string; found: string; kind: "word" | "form" | "prefix" | "typo" | "synonym" | "phrase" | "meaning" };
  SearchMessage: { id: string; role: "user" | "ally" | "action"; snippet: UpcomingSchemas["SearchPart"][]; timestamp: string };
  SearchResult: {
    /** Where an action was made. */
    conversationId?: string;
    id: string;
    lastAt: string;
    matched: UpcomingSchemas["SearchMatched"][];
    messages: UpcomingSchemas["SearchMessage"][];
    /** Of what is somebody else's. */
    ownerName?: string;
    score: number;
    /** Whether it is somebody else's. */
    shared: boolean;
    summary: string;
    title: string;
    titleParts: UpcomingSchemas["SearchPart"][];
    topics: string[];
    type: "conversation" | "action";
  };
  SearchOutput: {
    corrections: UpcomingSchemas["SearchCorrection"][];
    nextCursor: null | string;
    results: UpcomingSchemas["SearchResult"][];
    success: boolean;
    topics: UpcomingSchemas["SearchTopic"][];
    /** Whether meaning could not be searched for at the moment. */
    wordsOnly: boolean;
  };
  MemoryView: {
    conversationId: string;
    conversationTitle: string;
    /** Of an action item, YYYY-MM-DD. */
    due?: string;
    edited: boolean;
    id: string;
    kind: "takeaway" | "actionItem" | "decision";
    messageId: string;
    /** Of an action item: who has to do it, as it was said. */
    owner?: string;
    saidAt: string;
    saidBy: { name: string; role: "user" | "ally"; userId: string };
    /** Of an action item. */
    status?: "open" | "done";
    /** The item that came later on the same subject. */
    supersededBy?: string;
    text: string;
  };
  MemorySettings: {
    enabled: boolean;
    /** Who switched it off, or on. */
    reason: "on" | "organization" | "person";
    /** How long what was said is remembered; 0 for no limit. */
    retentionDays: number;
    success: boolean;
  };
  MemoryListOutput: UpcomingSchemas["MemorySettings"] & { items: UpcomingSchemas["MemoryView"][]; nextCursor: null | string };
  MemoryOneChange: {
    /** YYYY-MM-DD; empty for none. */
    due?: null | string;
    kind?: "takeaway" | "actionItem" | "decision" | null;
    /** Empty for nobody. */
    owner?: null | string;
    status?: "open" | "done" | null;
    text?: null | string;
  };
  MemoryOneOutput: { item: UpcomingSchemas["MemoryView"]; success: boolean };
  MemoryRemoved: { success: boolean; undoUntil: string };
  PrivacyFile: {
    collections: { [key: string]: { [key: string]: unknown }[] };
    exportedAt: string;
    preferences: { [key: string]: unknown };
    userId: string;
  };
  PrivacyEraseOutput: {
    /** How many documents went so far. */
    deleted: number;
    /** Whether all is gone already; else it goes within minutes. */
    done: boolean;
    success: boolean;
  };
}
