import type { components, paths } from "./schema";
import type { components as Upcoming } from "./upcoming";

/** The words of the HTTP contract, under the names that the workspace uses. They are made from the API's own description. */
type Schemas = components["schemas"];
type AppSchemas = Upcoming["schemas"];

export type Flags = Schemas["FlagsOutput"];
/** What was said; a comment is for people, and Ally does not answer it. */
export type Message = Schemas["MessagesMessage"] & { comment?: boolean; guest?: boolean; authorName?: string };
export type Role = Message["role"];
export type ReplyStatus = NonNullable<Message["status"]>;
export type Failure = Schemas["MessagesFailure"];
export type MessagePage = Pick<Schemas["MessagesPageOutput"], "nextCursor"> & { messages: Message[] };
export type MessageVersion = Schemas["MessagesVersion"];
export type Rating = Schemas["MessagesRating"];
export type ContextUsed = Schemas["MessagesContextUsed"];
export type InputSource = Schemas["MessagesInputSource"];
/** Something that might have been an input, by name. */
export type NamedInput = Schemas["ConversationInput"];
export type Conversation = Omit<Schemas["ConversationsView"], "permission"> & { permission: "view" | "comment" | "write" };
export type ConversationPage = Pick<Schemas["ConversationsListOutput"], "nextCursor"> & { conversations: Conversation[] };
export type ConversationChange = Schemas["ConversationsChangeInput"];
export type ActiveInputs = Schemas["ConversationsInputs"];
export type InputItem = Schemas["InputsItem"];
export type InputSection = Schemas["InputsSection"];
export type InputKind = InputSection["kind"];
export type Catalogue = Pick<Schemas["InputsOutput"], "sections" | "budget">;
export type CardAction = Schemas["ConversationCardAction"];
/** What a card holds is read with the functions of cards.ts: nothing about it is certain. */
export type OutputCard = Schemas["ConversationCard"];

export type SearchQuery = NonNullable<paths["/api/ally/search"]["get"]["parameters"]["query"]>;
export type SearchPage = Pick<Schemas["SearchOutput"], "results" | "corrections" | "topics" | "wordsOnly" | "nextCursor">;
export type SearchResult = Schemas["SearchResult"];
export type SearchMatch = Schemas["SearchMatched"];
/** A piece of text, which is a hit or stands beside one. */
export type TextPart = Schemas["SearchPart"];
export type MemoryItem = Schemas["MemoryView"];
export type MemoryKind = MemoryItem["kind"];
export type MemoryPage = Omit<Schemas["MemoryListOutput"], "success">;
export type MemorySettings = Omit<Schemas["MemorySettings"], "success">;
export type MemoryChange = Schemas["MemoryOneChange"];

export type AppInfo = AppSchemas["AppView"];
export type AppField = AppSchemas["AppField"];
export type Action = AppSchemas["ActionView"];
export type ActionFormat = AppSchemas["ActionFormat"];
export type EmailLimits = AppSchemas["EmailLimits"];
export type EmailChange = AppSchemas["EmailChange"];
export type Level = AppSchemas["SharingLevel"];
export type Collaboration = AppSchemas["CollaborateView"];
export type Collaborator = AppSchemas["SharingPerson"];
export type Invitation = AppSchemas["SharingInvitation"];
export type ShareKind = AppSchemas["ShareKind"];
export type Share = AppSchemas["ShareView"];
export type Snapshot = AppSchemas["ShareSnapshot"];
export type InvitationView = AppSchemas["InvitationView"];
export type GuestView = AppSchemas["GuestView"];
export type GuestMessage = AppSchemas["GuestMessage"];

/** How long the text of a memory may be, in characters. */
export const LONGEST_MEMORY = 280;

/** How many inputs of a kind can be chosen. */
export const MOST_CHOSEN = 100;
