// Package desk is what the superadmin steers Ally with: how far it is rolled out,
// what is switched off, and who was granted it. Every change names what it was
// made to, says why, and leaves an entry in the trail in its own commit.
package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/store"
)

// Written are the collections that a change writes; a grant writes users, too.
var Written = []string{access.Config, audit.Collection}

// Desk changes what Ally is steered by.
type Desk struct {
	Book          *prompt.Book
	Prompts       *prompt.Source
	Conversations *conversation.Service
	Client        *firestore.Client
	Access        *access.Checker
	Catalogue     *app.Apps
	Now           func() time.Time
	Pause         func(context.Context, time.Duration) error
	Source        string       // the environment, stored with every entry of the trail
	Limits        quota.Limits // of the platform: an organization's own administrators set none above them
	// EnvironmentOn says whether the environment lets Ally be on at all.
	EnvironmentOn bool
}

// Author is who changes something, from where, and why.
type Author struct {
	Who  access.Person
	Why  string
	From string
}

// State is all that is decided for the platform.
type State struct {
	Rollout  rollout.State
	Switches access.Switches
	Evidence rollout.Evidence
	readAt   [2]time.Time // of the rollout and of the switches; zero where there is no document
}

// VerdictRef is the place of what the comparison of both systems says: a document
// with verdict and at. Without it nothing was compared.
func VerdictRef(client *firestore.Client) *firestore.DocumentRef {
	return client.Collection(access.Config).Doc("verdict")
}

// firstSalt is the salt of a rollout that has none yet, so that a preview of its
// first change tells what that will do.
const firstSalt = "ally-1"

// State reads what is decided, past what is kept: three documents.
func (d *Desk) State(ctx context.Context) (State, error) {
	docs, err := d.Client.GetAll(ctx, []*firestore.DocumentRef{access.RolloutRef(d.Client), access.SwitchesRef(d.Client), VerdictRef(d.Client)})
	if err != nil {
		return State{}, fault.Busy(fmt.Errorf("desk: state: %w", err))
	}
	s := State{Rollout: access.RolloutFrom(docs[0]), Switches: access.SwitchesFrom(docs[1])}
	if s.Rollout.Salt == "" {
		s.Rollout.Salt = firstSalt
	}
	var found struct {
		Verdict rollout.Verdict `firestore:"verdict"`
		At      time.Time       `firestore:"at"`
	}
	if docs[2].Exists() && docs[2].DataTo(&found) == nil {
		s.Evidence = rollout.Evidence{Verdict: found.Verdict, At: found.At}
	}
	for i, doc := range docs[:2] {
		if doc.Exists() {
			s.readAt[i] = doc.UpdateTime
		}
	}
	return s, nil
}

// Next is what must hold before the stage after this one, with what is named for it
// now; nothing in the last stage.
func (s State) Next(now time.Time) []rollout.Condition {
	place := slices.Index(rollout.Stages, s.Rollout.Stage) + 1
	if place == 0 || place == len(rollout.Stages) {
		return nil
	}
	to := s.Rollout
	to.Stage = rollout.Stages[place]
	return rollout.Conditions(s.Rollout, to, s.Evidence, now)
}

// Change changes the rollout, if it is still at the revision. Going a stage further
// needs all conditions to hold, or an override, whose reason is the author's.
func (d *Desk) Change(ctx context.Context, by Author, revision int, c rollout.Change, override bool) (rollout.State, error) {
	before, err := d.State(ctx)
	if err != nil {
		return rollout.State{}, err
	}
	if before.Rollout.Revision != revision {
		return rollout.State{}, changed()
	}
	now := d.now()
	after, err := before.Rollout.With(c, now)
	if err != nil {
		return rollout.State{}, err
	}
	unmet := rollout.Unmet(rollout.Conditions(before.Rollout, after, before.Evidence, now))
	if len(unmet) > 0 && !override {
		return rollout.State{}, conditions(unmet)
	}
	err = d.commit(ctx, by, "rollout.changed", access.RolloutRef(d.Client), told(before.Rollout, nil), told(after, unmet), d.replace(before, after))
	return after, err
}

// replace is the write of a rollout over the one that was read.
func (d *Desk) replace(before State, after rollout.State) store.Write {
	if readAt := before.readAt[0]; !readAt.IsZero() {
		return store.Update(access.RolloutRef(d.Client), readAt, fieldsOf(after)...)
	}
	return store.Create(access.RolloutRef(d.Client), after)
}

func (d *Desk) now() time.Time { return d.Now().UTC().Truncate(time.Millisecond) }

func fieldsOf(s rollout.State) []firestore.Update {
	return []firestore.Update{
		{Path: "stage", Value: s.Stage}, {Path: "since", Value: s.Since}, {Path: "salt", Value: s.Salt},
		{Path: "people", Value: s.People}, {Path: "domains", Value: s.Domains}, {Path: "organizations", Value: s.Organizations},
		{Path: "percentage", Value: s.Percentage}, {Path: "holdout", Value: s.Holdout}, {Path: "revision", Value: s.Revision},
	}
}

// told is a state as the trail keeps it: how many are named, and not who, since an
// entry outlives an erasure.
func told(s rollout.State, overridden []rollout.Condition) map[string]any {
	shown := map[string]any{
		"stage": string(s.Stage), "people": len(s.People), "domains": s.Domains, "organizations": s.Organizations,
		"percentage": s.Percentage, "holdout": s.Holdout, "revision": s.Revision,
	}
	if len(overridden) > 0 {
		shown["overridden"] = names(overridden)
	}
	return shown
}

func names(conditions []rollout.Condition) []string {
	var names []string
	for _, c := range conditions {
		names = append(names, c.Name)
	}
	return names
}

func (d *Desk) commit(ctx context.Context, by Author, what string, target *firestore.DocumentRef, before, after map[string]any, writes ...store.Write) error {
	_, err := store.Commit(ctx, d.Client, append(writes, d.entry(by, what, target, before, after))...)
	switch {
	case store.Raced(err):
		return changed()
	case err != nil:
		return fault.Busy(fmt.Errorf("desk: %s: %w", what, err))
	}
	return nil
}

// entry is the write that adds a change to the trail.
func (d *Desk) entry(by Author, what string, target *firestore.DocumentRef, before, after map[string]any) store.Write {
	e := audit.Entry{
		Who: by.Who.ID, WhoEmail: by.Who.Email, What: what, Target: target.Parent.ID + "/" + target.ID,
		Before: before, After: after, Why: by.Why, From: by.From, At: d.now(), Source: d.Source,
	}
	if target.Parent.ID == "organizations" {
		e.OrganizationID = target.ID
	}
	return audit.Write(d.Client, e)
}

// tries bounds how often a change is made again because something else of the
// document was changed at the same moment.
const tries = 5

// again makes a change until nobody was faster with something else of the document.
// do itself refuses what was made to another state than there is.
func (d *Desk) again(ctx context.Context, what string, do func() error) error {
	err := store.Again(ctx, d.Pause, tries, do)
	if known := (*fault.Fault)(nil); err == nil || errors.As(err, &known) {
		return err
	}
	return fault.Busy(fmt.Errorf("desk: %s: %w", what, err))
}

func changed() error {
	return &fault.Fault{Kind: fault.Conflict, Code: "changed", Sentence: lang.Text{
		ES: "Otra persona cambió esto mientras tanto. Mira cómo quedó y vuelve a intentarlo.",
		EN: "Somebody else has changed this meanwhile. Look at how it is now and try again.",
	}}
}

func conditions(unmet []rollout.Condition) error {
	what := spoken(unmet)
	return &fault.Fault{Kind: fault.Conflict, Code: "conditions", Sentence: lang.Text{
		ES: what.ES + " Puedes seguir de todos modos si escribes por qué.",
		EN: what.EN + " You can go on all the same if you write why.",
	}}
}

// spoken tells which conditions do not hold.
func spoken(unmet []rollout.Condition) lang.Text {
	says := lang.Text{ES: "Todavía no se cumple lo que pide esta etapa.", EN: "What this stage asks for does not hold yet."}
	for _, c := range unmet {
		says.ES, says.EN = says.ES+" "+c.Says.ES, says.EN+" "+c.Says.EN
	}
	return says
}
