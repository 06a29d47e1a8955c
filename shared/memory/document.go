package memory

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// document is a document of `ally_memory`: all that is remembered for a person,
// with what they changed in it, and what must not be remembered again.
type document struct {
	UserID         string `firestore:"userId"`
	UserEmail      string `firestore:"userEmail"`
	OrganizationID string `firestore:"organizationId"` // of the conversations, as they named it

	Items map[string]stored `firestore:"items"` // by id
	Edits map[string]edit   `firestore:"edits"` // by the id of the item, also of one that is learnt only later

	// Never are the ids of items that the person deleted for good, with when they
	// were said.
	Never map[string]time.Time `firestore:"never"`
	// Forgotten says of a conversation up to when what was said in it is not
	// learnt.
	Forgotten map[string]time.Time `firestore:"forgotten"`
	// Told are the messages that were told in a later version than their first, or
	// as gone: what was told of them before does not count any more.
	Told map[string]told `firestore:"told"`
	// Asked are the newest messages that a model was asked about, with their
	// version: it is not asked again.
	Asked map[string]told `firestore:"asked"`

	// CheckAfter is when the sweep looks at it next.
	CheckAfter time.Time `firestore:"checkAfter"`
}

// stored is an item as it was found.
type stored struct {
	Kind           Kind      `firestore:"kind"`
	Text           string    `firestore:"text"`
	Owner          string    `firestore:"owner,omitempty"`
	Due            string    `firestore:"due,omitempty"`
	ConversationID string    `firestore:"conversationId"`
	MessageID      string    `firestore:"messageId"`
	SaidBy         Author    `firestore:"saidBy"`
	SaidAt         time.Time `firestore:"saidAt"`
	SupersededBy   string    `firestore:"supersededBy,omitempty"` // see supersede
}

// edit is what the person changed in an item; nil is as it was found.
type edit struct {
	Text      *string    `firestore:"text,omitempty"`
	Kind      *Kind      `firestore:"kind,omitempty"`
	Owner     *string    `firestore:"owner,omitempty"`
	Due       *string    `firestore:"due,omitempty"`
	Status    *Status    `firestore:"status,omitempty"`
	DeletedAt *time.Time `firestore:"deletedAt,omitempty"`
	At        time.Time  `firestore:"at"`
}

// told says how a message was told last.
type told struct {
	Version int       `firestore:"version"`
	Gone    bool      `firestore:"gone,omitempty"`
	At      time.Time `firestore:"at"` // when the message was said
}

// Bounds of the document. Of items so many are kept that all fit: first go the
// oldest that were superseded or deleted, then the oldest action items that are
// done, then the oldest takeaways, then the oldest of what is left. Of all else
// the newest are kept. Below these bounds the document follows from what was
// told, whatever the order; what a bound has removed does not come back by
// itself when others go.
const (
	mostItems = 500
	mostBytes = 400_000 // of items with their edits, estimated
	mostNever = 500
	mostTold  = 500
	mostAsked = 300
	mostLeft  = 200 // edits of items that are not there, and conversations that are forgotten
)

// shown gives an item as the person sees it.
func (d *document) shown(id string) Item {
	s, e := d.Items[id], d.Edits[id]
	i := Item{
		ID: id, Kind: s.Kind, Text: s.Text, ConversationID: s.ConversationID, MessageID: s.MessageID, SaidBy: s.SaidBy, SaidAt: s.SaidAt.UTC(),
		Owner: s.Owner, Due: s.Due, SupersededBy: s.SupersededBy,
		Edited: e.Text != nil || e.Kind != nil || e.Owner != nil || e.Due != nil,
	}
	if e.Text != nil {
		i.Text = *e.Text
	}
	if e.Kind != nil {
		i.Kind = *e.Kind
	}
	if e.Owner != nil {
		i.Owner = *e.Owner
	}
	if e.Due != nil {
		i.Due = *e.Due
	}
	if i.Kind != ActionItem {
		i.Owner, i.Due = "", ""
		return i
	}
	i.Status = Open
	if e.Status != nil {
		i.Status = *e.Status
	}
	return i
}

// items gives all items that are not deleted, newest first.
func (d *document) items() []Item {
	var all []Item
	for id := range d.Items {
		if d.Edits[id].DeletedAt == nil {
			all = append(all, d.shown(id))
		}
	}
	slices.SortFunc(all, newestFirst)
	return all
}

func newestFirst(a, b Item) int {
	return cmp.Or(b.SaidAt.Compare(a.SaidAt), cmp.Compare(a.MessageID, b.MessageID), cmp.Compare(a.ID, b.ID))
}

// learn notes what was found in a message; nothing where an earlier version or
// a deleted message is told late.
func (d *document) learn(conversationID string, m Said, found []Found) {
	version := max(1, m.Version)
	before := d.Told[m.MessageID]
	if before.Gone || version < before.Version {
		return
	}
	if m.Gone || version > 1 {
		d.Told[m.MessageID] = told{Version: version, Gone: m.Gone, At: m.At.UTC()}
	}
	maps.DeleteFunc(d.Items, func(_ string, s stored) bool { return s.MessageID == m.MessageID })
	if m.Gone {
		for _, kind := range []Kind{Takeaway, ActionItem, Decision} {
			for place := range mostOfKind {
				delete(d.Edits, itemID(m.MessageID, kind, place))
			}
		}
		return
	}
	if until, forgotten := d.Forgotten[conversationID]; forgotten && !m.At.After(until) {
		return
	}
	count := map[Kind]int{}
	for _, f := range found {
		id := itemID(m.MessageID, f.Kind, count[f.Kind])
		count[f.Kind]++
		if _, never := d.Never[id]; never || count[f.Kind] > mostOfKind {
			continue
		}
		author := Author{UserID: m.AuthorID, Name: m.AuthorName, Role: m.Role}
		d.Items[id] = stored{
			Kind: f.Kind, Text: f.Text, Owner: f.Owner, Due: f.Due, ConversationID: conversationID, MessageID: m.MessageID,
			SaidBy: author, SaidAt: m.At.UTC(),
		}
	}
}

// forget removes what was said in a conversation up to a time, and sees to it
// that it is not learnt again.
func (d *document) forget(conversationID string, until time.Time) {
	if before := d.Forgotten[conversationID]; until.After(before) {
		d.Forgotten[conversationID] = until.UTC()
	}
	d.removeItems(func(s stored) bool { return s.ConversationID == conversationID && !s.SaidAt.After(until) })
}

func (d *document) removeItems(which func(stored) bool) {
	for id, s := range d.Items {
		if which(s) {
			delete(d.Items, id)
			delete(d.Edits, id)
		}
	}
}

// purgeDeleted makes deletions final that can't be undone any more.
func (d *document) purgeDeleted(now time.Time) {
	for id, e := range d.Edits {
		if e.DeletedAt == nil || now.Before(e.DeletedAt.Add(UndoTime)) {
			continue
		}
		if s, held := d.Items[id]; held {
			d.Never[id] = s.SaidAt.UTC()
		} else {
			d.Never[id] = e.At.UTC()
		}
		delete(d.Items, id)
		delete(d.Edits, id)
	}
}

// nextCheck is when the sweep has something to do with the document.
func (d *document) nextCheck(now time.Time) time.Time {
	next := now.Add(checkEvery)
	for _, e := range d.Edits {
		if e.DeletedAt != nil && e.DeletedAt.Add(UndoTime).Before(next) {
			next = e.DeletedAt.Add(UndoTime)
		}
	}
	return next.UTC()
}

// settle computes what follows from the items and keeps to the bounds.
func (d *document) settle() {
	d.supersede()
	d.bound()
}

// bound removes what there is no room for.
func (d *document) bound() {
	type one struct {
		Item
		rank int
	}
	var all []one
	for id := range d.Items {
		o := one{Item: d.shown(id)}
		switch {
		case o.SupersededBy != "" || d.Edits[id].DeletedAt != nil:
			o.rank = 3
		case o.Status == Done:
			o.rank = 2
		case o.Kind == Takeaway:
			o.rank = 1
		}
		all = append(all, o)
	}
	slices.SortFunc(all, func(a, b one) int { return cmp.Or(cmp.Compare(a.rank, b.rank), newestFirst(a.Item, b.Item)) })
	bytes, kept := 0, 0
	for _, o := range all {
		bytes += d.size(o.ID)
		if kept == mostItems || bytes > mostBytes {
			break
		}
		kept++
	}
	for _, o := range all[kept:] {
		delete(d.Items, o.ID)
		delete(d.Edits, o.ID)
	}
	trim(d.Never, mostNever, func(t time.Time) time.Time { return t })
	trim(d.Forgotten, mostLeft, func(t time.Time) time.Time { return t })
	trim(d.Told, mostTold, func(t told) time.Time { return t.At })
	trim(d.Asked, mostAsked, func(t told) time.Time { return t.At })
	left := map[string]edit{}
	for id, e := range d.Edits {
		if _, held := d.Items[id]; !held {
			left[id] = e
		}
	}
	all = nil
	if len(left) > mostLeft {
		kept := maps.Clone(left)
		trim(kept, mostLeft, func(e edit) time.Time { return e.At })
		for id := range left {
			if _, stays := kept[id]; !stays {
				delete(d.Edits, id)
			}
		}
	}
}

// size estimates the bytes of an item with its edit: texts, and what the names
// of its fields, ids and times take.
func (d *document) size(id string) int {
	s, e := d.Items[id], d.Edits[id]
	n := 260 + len(id) + len(s.Text) + len(s.Owner) + len(s.ConversationID) + len(s.MessageID) + len(s.SaidBy.UserID) + len(s.SaidBy.Name)
	if e.Text != nil {
		n += len(*e.Text)
	}
	if e.Owner != nil {
		n += len(*e.Owner)
	}
	return n
}

// trim keeps the newest of a map, and of those of one time the ones whose keys
// come first.
func trim[V any](m map[string]V, most int, at func(V) time.Time) {
	if len(m) <= most {
		return
	}
	keys := slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(at(m[b]).Compare(at(m[a])), cmp.Compare(a, b))
	})
	for _, key := range keys[most:] {
		delete(m, key)
	}
}
