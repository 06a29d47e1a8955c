import type { components } from "./schema";

/** The words of the HTTP contract, under the names that the workspace uses. They are made from the API's own description. */
type Schemas = components["schemas"];

export type Flags = Schemas["FlagsOutput"];
export type Message = Schemas["MessagesMessage"];
export type Role = Message["role"];
export type ReplyStatus = NonNullable<Message["status"]>;
export type Failure = Schemas["MessagesFailure"];
export type MessagePage = Pick<Schemas["MessagesPageOutput"], "messages" | "nextCursor">;
export type MessageVersion = Schemas["MessagesVersion"];
export type Rating = Schemas["MessagesRating"];
export type ContextUsed = Schemas["MessagesContextUsed"];
export type InputSource = Schemas["MessagesInputSource"];
/** Something that might have been an input, by name. */
export type NamedInput = Schemas["ConversationInput"];
export type Conversation = Schemas["ConversationsView"];
export type ConversationPage = Pick<Schemas["ConversationsListOutput"], "conversations" | "nextCursor">;
export type ConversationChange = Schemas["ConversationsChangeInput"];
export type ActiveInputs = Schemas["ConversationsInputs"];
export type InputItem = Schemas["InputsItem"];
export type InputSection = Schemas["InputsSection"];
export type InputKind = InputSection["kind"];
export type Catalogue = Pick<Schemas["InputsOutput"], "sections" | "budget">;
export type CardAction = Schemas["ConversationCardAction"];
/** What a card holds is read with the functions of cards.ts: nothing about it is certain. */
export type OutputCard = Schemas["ConversationCard"];

/** How many inputs of a kind can be chosen. */
export const MOST_CHOSEN = 100;
