package memory

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Remembered is what was read for a person, before it is known whether they may
// have it.
type Remembered struct {
	held
	now time.Time
}

// Load reads what is remembered for a person: one document.
func (k *Keeper) Load(ctx context.Context, userID string) (*Remembered, error) {
	docs, err := k.Client.GetAll(ctx, []*firestore.DocumentRef{k.Ref(userID)})
	if err != nil {
		return nil, fault.Busy(fmt.Errorf("memory: of %s: %w", userID, err))
	}
	return k.From(docs[0]), nil
}

// From reads a document of Collection. What can't be read is as good as nothing.
func (k *Keeper) From(doc *firestore.DocumentSnapshot) *Remembered {
	h, err := from(doc)
	if err != nil {
		h = held{ref: doc.Ref}
		h.complete()
	}
	return &Remembered{h, k.Now()}
}

// Items gives the person what is remembered for them, newest first: nothing
// where memory is off, and nothing that is older than it may be. Whether the
// conversations may still be seen is another question.
func (r *Remembered) Items(who access.Person) []Item {
	s := SettingsOf(who)
	if r == nil || !s.Enabled() || who.ID != r.UserID {
		return nil
	}
	return slices.DeleteFunc(r.items(), func(i Item) bool { return !s.kept(i.SaidAt, r.now) })
}

// Filter says which items are wanted.
type Filter struct {
	ConversationID string // "" for all
	Kind           Kind   // "" for all
	Limit          int
	Cursor         string // the Next of the page before
}

// Fits says whether an item is wanted, wherever the page begins.
func (f Filter) Fits(i Item) bool {
	return (f.Kind == "" || i.Kind == f.Kind) && (f.ConversationID == "" || i.ConversationID == f.ConversationID)
}

// Seen tells what a person may see of a conversation now: its title, and whether
// something said then is still in it. ok is false for what may not be seen.
type Seen func(conversationID string) (title string, clearedAt *time.Time, ok bool)

// Page gives a page of the items, with their conversations' titles, by what
// seen says of the conversations. next is "" at the end.
func Page(items []Item, f Filter, seen Seen) (page []Item, titles map[string]string, next string, err error) {
	after := ""
	if f.Cursor != "" {
		raw, bad := base64.RawURLEncoding.DecodeString(f.Cursor)
		place, ok := strings.CutPrefix(string(raw), "memory ")
		if bad != nil || !ok {
			return nil, nil, "", fault.Wrong(fault.Field{Name: "cursor", Problem: lang.Text{
				ES: "debe ser un nextCursor recibido antes", EN: "must be a nextCursor received before",
			}})
		}
		after = place
	}
	items = slices.DeleteFunc(slices.Clone(items), func(i Item) bool { return !f.Fits(i) || after != "" && place(i) <= after })
	titles = map[string]string{}
	for _, i := range items {
		title, cleared, ok := seen(i.ConversationID)
		if !ok || cleared != nil && !i.SaidAt.After(*cleared) {
			continue
		}
		if len(page) == f.Limit {
			return page, titles, base64.RawURLEncoding.EncodeToString([]byte("memory " + place(page[len(page)-1]))), nil
		}
		page = append(page, i)
		titles[i.ConversationID] = title
	}
	return page, titles, "", nil
}

// place orders items as newestFirst does.
func place(i Item) string {
	return fmt.Sprintf("%020d %s %s", 1<<60-i.SaidAt.UnixMilli(), i.MessageID, i.ID)
}

// Change is what a person changes in an item; nil stays.
type Change struct {
	Text   *string
	Kind   *Kind
	Status *Status
	Owner  *string
	Due    *string // YYYY-MM-DD; "" for none
}

func (c Change) ofTask() bool { return c.Status != nil || c.Owner != nil || c.Due != nil }

// errGone ends the change of an item that is not there.
var errGone = errors.New("memory: the item is not there")

// Change changes an item of the person's. The change stays also when the message
// is learnt again.
func (k *Keeper) Change(ctx context.Context, who access.Person, itemID string, c Change) (Item, error) {
	var changed Item
	err := k.edit(ctx, who, itemID, func(d *document) error {
		if d.Edits[itemID].DeletedAt != nil {
			return errGone
		}
		e := d.Edits[itemID]
		kind := d.shown(itemID).Kind
		if c.Kind != nil {
			kind = *c.Kind
		}
		if c.ofTask() && kind != ActionItem {
			return &fault.Fault{Kind: fault.Conflict, Code: "no_action_item", Sentence: lang.Text{
				ES: "Solo una tarea tiene estado, responsable y fecha.", EN: "Only an action item has a status, an owner and a date.",
			}}
		}
		if c.Text != nil {
			text := shortened(*c.Text, mostText)
			e.Text = &text
		}
		if c.Kind != nil {
			e.Kind = c.Kind
		}
		if c.Status != nil {
			e.Status = c.Status
		}
		if c.Owner != nil {
			owner := shortened(*c.Owner, mostOwner)
			e.Owner = &owner
		}
		if c.Due != nil {
			e.Due = c.Due
		}
		e.At = k.now()
		d.Edits[itemID] = e
		return nil
	}, &changed)
	return changed, err
}

// mostOwner is how long the name of an owner is at most, in characters.
const mostOwner = 100

// Delete hides an item at once; after UndoTime it is purged, and never learnt
// again. Twice is fine.
func (k *Keeper) Delete(ctx context.Context, who access.Person, itemID string) (undoUntil time.Time, err error) {
	err = k.edit(ctx, who, itemID, func(d *document) error {
		e := d.Edits[itemID]
		if e.DeletedAt == nil {
			now := k.now()
			e.DeletedAt, e.At = &now, now
			d.Edits[itemID] = e
		}
		undoUntil = e.DeletedAt.Add(UndoTime)
		return nil
	}, nil)
	return undoUntil, err
}

// Restore undoes a deletion until its time is over.
func (k *Keeper) Restore(ctx context.Context, who access.Person, itemID string) (Item, error) {
	var restored Item
	err := k.edit(ctx, who, itemID, func(d *document) error {
		e := d.Edits[itemID]
		switch {
		case e.DeletedAt == nil:
			return nil // there is nothing to undo
		case !k.Now().Before(e.DeletedAt.Add(UndoTime)):
			return tooLate()
		}
		e.DeletedAt = nil
		d.Edits[itemID] = e
		return nil
	}, &restored)
	return restored, err
}

// edit changes the document of a person who has the item.
func (k *Keeper) edit(ctx context.Context, who access.Person, itemID string, do func(*document) error, then *Item) error {
	if !SettingsOf(who).Enabled() {
		return missing()
	}
	err := k.change(ctx, who.ID, func(d *document) error {
		if _, ok := d.Items[itemID]; !ok {
			return errGone
		}
		if err := do(d); err != nil {
			return err
		}
		if then != nil {
			d.supersede()
			*then = d.shown(itemID)
		}
		return nil
	})
	switch f := (*fault.Fault)(nil); {
	case errors.Is(err, errGone):
		return missing()
	case errors.As(err, &f), err == nil:
		return err
	case store.Raced(err):
		return fault.Busy(err)
	}
	return fault.Busy(err)
}

// OptIn switches memory on or off for the person, in the additive field of their
// document. Switched off, what there was goes at once.
func (k *Keeper) OptIn(ctx context.Context, who access.Person, on bool) error {
	if who.DocumentID == "" {
		return missing()
	}
	_, err := store.Commit(ctx, k.Client, store.Change(k.classic.UserRef(who.DocumentID), firestore.Update{Path: "allyPreferences.memoryOptIn", Value: on}))
	if err == nil && !on {
		err = k.Erase(ctx, who.ID)
	}
	if err != nil {
		return fault.Busy(fmt.Errorf("memory: switch for %s: %w", who.ID, err))
	}
	return nil
}

func missing() error {
	return fault.Missing(lang.Text{ES: "ese recuerdo", EN: "that memory"})
}

func tooLate() error {
	return &fault.Fault{Kind: fault.Conflict, Code: "too_late", Sentence: lang.Text{
		ES: "Ya no se puede deshacer.", EN: "It can't be undone any more.",
	}}
}
