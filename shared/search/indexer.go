package search

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/store"
)

// Indexer keeps the entries as the conversations and actions are.
type Indexer struct {
	Client        *firestore.Client
	Conversations *conversation.Service
	Embedder      model.Embedder
	Now           func() time.Time
	Pause         func(context.Context, time.Duration) error
	// Window is how long an event waits for others of the same part, so that they
	// are indexed together. 0 indexes each at once.
	Window time.Duration
	// Remember is told of every part that was indexed; nil for nobody.
	Remember func(context.Context, conversation.Stretch) error

	anew bool // what is there already is written again
}

// tries bounds how often an entry is written against others who write it.
const tries = 20

// partOf is the part that a message's number, from 1, belongs to.
func partOf(number int) int { return max(0, number-1) / PartMessages }

// Part makes the entry of one part of a conversation as its messages are now.
// Twice, late or in another order it ends in the same entry.
func (x *Indexer) Part(ctx context.Context, conversationID string, part int) error {
	return store.Again(ctx, x.Pause, tries, func() error { return x.part(ctx, conversationID, part) })
}

func (x *Indexer) part(ctx context.Context, conversationID string, part int) error {
	c, exists, err := x.Conversations.Read(ctx, conversationID)
	if err != nil || !exists {
		return err // what was purged took its entries along
	}
	// The entry is read before what it is made of: should somebody make it of
	// something newer meanwhile, ours is refused.
	slot, err := x.slot(ctx, PersonScope(c.UserID), entryID(c.CreatedAt.UnixMilli(), conversationID, part))
	if err != nil {
		return err
	}
	stretch, err := x.Conversations.LoadStretch(ctx, conversationID, part*PartMessages+1, (part+1)*PartMessages)
	if err != nil {
		return err
	}
	entry, found := ofConversation(stretch, part)
	if !found {
		return x.take(ctx, slot)
	}
	var with []store.Write
	if c := stretch.Conversation; part == partOf(c.MessageCount) {
		indexed := conversation.Indexed{Topics: entry.Topics, Entities: entry.Entities, Keywords: entry.Keywords, Summary: entry.Summary, LastIndexedAt: c.Indexed.LastIndexedAt}
		if !reflect.DeepEqual(indexed, c.Indexed) {
			now := x.Now().UTC().Truncate(time.Millisecond)
			indexed.LastIndexedAt = &now
			with = append(with, x.Conversations.NoteIndexed(conversationID, indexed))
		}
	}
	if err := x.put(ctx, slot, entry, with); err != nil || x.Remember == nil {
		return err
	}
	return x.Remember(ctx, stretch)
}

// slot is the place of an entry in its owner's scope, with what is there.
type slot struct {
	name   string
	ref    *firestore.DocumentRef
	before Entry
	readAt time.Time // zero where there is nothing
}

func (x *Indexer) slot(ctx context.Context, owner Scope, name string) (slot, error) {
	s := slot{name: name, ref: entries(x.Client, owner).Doc(name)}
	docs, err := x.Client.GetAll(ctx, []*firestore.DocumentRef{s.ref})
	if err != nil {
		return s, fmt.Errorf("search: read entry %s: %w", name, err)
	}
	if docs[0].Exists() {
		s.readAt = docs[0].UpdateTime
		if err := docs[0].DataTo(&s.before); err != nil {
			s.before = Entry{} // of an older shape: it is made anew
		}
	}
	return s, nil
}

// put writes an entry into all its scopes and takes it out of those that it was
// in before, in one commit that the owner's entry guards. An entry that is there
// already costs no write.
func (x *Indexer) put(ctx context.Context, s slot, entry Entry, with []store.Write) error {
	if x.anew || s.before.Hash != entry.Hash || s.before.Model != x.Embedder.Name() {
		if err := x.embed(ctx, &entry, s.before); err != nil {
			return err
		}
		if s.readAt.IsZero() {
			with = append(with, store.Create(s.ref, entry))
		} else {
			with = append(with, store.Update(s.ref, s.readAt, entry.fields()...))
		}
		for _, scope := range entry.Scopes {
			words := s.before.Words
			if x.anew || !slices.Contains(s.before.Scopes, scope) {
				words = nil
			}
			with = append(with, Learn(x.Client, scope, without(entry.Words, words))...)
			if ref := entries(x.Client, scope).Doc(s.name); ref.Path != s.ref.Path {
				with = append(with, store.Set(ref, entry))
			}
		}
		for _, scope := range left(s.before.Scopes, entry.Scopes) {
			with = append(with, store.Delete(entries(x.Client, scope).Doc(s.name)))
		}
	}
	if len(with) == 0 {
		return nil
	}
	if _, err := store.Commit(ctx, x.Client, with...); err != nil {
		return fmt.Errorf("search: write entry %s: %w", s.name, err)
	}
	if err := x.prune(ctx, left(s.before.Scopes, entry.Scopes), without(s.before.Words, nil)); err != nil {
		return err
	}
	return x.prune(ctx, entry.Scopes, without(s.before.Words, entry.Words))
}

// take takes an entry out of all its scopes.
func (x *Indexer) take(ctx context.Context, s slot) error {
	if s.readAt.IsZero() {
		return nil
	}
	writes := []store.Write{store.Remove(s.ref, s.readAt)}
	for _, scope := range s.before.Scopes {
		if ref := entries(x.Client, scope).Doc(s.name); ref.Path != s.ref.Path {
			writes = append(writes, store.Delete(ref))
		}
	}
	if _, err := store.Commit(ctx, x.Client, writes...); err != nil {
		return fmt.Errorf("search: remove entry %s: %w", s.name, err)
	}
	return x.prune(ctx, s.before.Scopes, without(s.before.Words, nil))
}

// left gives the scopes that are in before and not in now.
func left(before, now []Scope) []Scope {
	return slices.DeleteFunc(slices.Clone(before), func(s Scope) bool { return slices.Contains(now, s) })
}

// embed gives an entry its vector; the one there is, where it is of the same text
// and model.
func (x *Indexer) embed(ctx context.Context, e *Entry, before Entry) error {
	if before.Embedded == e.Embedded && before.Model == x.Embedder.Name() && len(before.Vector) == model.EmbeddingDimensions {
		e.Model, e.Vector = before.Model, before.Vector
		return nil
	}
	return e.embed(ctx, x.Embedder)
}

func (e *Entry) embed(ctx context.Context, by model.Embedder) error {
	vectors, err := by.Embed(ctx, model.ForDocument, e.meaning)
	if err != nil {
		return fmt.Errorf("search: embed: %w", err)
	}
	e.Model, e.Vector = by.Name(), vectors[0]
	return nil
}

// Compose gives all entries of a conversation, of which s has every message, by
// their names, as an Indexer makes them.
func Compose(ctx context.Context, by model.Embedder, s conversation.Stretch) (map[string]Entry, error) {
	parts := map[int][]conversation.Message{}
	for _, m := range s.Messages {
		parts[partOf(m.Number)] = append(parts[partOf(m.Number)], m)
	}
	made := map[string]Entry{}
	for part, messages := range parts {
		e, ok := ofConversation(conversation.Stretch{ID: s.ID, Conversation: s.Conversation, Exists: s.Exists, Messages: messages}, part)
		if !ok {
			continue
		}
		if err := e.embed(ctx, by); err != nil {
			return nil, err
		}
		made[entryID(s.Conversation.CreatedAt.UnixMilli(), s.ID, part)] = e
	}
	return made, nil
}

// without gives the stems of a that b has not, in their order.
func without(a, b map[string][]int) []string {
	var stems []string
	for stem := range a {
		if _, ok := b[stem]; !ok {
			stems = append(stems, stem)
		}
	}
	slices.Sort(stems)
	return stems
}

// Conversation makes all entries of a conversation anew: its title, those who may
// find it, or all of its messages have changed. What it costs grows with the
// conversation, and is rare.
func (x *Indexer) Conversation(ctx context.Context, conversationID string) error {
	c, exists, err := x.Conversations.Read(ctx, conversationID)
	if err != nil {
		return err
	}
	if !exists {
		return x.Remove(ctx, conversationID)
	}
	docs, err := entries(x.Client, PersonScope(c.UserID)).Where("id", "==", conversationID).Select("part").Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("search: entries of %s: %w", conversationID, err)
	}
	last := partOf(c.MessageCount)
	for _, doc := range docs {
		if part, ok := doc.Data()["part"].(int64); ok {
			last = max(last, int(part)) // what was cleared
		}
	}
	for part := range last + 1 {
		if err := x.Part(ctx, conversationID, part); err != nil {
			return err
		}
	}
	return nil
}

// Remove takes what is gone, a conversation or an action, out of every scope.
func (x *Indexer) Remove(ctx context.Context, id string) error {
	docs, err := x.Client.CollectionGroup(Entries).Where("id", "==", id).Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("search: entries of %s: %w", id, err)
	}
	for _, doc := range docs {
		if _, err := store.Commit(ctx, x.Client, store.Delete(doc.Ref)); err != nil {
			return fmt.Errorf("search: remove entry %s: %w", doc.Ref.ID, err)
		}
		var e Entry
		if err := doc.DataTo(&e); err != nil {
			continue
		}
		if err := x.prune(ctx, []Scope{Scope(doc.Ref.Parent.Parent.ID)}, without(e.Words, nil)); err != nil {
			return err
		}
	}
	return nil
}

// prune takes stems out of the vocabulary of scopes in which no entry has them any
// more, so that nothing of what was deleted stays. It costs a read for each.
func (x *Indexer) prune(ctx context.Context, scopes []Scope, stems []string) error {
	stems = slices.DeleteFunc(stems, func(stem string) bool { return !inVocabulary(stem) })
	for _, scope := range scopes {
		for some := range slices.Chunk(stems, 40) {
			left := make([]bool, len(some))
			var looks []func(context.Context) error
			for i, stem := range some {
				looks = append(looks, func(ctx context.Context) error {
					docs, err := entries(x.Client, scope).WherePath(hasPath(stem), "==", true).Select().Limit(1).Documents(ctx).GetAll()
					left[i] = len(docs) > 0
					return err
				})
			}
			if err := store.Together(ctx, looks...); err != nil {
				return fmt.Errorf("search: prune the vocabulary of %s: %w", scope, err)
			}
			var gone []string
			for i, stem := range some {
				if !left[i] {
					gone = append(gone, stem)
				}
			}
			if writes := forget(x.Client, scope, gone); len(writes) > 0 {
				if _, err := store.Commit(ctx, x.Client, writes...); err != nil {
					return fmt.Errorf("search: prune the vocabulary of %s: %w", scope, err)
				}
			}
		}
	}
	return nil
}

func hasPath(key string) firestore.FieldPath { return firestore.FieldPath{"has", key} }

// Action makes the entry of an action as it is now: one that was completed can be
// found by whose it is.
func (x *Indexer) Action(ctx context.Context, actionID string) error {
	return store.Again(ctx, x.Pause, tries, func() error { return x.action(ctx, actionID) })
}

func (x *Indexer) action(ctx context.Context, actionID string) error {
	ref := action.Ref(x.Client, actionID)
	a, ok, err := x.readAction(ctx, ref)
	if err != nil {
		return err
	}
	if !ok {
		return x.Remove(ctx, actionID)
	}
	slot, err := x.slot(ctx, PersonScope(a.UserID), entryID(a.CreatedAt.UnixMilli(), a.ID, 0))
	if err != nil {
		return err
	}
	if a, ok, err = x.readAction(ctx, ref); err != nil || !ok {
		return err // its own event tells that it is gone
	}
	return x.put(ctx, slot, ofAction(a), nil)
}

func (x *Indexer) readAction(ctx context.Context, ref *firestore.DocumentRef) (action.Action, bool, error) {
	docs, err := x.Client.GetAll(ctx, []*firestore.DocumentRef{ref})
	if err != nil {
		return action.Action{}, false, fmt.Errorf("search: read action %s: %w", ref.ID, err)
	}
	a, ok := action.From(docs[0])
	return a, ok, nil
}
