package memory

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/store"
)

const (
	// UndoTime is how long an item that was deleted can be brought back.
	UndoTime = 30 * time.Second
	// checkEvery is how often the sweep looks whether a document is still wanted:
	// so much later what was switched off elsewhere is gone. It is not used any more
	// from the moment it is switched off.
	checkEvery = time.Hour
	// firstCheck is how soon it looks at a new document: one that is made at the
	// very moment at which memory is switched off does not notice.
	firstCheck = time.Minute
	// tries bounds how often a change is tried against others.
	tries = 30
)

// conversations is the collection whose `memory` field tells, in plain strings,
// what holds of what is remembered of a conversation.
const conversations = "ally_conversations"

// Options are what a Keeper needs; all but Model.
type Options struct {
	Client *firestore.Client
	Now    func() time.Time
	Pause  func(context.Context, time.Duration) error // between two tries
	Log    *slog.Logger
	Model  Extractor // nil: messages are read by patterns alone
}

// Extractor finds what is worth remembering in a message by asking a model.
type Extractor interface {
	Extract(ctx context.Context, c Conversation, m Said) ([]Found, error)
}

// Keeper keeps what is remembered.
type Keeper struct {
	Options
	classic *classic.Reader
}

// NewKeeper gives a Keeper.
func NewKeeper(o Options) (*Keeper, error) {
	if o.Client == nil || o.Now == nil || o.Pause == nil || o.Log == nil {
		return nil, errors.New("memory: a dependency is missing")
	}
	return &Keeper{Options: o, classic: classic.NewReader(o.Client)}, nil
}

// Ref is where what is remembered for a person is kept.
func (k *Keeper) Ref(userID string) *firestore.DocumentRef {
	return k.Client.Collection(Collection).Doc(userID)
}

// held is a document as it was read.
type held struct {
	document
	ref    *firestore.DocumentRef
	readAt time.Time
	exists bool
}

func from(doc *firestore.DocumentSnapshot) (held, error) {
	h := held{ref: doc.Ref}
	if doc.Exists() {
		h.exists, h.readAt = true, doc.UpdateTime
		if err := doc.DataTo(&h.document); err != nil {
			return h, fmt.Errorf("memory: unreadable document %s: %w", doc.Ref.Path, err)
		}
	}
	h.UserID = doc.Ref.ID
	h.complete()
	return h, nil
}

func (d *document) complete() {
	for _, m := range []any{&d.Items, &d.Edits, &d.Never, &d.Forgotten, &d.Told, &d.Asked} {
		if v := reflect.ValueOf(m).Elem(); v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
		}
	}
}

func (d *document) clone() document {
	c := *d
	c.Items, c.Edits, c.Never = maps.Clone(d.Items), maps.Clone(d.Edits), maps.Clone(d.Never)
	c.Forgotten, c.Told, c.Asked = maps.Clone(d.Forgotten), maps.Clone(d.Told), maps.Clone(d.Asked)
	return c
}

// equal leaves out when the document is to be looked at: that alone is no
// change.
func (d *document) equal(other document) bool {
	a, b := *d, other
	a.CheckAfter, b.CheckAfter = time.Time{}, time.Time{}
	return reflect.DeepEqual(a, b)
}

// empty says whether nothing is remembered and nothing kept from being learnt.
func (d *document) empty() bool {
	return len(d.Items)+len(d.Edits)+len(d.Never)+len(d.Forgotten)+len(d.Told)+len(d.Asked) == 0
}

// write is the write of the document after a change; it fails where it was
// written meanwhile.
func (h held) write(after document) store.Write {
	if !h.exists {
		return store.Create(h.ref, after)
	}
	return store.Update(h.ref, h.readAt,
		firestore.Update{Path: "userId", Value: after.UserID},
		firestore.Update{Path: "userEmail", Value: after.UserEmail},
		firestore.Update{Path: "organizationId", Value: after.OrganizationID},
		firestore.Update{Path: "items", Value: after.Items},
		firestore.Update{Path: "edits", Value: after.Edits},
		firestore.Update{Path: "never", Value: after.Never},
		firestore.Update{Path: "forgotten", Value: after.Forgotten},
		firestore.Update{Path: "told", Value: after.Told},
		firestore.Update{Path: "asked", Value: after.Asked},
		firestore.Update{Path: "checkAfter", Value: after.CheckAfter},
	)
}

// change reads the person's document, changes it and stores it with what
// follows for the conversations; again where somebody else was faster. Nothing
// is written where nothing changes.
func (k *Keeper) change(ctx context.Context, userID string, do func(*document) error) error {
	return store.Again(ctx, k.Pause, tries, func() error { return k.changeOnce(ctx, userID, do) })
}

func (k *Keeper) changeOnce(ctx context.Context, userID string, do func(*document) error) error {
	docs, err := k.Client.GetAll(ctx, []*firestore.DocumentRef{k.Ref(userID)})
	if err != nil {
		return fmt.Errorf("memory: of %s: %w", userID, err)
	}
	h, err := from(docs[0])
	if err != nil {
		return err
	}
	after := h.clone()
	if err := do(&after); err != nil {
		return err
	}
	after.settle()
	after.CheckAfter = after.nextCheck(k.Now())
	if after.equal(h.document) && (!h.exists || !after.CheckAfter.Before(h.CheckAfter)) {
		return nil
	}
	return k.store(ctx, h, after)
}

// inCommit is how many conversations are written in one commit.
const inCommit = 400

// store writes a changed document, and tells the conversations for which
// something else holds now.
func (k *Keeper) store(ctx context.Context, h held, after document) error {
	return k.commit(ctx, differing(h.document, after), after, h.write(after))
}

// commit tells conversations what holds of them after a change, in as many commits
// as that takes, and makes the last write with the last of them.
func (k *Keeper) commit(ctx context.Context, ids []string, after document, last store.Write) error {
	var writes []store.Write
	if len(ids) > 0 {
		refs := make([]*firestore.DocumentRef, len(ids))
		for i, id := range ids {
			refs[i] = k.Client.Collection(conversations).Doc(id)
		}
		docs, err := k.Client.GetAll(ctx, refs)
		if err != nil {
			return fmt.Errorf("memory: read conversations: %w", err)
		}
		for _, doc := range docs {
			if doc.Exists() {
				writes = append(writes, tell(doc, after))
			}
		}
	}
	for len(writes) > inCommit {
		if _, err := store.Commit(ctx, k.Client, writes[:inCommit]...); err != nil {
			return err
		}
		writes = writes[inCommit:]
	}
	_, err := store.Commit(ctx, k.Client, append(writes, last)...)
	return err
}

// differing are the conversations for which something else holds after a change.
func differing(before, after document) []string {
	var ids []string
	for id := range both(before, after) {
		if !reflect.DeepEqual(before.plainOf(id, time.Time{}), after.plainOf(id, time.Time{})) {
			ids = append(ids, id)
		}
	}
	return ids
}

func both(a, b document) map[string]bool {
	ids := map[string]bool{}
	for _, items := range []map[string]stored{a.Items, b.Items} {
		for _, s := range items {
			ids[s.ConversationID] = true
		}
	}
	return ids
}

// plain is the field `memory` of a conversation.
type plain struct {
	KeyTakeaways []string `firestore:"keyTakeaways"`
	ActionItems  []string `firestore:"actionItems"`
	Decisions    []string `firestore:"decisions"`
}

// mostPlain is how many of a kind a conversation tells, the newest.
const mostPlain = 50

// plainOf gives what holds of a conversation: what was not superseded, done or
// deleted, and was said after it was last cleared, oldest first.
func (d *document) plainOf(conversationID string, cleared time.Time) plain {
	p := plain{KeyTakeaways: []string{}, ActionItems: []string{}, Decisions: []string{}}
	for _, i := range d.items() {
		if i.ConversationID != conversationID || i.SupersededBy != "" || i.Status == Done || !i.SaidAt.After(cleared) {
			continue
		}
		list := map[Kind]*[]string{Takeaway: &p.KeyTakeaways, ActionItem: &p.ActionItems, Decision: &p.Decisions}[i.Kind]
		if len(*list) < mostPlain {
			*list = append(*list, i.Text)
		}
	}
	slices.Reverse(p.KeyTakeaways)
	slices.Reverse(p.ActionItems)
	slices.Reverse(p.Decisions)
	return p
}

// tell is the write that tells a conversation what holds of it, also in what
// undoing its clearing would bring back.
func tell(doc *firestore.DocumentSnapshot, after document) store.Write {
	cleared, _ := doc.Data()["clearedAt"].(time.Time)
	fields := []firestore.Update{{Path: "memory", Value: after.plainOf(doc.Ref.ID, cleared)}}
	if before, ok := doc.Data()["cleared"].(map[string]any); ok {
		earlier, _ := before["clearedAt"].(time.Time)
		fields = append(fields, firestore.Update{Path: "cleared.memory", Value: after.plainOf(doc.Ref.ID, earlier)})
	}
	return store.Change(doc.Ref, fields...)
}
