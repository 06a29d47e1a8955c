package desk

import (
	"context"
	"fmt"
	"strings"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/prompt"
)

// About is whom a prompt is composed for. With an e-mail it is that person, with their
// organization and domain unless others are named; without one only the levels that
// are named say something.
type About struct {
	Email, OrganizationID, Domain string
	Words                         *prompt.Words // nil: the super prompt in force
}

// Prompt composes what Ally is told, just as for an answer, of what stands now.
func (d *Desk) Prompt(ctx context.Context, about About) (prompt.Prompt, error) {
	super, err := d.super(ctx, about.Words)
	if err != nil {
		return prompt.Prompt{}, err
	}
	var who access.Person
	if about.Email != "" {
		if who, err = d.somebody(ctx, about.Email); err != nil {
			return prompt.Prompt{}, err
		}
	}
	reader := classic.NewReader(d.Client)
	if about.OrganizationID != "" {
		found, ok, err := reader.Organization(ctx, about.OrganizationID)
		if err != nil {
			return prompt.Prompt{}, fault.Busy(fmt.Errorf("desk: prompt: %w", err))
		}
		if !ok {
			return prompt.Prompt{}, missingOrganization()
		}
		who.Organization = found
	}
	if about.Domain != "" {
		found, ok, err := reader.Domain(ctx, about.Domain)
		if err != nil {
			return prompt.Prompt{}, fault.Busy(fmt.Errorf("desk: prompt: %w", err))
		}
		if !ok {
			return prompt.Prompt{}, fault.Missing(lang.Text{ES: "ese dominio", EN: "that domain"})
		}
		who.Domain, who.DomainInfo = about.Domain, found
	}
	return conversation.PromptFor(super, who, nil), nil
}

// super is the super prompt that the words make; without any the one in force, past
// what is kept.
func (d *Desk) super(ctx context.Context, w *prompt.Words) (prompt.Super, error) {
	if w != nil {
		return w.Super()
	}
	super, err := d.Prompts.Now(ctx)
	if err != nil {
		return prompt.Super{}, fault.Busy(fmt.Errorf("desk: prompt: %w", err))
	}
	return super, nil
}

func (d *Desk) somebody(ctx context.Context, email string) (access.Person, error) {
	user, err := d.user(ctx, strings.ToLower(strings.TrimSpace(email)))
	if err != nil {
		return access.Person{}, err
	}
	return d.Access.Somebody(ctx, user)
}

// Tried are the answers to one question by two super prompts.
type Tried struct {
	Active, Draft string
	Version       int // of the one in force; 0 for the built-in one
}

// Try answers a question by the words beside the super prompt in force; as the person
// with the e-mail, with what a first question of theirs stands on, or with nothing of
// anybody's. What stays is an entry in the trail, and what it took.
func (d *Desk) Try(ctx context.Context, by Author, w prompt.Words, question, email string) (Tried, error) {
	draft, err := w.Super()
	if err != nil {
		return Tried{}, err
	}
	active, err := d.super(ctx, nil)
	if err != nil {
		return Tried{}, err
	}
	as, target := access.Person{Language: by.Who.Language}, d.Client.Collection(prompt.Collection).Doc(prompt.ActiveID)
	if email != "" {
		if as, err = d.somebody(ctx, email); err != nil {
			return Tried{}, err
		}
		target = classic.NewReader(d.Client).UserRef(as.ID)
	}
	version := 0
	if active.ID == prompt.ActiveID {
		version = active.Version
	}
	answers, err := d.Conversations.Try(ctx, conversation.Trial{
		By: by.Who, As: as, Question: question, Supers: []prompt.Super{active, draft},
		Noted: d.entry(by, "superprompt.tried", target, nil, map[string]any{"version": version}),
	})
	if err != nil {
		return Tried{}, err
	}
	return Tried{answers[0], answers[1], version}, nil
}

// Run tries a saved question.
func (d *Desk) Run(ctx context.Context, by Author, w prompt.Words, questionID, email string) (Tried, error) {
	if !id.Valid(questionID) {
		return Tried{}, prompt.MissingQuestion()
	}
	q, err := d.Book.Question(ctx, questionID)
	if err != nil {
		return Tried{}, err
	}
	return d.Try(ctx, by, w, q.Text, email)
}
