package privacy

import (
	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/search"
	"getaifactory.com/ally/shared/sharing"
	"getaifactory.com/ally/shared/surroundings"
)

const conversations = "ally_conversations"

// ofConversations are the collections whose documents belong to a conversation,
// by their field conversationId: they go with the person's conversations.
var ofConversations = []string{"ally_messages", "ally_versions", "ally_digests", "ally_ratings", action.Collection,
	sharing.Invitations, sharing.Presences, sharing.Shares}

// fate is what an erasure does with a document that is not of one of the
// person's own conversations.
type fate int

const (
	gone    fate = iota // it is deleted
	unnamed             // its field userId is emptied: it belongs to somebody else's conversation, to the accounts or to the trail of what was done
)

// ofPeople are the collections whose documents name a person in their field
// userId. What somebody said in another person's conversation stays there without
// their name, for it is that person's.
var ofPeople = []struct {
	collection string
	fate       fate
}{
	{"ally_ratings", gone},
	{action.Collection, gone},
	{sharing.Invitations, gone}, // that the person sent
	{sharing.Presences, gone},
	{sharing.Shares, gone},
	{mail.Collection, gone}, // also what is not sent yet, which then never is
	{audit.Collection, unnamed},
	{prompt.Questions, unnamed},
	{"ally_messages", unnamed},
	{"ally_versions", unnamed},
}

// documentsOf are a person's single documents.
func documentsOf(client *firestore.Client, userID string) []*firestore.DocumentRef {
	return []*firestore.DocumentRef{
		client.Collection(memory.Collection).Doc(userID),
		client.Collection(surroundings.Collection).Doc(userID),
		quota.Ref(client, userID),
	}
}

// The accounts stay, without the person.
const accounts = ledger.Collection

// preferences are the additive fields of a person's document in `users` that go.
// The grant of access stays: it is the organization's decision.
var preferences = []string{"allyPreferences", "allyUserConfig"}

// Erasures holds one document for each erasure that is not at its end.
const Erasures = "ally_erasures"

// Written are the collections that an erasure writes, for the declarations of the
// functions that make one, beside `users`, which only its beginning writes.
var Written = []string{
	conversations, "ally_messages", "ally_versions", "ally_digests", "ally_ratings", action.Collection,
	memory.Collection, surroundings.Collection, quota.Collection, search.Indexes, search.Vocabulary, accounts, Erasures,
	mail.Collection, audit.Collection, prompt.Questions, sharing.Invitations, sharing.Presences, sharing.Shares,
}
