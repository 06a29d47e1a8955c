// Package allywelcome makes a person feel at home. Eventarc calls it for every
// new document in ally_messages: the message that opens a conversation is
// answered with the welcome, and a person's message renews, when they are old,
// their surroundings, from which Ally chooses. A second delivery finds the
// welcome written and the surroundings fresh, and changes nothing. It reads the
// classic system widely but rarely; it writes messages, the conversation's
// counters and surroundings.
package allywelcome

import (
	"errors"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allywelcome",
	Purpose: "the welcome, and what a person has around them",
	Memory:  "512Mi", Timeout: 60 * time.Second, Concurrency: 1,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{"ally_conversations", "ally_messages", "ally_surroundings"},
	Trigger: &function.Trigger{
		Event:    "google.cloud.firestore.document.v1.created",
		Document: "ally_messages/{id}",
		Handle:   arrived,
	},
}

func arrived(e function.Event) error {
	arrival, found, err := e.Backend.Conversations.Arrived(e.Context, e.ID)
	if errors.Is(err, conversation.ErrUnreadable) {
		return function.Acknowledge("%v", err)
	}
	if err != nil {
		return err
	}
	if !found {
		return function.Acknowledge("message %s or its conversation is gone", e.ID)
	}
	if !arrival.Opens() && !arrival.Writes() {
		return nil
	}
	author := arrival.Author()
	who, _, err := e.Backend.Access.Find(e.Context, access.Session{
		ID: author.UserID, Email: author.Email, Domain: author.Domain,
	})
	if err != nil {
		return err
	}
	if arrival.Opens() {
		return welcome(e, arrival, who)
	}
	return e.Backend.Surroundings.Renew(e.Context, who)
}

func welcome(e function.Event, arrival *conversation.Arrival, who access.Person) error {
	around, err := e.Backend.Surroundings.Refresh(e.Context, who)
	if err != nil {
		return err
	}
	return arrival.Welcome(e.Context, who, around)
}
