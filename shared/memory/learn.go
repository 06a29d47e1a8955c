package memory

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/store"
)

// Learn extracts what is worth remembering from messages of a conversation that
// were written or changed, and forgets what came from those that are gone. It
// may be told of the same messages again and in any order: the document ends
// the same. What somebody said is learnt only where memory is on for them and
// for the conversation's owner; where it is off for the owner, what there was
// goes. It takes three round trips, and more where others write at once or what
// holds of other conversations changes too.
func (k *Keeper) Learn(ctx context.Context, c Conversation, messages []Said) error {
	if !id.Valid(c.ID) || !id.Valid(c.OwnerID) {
		return fmt.Errorf("memory: learn from conversation %q of %q: no identifier", c.ID, c.OwnerID)
	}
	if len(messages) == 0 {
		return nil
	}
	l := &lesson{k: k, c: c, messages: messages, found: map[string][]Found{}, asked: map[string]bool{}}
	if err := store.Again(ctx, k.Pause, tries, func() error { return l.once(ctx) }); err != nil {
		return fmt.Errorf("memory: learn from conversation %s: %w", c.ID, err)
	}
	return nil
}

// lesson is one call of Learn. What was extracted is kept from try to try.
type lesson struct {
	k        *Keeper
	c        Conversation
	messages []Said
	found    map[string][]Found // by message
	asked    map[string]bool    // messages that a model was asked about
}

func (l *lesson) once(ctx context.Context) error {
	k, now := l.k, l.k.Now()
	refs := []*firestore.DocumentRef{k.Ref(l.c.OwnerID), k.Client.Collection(conversations).Doc(l.c.ID)}
	var docs []*firestore.DocumentSnapshot
	var settings map[string]Settings
	err := store.Together(ctx,
		func(ctx context.Context) (err error) { docs, err = k.Client.GetAll(ctx, refs); return err },
		func(ctx context.Context) (err error) { settings, err = k.settingsOf(ctx, l.c, l.messages); return err },
	)
	if err != nil {
		return err
	}
	h, err := from(docs[0])
	if err != nil {
		return err
	}
	owner := settings[l.c.OwnerID]
	if !owner.Enabled() {
		return k.erase(ctx, h)
	}
	talk, ok := talkOf(docs[1])
	if !ok {
		return nil // it is purged, or about to be, and what was remembered of it with it
	}
	after := h.clone()
	after.UserEmail, after.OrganizationID = l.c.OwnerEmail, l.c.OrganizationID
	for _, m := range l.messages {
		if talk.purged(m.At) {
			m.Gone = true
		}
		if m.Gone || !settings[m.AuthorID].Enabled() || !owner.kept(m.At, now) {
			after.learn(l.c.ID, m, nil)
			continue
		}
		if found, new := l.extract(ctx, &after, m); new {
			after.learn(l.c.ID, m, found)
		}
	}
	after.purgeDeleted(now)
	after.removeItems(func(s stored) bool { return !owner.kept(s.SaidAt, now) })
	after.settle()
	after.CheckAfter = after.nextCheck(now)
	if !h.exists {
		after.CheckAfter = now.Add(firstCheck).UTC()
	}
	holds := after.plainOf(l.c.ID, talk.clearedAt)
	same := reflect.DeepEqual(holds, talk.memory)
	if !h.exists && after.empty() && same || after.equal(h.document) && same && h.exists {
		return nil
	}
	others := slices.ContainsFunc(differing(h.document, after), func(id string) bool { return id != l.c.ID })
	if h.exists && others || talk.undoable && !after.equal(h.document) {
		return k.store(ctx, h, after)
	}
	var writes []store.Write
	if !same {
		writes = append(writes, tell(docs[1], after))
	}
	if h.exists || !after.empty() {
		writes = append(writes, h.write(after))
	}
	_, err = store.Commit(ctx, k.Client, writes...)
	return err
}

// extract finds what is in a message, by a model where there is one and it was
// not asked about this version of the message before; else, and where the model
// fails, by patterns.
func (l *lesson) extract(ctx context.Context, d *document, m Said) (found []Found, new bool) {
	version := max(1, m.Version)
	if l.k.Model == nil || !worthAsking(m) {
		return Extract(m), true
	}
	if before, asked := d.Asked[m.MessageID]; asked && before.Version >= version && !l.asked[m.MessageID] {
		return nil, false
	}
	if !l.asked[m.MessageID] {
		l.asked[m.MessageID] = true
		answer, err := l.k.Model.Extract(ctx, l.c, m)
		if err != nil {
			l.k.Log.WarnContext(ctx, "the model did not say what to remember: patterns did", slog.String("message", m.MessageID), slog.String("error", err.Error()))
			answer = Extract(m)
		}
		l.found[m.MessageID] = answer
	}
	d.Asked[m.MessageID] = told{Version: version, At: m.At.UTC()}
	return l.found[m.MessageID], true
}

// worthAsking says whether a message may hold anything: some words, and not only
// questions.
func worthAsking(m Said) bool {
	for _, s := range sentences(m.Text) {
		if len(strings.Fields(s.text)) >= 3 && !strings.ContainsAny(s.folded, "?¿") {
			return true
		}
	}
	return false
}

// settingsOf gives the settings of the owner and of all authors, by their ids.
// Somebody who is not known has memory off.
func (k *Keeper) settingsOf(ctx context.Context, c Conversation, messages []Said) (map[string]Settings, error) {
	emails := map[string]string{c.OwnerID: c.OwnerEmail}
	for _, m := range messages {
		if id.Valid(m.AuthorID) && emails[m.AuthorID] == "" {
			emails[m.AuthorID] = m.AuthorEmail
		}
	}
	users := map[string]classic.User{}
	var refs []*firestore.DocumentRef
	for userID := range emails {
		refs = append(refs, k.classic.UserRef(userID))
	}
	docs, err := k.Client.GetAll(ctx, refs)
	if err != nil {
		return nil, err
	}
	organizations := map[string]classic.Organization{}
	for _, doc := range docs {
		user, ok := classic.UserFrom(doc)
		if !ok && emails[doc.Ref.ID] != "" {
			if user, ok, err = k.classic.UserByEmail(ctx, emails[doc.Ref.ID]); err != nil {
				return nil, err
			}
		}
		if !ok {
			continue
		}
		if user.OrganizationID == "" {
			user.OrganizationID = c.OrganizationID
		}
		if user.OrganizationID != "" {
			organizations[user.OrganizationID] = classic.Organization{}
		}
		users[doc.Ref.ID] = user
	}
	for organizationID := range organizations {
		found, _, err := k.classic.Organization(ctx, organizationID)
		if err != nil {
			return nil, err
		}
		organizations[organizationID] = found
	}
	all := map[string]Settings{}
	for userID, u := range users {
		o := organizations[u.OrganizationID]
		all[userID] = settings(o.MemoryOff, !u.MemoryOptIn, o.MemoryDays)
	}
	return all, nil
}

// talk is what matters of a conversation's document.
type talk struct {
	clearedAt time.Time
	undoable  bool // its clearing can be undone
	memory    plain
}

// talkOf reads it; ok is false where the conversation is gone for good.
func talkOf(doc *firestore.DocumentSnapshot) (t talk, ok bool) {
	if !doc.Exists() {
		return talk{}, false
	}
	data := doc.Data()
	purging, _ := data["purging"].(bool)
	if data["deletedAt"] != nil && purging {
		return talk{}, false
	}
	t.clearedAt, _ = data["clearedAt"].(time.Time)
	t.undoable = data["cleared"] != nil && !purging
	var stored struct {
		Memory plain `firestore:"memory"`
	}
	if doc.DataTo(&stored) == nil {
		t.memory = stored.Memory
	}
	for _, list := range []*[]string{&t.memory.KeyTakeaways, &t.memory.ActionItems, &t.memory.Decisions} {
		*list = slices.Clip(append([]string{}, *list...))
	}
	return t, true
}

// purged says whether a message from the time is cleared away for good.
func (t talk) purged(at time.Time) bool { return !t.undoable && !at.After(t.clearedAt) }
