import type { components, paths } from "./schema";

/** The words of the HTTP contract, under the names that the workspace uses. They are made from the API's own description. */
type Schemas = components["schemas"];

export type Flags = Schemas["FlagsOutput"];
/** What was said; a comment is for people, and Ally does not answer it. */
export type Message = Schemas["MessagesMessage"];
export type Role = Message["role"];
export type ReplyStatus = NonNullable<Message["status"]>;
export type Failure = Schemas["MessagesFailure"];
export type MessagePage = Pick<Schemas["MessagesPageOutput"], "nextCursor" | "messages">;
export type MessageVersion = Schemas["MessagesVersion"];
export type Rating = Schemas["MessagesRating"];
export type ContextUsed = Schemas["MessagesContextUsed"];
export type InputSource = Schemas["MessagesInputSource"];
/** Something that might have been an input, by name. */
export type NamedInput = Schemas["ConversationInput"];
export type Conversation = Schemas["ConversationsView"];
export type ConversationPage = Pick<Schemas["ConversationsListOutput"], "nextCursor" | "conversations">;
export type ConversationChange = Schemas["ConversationsChangeInput"];
export type ActiveInputs = Schemas["ConversationsInputs"];
export type InputItem = Schemas["InputsItem"];
export type InputSection = Schemas["InputsSection"];
/** What a conversation can stand on. A document can be given to an app only. */
export type InputKind = Exclude<InputSection["kind"], "document">;
export type Catalogue = Pick<Schemas["InputsOutput"], "sections" | "budget">;
export type CardAction = Schemas["ActionCardAction"];
/** What a card holds is read with the functions of cards.ts: nothing about it is certain. */
export type OutputCard = Schemas["ActionCard"];

export type SearchQuery = NonNullable<paths["/api/ally/search"]["get"]["parameters"]["query"]>;
export type SearchPage = Pick<Schemas["SearchOutput"], "results" | "corrections" | "topics" | "wordsOnly" | "nextCursor">;
export type SearchResult = Schemas["SearchResult"];
export type SearchMatch = Schemas["SearchMatched"];
/** A piece of text, which is a hit or stands beside one. */
export type TextPart = Schemas["SearchPart"];
export type MemoryItem = Schemas["MemoryView"];
export type MemoryKind = MemoryItem["kind"];
export type MemoryPage = Omit<Schemas["MemoryListOutput"], "success">;
/** What a person tells Ally always to mind, and whether it may remember. */
export type Preferences = Schemas["PreferencesView"];
export type MemorySettings = Omit<Schemas["MemorySettings"], "success">;
export type MemoryChange = Schemas["MemoryOneChange"];

export type AppInfo = Schemas["AppsView"];
export type AppField = Schemas["AppField"];
/** An action; what its result holds is its app's own, and read with the functions of results.ts. */
export type Action = Schemas["ActionView"];
export type ActionFormat = NonNullable<paths["/api/ally/actions/{id}/export"]["get"]["parameters"]["query"]>["format"];
export type EmailLimits = Omit<Schemas["EmailLimitsOutput"], "success">;
export type EmailChange = Schemas["EmailChangeInput"];
export type Collaboration = Omit<Schemas["CollaboratePeopleOutput"], "success">;
export type Collaborator = Schemas["CollaboratePerson"];
export type Level = Collaborator["level"];
export type Invitation = Schemas["CollaborateInvitation"];
export type Share = Schemas["SharesShare"];
export type ShareKind = Share["kind"];
export type Snapshot = Omit<Schemas["SharesViewOutput"], "success">;
export type InvitationView = Omit<Schemas["InvitationsLookOutput"], "success">;
export type GuestView = Omit<Schemas["GuestShowOutput"], "success">;
export type GuestMessage = Schemas["GuestMessage"];

/** How long the text of a memory may be, in characters. */
export const LONGEST_MEMORY = 280;

/** How many inputs of a kind can be chosen. */
export const MOST_CHOSEN = 100;
