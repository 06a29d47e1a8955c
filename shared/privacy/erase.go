package privacy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/search"
	"getaifactory.com/ally/shared/sharing"
	"getaifactory.com/ally/shared/store"
)

// erasure is a document of `ally_erasures`.
type erasure struct {
	UserID    string    `firestore:"userId"`
	StartedAt time.Time `firestore:"startedAt"`
	RunAfter  time.Time `firestore:"runAfter"` // when the sweep goes on with it
	Emptied   bool      `firestore:"emptied"`  // only what is late in the accounts is left
	// Owners are those of the conversations that the person was taken out of: what
	// is remembered for them may still name the person.
	Owners []string `firestore:"owners"`
}

const (
	erasedAtOnce = 1000            // documents of the first run, which somebody waits for
	erasedInRun  = 5000            // of one run of the sweep
	sweptRuns    = 5               // erasures of one sweep
	eraseBatch   = 200             // documents of one commit
	lateTime     = 3 * time.Minute // after which nothing that was under way comes into the accounts any more
)

// errBudget ends a run that has done its share.
var errBudget = errors.New("privacy: the run has done its share")

// Begin begins the erasure of a person: their preferences go at once, then as
// much as one run does, and the sweep goes on with the rest. emptied says that
// only their name in the accounts may be left. Once begun it comes to its end
// even if nobody calls again; what the person makes before that goes too. Where
// they had switched memory off, that stays: erasing must not switch it on.
func (o *Office) Begin(ctx context.Context, who access.Person) (emptied bool, deleted int, err error) {
	now := o.now().UTC().Truncate(time.Millisecond)
	ref := o.client.Collection(Erasures).Doc(who.ID)
	e := erasure{UserID: who.ID, StartedAt: now, RunAfter: now.Add(time.Minute)}
	writes := []store.Write{store.Merge(ref, map[string]any{ // and what an earlier one has not come to
		"userId": e.UserID, "startedAt": e.StartedAt, "runAfter": e.RunAfter, "emptied": false,
	})}
	if who.DocumentID != "" {
		var fields []firestore.Update
		for _, field := range preferences {
			fields = append(fields, firestore.Update{Path: field, Value: firestore.Delete})
		}
		if who.MemoryOptOut {
			fields[0].Value = map[string]any{"memoryOptIn": false}
		}
		writes = append(writes, store.Change(classic.NewReader(o.client).UserRef(who.DocumentID), fields...))
	}
	if _, err := store.Commit(ctx, o.client, writes...); err != nil {
		return false, 0, fault.Busy(fmt.Errorf("privacy: begin to erase %s: %w", who.ID, err))
	}
	r := run{o: o, userID: who.ID, left: erasedAtOnce}
	err = r.goOn(ctx, ref, e)
	if err != nil && !errors.Is(err, errBudget) {
		return false, r.done, fault.Busy(fmt.Errorf("privacy: erase %s: %w", who.ID, err))
	}
	return err == nil, r.done, nil
}

// Sweep goes on with erasures that were begun.
func (o *Office) Sweep(ctx context.Context) (deleted int, err error) {
	docs, err := o.client.Collection(Erasures).Where("runAfter", "<", o.now()).OrderBy("runAfter", firestore.Asc).
		Limit(sweptRuns).Documents(ctx).GetAll()
	if err != nil {
		return 0, fmt.Errorf("privacy: find erasures: %w", err)
	}
	var failed []error
	for _, doc := range docs {
		var e erasure
		if err := doc.DataTo(&e); err != nil {
			failed = append(failed, fmt.Errorf("privacy: unreadable %s: %w", doc.Ref.Path, err))
			continue
		}
		r := run{o: o, userID: doc.Ref.ID, left: erasedInRun}
		if err := r.goOn(ctx, doc.Ref, e); err != nil && !errors.Is(err, errBudget) {
			failed = append(failed, fmt.Errorf("privacy: erase %s: %w", doc.Ref.ID, err))
		}
		deleted += r.done
	}
	return deleted, errors.Join(failed...)
}

// run is one run of an erasure. Each step finds what is left of it, so that a run
// goes on where another ended, and two at once do no harm.
type run struct {
	o      *Office
	userID string
	left   int // documents that it may still write
	done   int
}

func (r *run) goOn(ctx context.Context, ref *firestore.DocumentRef, e erasure) error {
	if e.Emptied { // what was under way when all was erased is in the accounts by now
		if err := r.leaveAccounts(ctx, e.StartedAt.Add(lateTime)); err != nil {
			return err
		}
		if err := r.all(ctx, r.where(fact.Collection, "userId", r.userID).Select("day"), r.uncount); err != nil { // events come late
			return err
		}
		_, err := store.Commit(ctx, r.o.client, store.Delete(ref))
		return err
	}
	for _, step := range []func(context.Context) error{r.ownConversations, r.othersConversations, r.ofPeople, r.index, r.documents} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	now := r.o.now().UTC().Truncate(time.Millisecond)
	if err := r.leaveAccounts(ctx, now.Add(time.Second)); err != nil {
		return err
	}
	_, err := store.Commit(ctx, r.o.client, store.Set(ref, erasure{UserID: r.userID, StartedAt: now, RunAfter: now.Add(lateTime), Emptied: true}))
	return err
}

// all calls do for what a query finds, some at a time, until there is nothing
// more; what is done must not be found again.
func (r *run) all(ctx context.Context, q firestore.Query, do func(*firestore.DocumentSnapshot) []store.Write) error {
	for {
		if r.left <= 0 {
			return errBudget
		}
		docs, err := q.Limit(min(eraseBatch, r.left)).Documents(ctx).GetAll()
		if err != nil || len(docs) == 0 {
			return err
		}
		var writes []store.Write
		for _, doc := range docs {
			writes = append(writes, do(doc)...)
		}
		if _, err := store.Commit(ctx, r.o.client, writes...); err != nil && !store.Raced(err) { // somebody else was there: it is looked for again
			return err
		}
		r.left -= len(docs)
		r.done += len(docs)
	}
}

func remove(doc *firestore.DocumentSnapshot) []store.Write {
	return []store.Write{store.Delete(doc.Ref)}
}

// uncount removes a day's numbers, also from what was rolled up of that day.
func (r *run) uncount(doc *firestore.DocumentSnapshot) []store.Write {
	writes := remove(doc)
	if day, ok := doc.Data()["day"].(string); ok {
		writes = append(writes, fact.Late(r.o.client, day))
	}
	return writes
}

// unname takes a person's id and e-mail from a document, and the id also from what
// it says a reply was told: the person's own part of the prompt is named after them.
func unname(doc *firestore.DocumentSnapshot) []store.Write {
	fields := []firestore.Update{{Path: "userId", Value: ""}}
	if _, ok := doc.Data()["userEmail"]; ok {
		fields = append(fields, firestore.Update{Path: "userEmail", Value: ""})
	}
	used, _ := doc.Data()["contextUsed"].(map[string]any)
	if names, ok := used["promptComponents"].([]any); ok {
		kept := slices.DeleteFunc(slices.Clone(names), func(name any) bool {
			text, ok := name.(string)
			return ok && strings.HasPrefix(text, "person:")
		})
		fields = append(fields, firestore.Update{Path: "contextUsed.promptComponents", Value: kept})
	}
	return []store.Write{store.Update(doc.Ref, doc.UpdateTime, fields...)}
}

func (r *run) where(collection, field, value string) firestore.Query {
	return r.o.client.Collection(collection).Where(field, "==", value)
}

// ownConversations removes the person's conversations with all that belongs to
// them. First each is marked as deleted, so that nothing more is written into it.
func (r *run) ownConversations(ctx context.Context) error {
	for {
		docs, err := r.where(conversations, "userId", r.userID).Select("deletedAt").Limit(1).Documents(ctx).GetAll()
		if err != nil || len(docs) == 0 {
			return err
		}
		ref, now := docs[0].Ref, r.o.now().UTC().Truncate(time.Millisecond)
		_, err = store.Commit(ctx, r.o.client, store.Change(ref,
			firestore.Update{Path: "deletedAt", Value: now},
			firestore.Update{Path: "purgeAfter", Value: now},
			firestore.Update{Path: "purging", Value: true},
		))
		if err != nil && !store.Raced(err) {
			return err
		}
		for _, collection := range ofConversations {
			if err := r.all(ctx, r.where(collection, "conversationId", ref.ID).Select(), remove); err != nil {
				return err
			}
		}
		found := r.o.client.CollectionGroup(search.Entries).Where("id", "==", ref.ID) // also by those whom it was shared with
		if err := r.all(ctx, found.Select(), remove); err != nil {
			return err
		}
		if _, err := store.Commit(ctx, r.o.client, store.Delete(ref)); err != nil {
			return err
		}
		r.left--
		r.done++
	}
}

// othersConversations takes the person out of conversations of others, and their
// name from what those remember.
func (r *run) othersConversations(ctx context.Context) error {
	erasures := r.o.client.Collection(Erasures).Doc(r.userID)
	q := r.o.client.Collection(conversations).Where("collaboratorIds", "array-contains", r.userID)
	err := r.all(ctx, q, func(doc *firestore.DocumentSnapshot) []store.Write {
		data := doc.Data()
		kept, ids := []any{}, []any{}
		list, _ := data["collaborators"].([]any)
		for _, one := range list {
			if c, ok := one.(map[string]any); ok && c["userId"] != r.userID {
				kept = append(kept, c)
				ids = append(ids, c["userId"])
			}
		}
		return []store.Write{
			store.Update(doc.Ref, doc.UpdateTime, firestore.Update{Path: "collaborators", Value: kept}, firestore.Update{Path: "collaboratorIds", Value: ids}),
			store.Change(erasures, firestore.Update{Path: "owners", Value: firestore.ArrayUnion(data["userId"])}),
		}
	})
	if err != nil {
		return err
	}
	if err := r.all(ctx, r.where(sharing.Invitations, "acceptedBy", r.userID).Select(), remove); err != nil {
		return err
	}
	doc, err := erasures.Get(ctx)
	if err != nil {
		return err
	}
	var e erasure
	if err := doc.DataTo(&e); err != nil {
		return err
	}
	for _, owner := range e.Owners {
		if err := r.o.memory.Unname(ctx, owner, r.userID); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) ofPeople(ctx context.Context) error {
	for _, part := range ofPeople {
		do := remove
		switch part.fate {
		case unnamed:
			do = unname
		case counted:
			do = r.uncount
		}
		if err := r.all(ctx, r.where(part.collection, "userId", r.userID).Select("userId", "userEmail", "contextUsed", "day"), do); err != nil {
			return err
		}
	}
	return nil
}

// index removes what the person could find, and the words of it.
func (r *run) index(ctx context.Context) error {
	scope := search.PersonScope(r.userID)
	entries := r.o.client.Collection(search.Indexes).Doc(string(scope)).Collection(search.Entries)
	if err := r.all(ctx, entries.Select(), remove); err != nil {
		return err
	}
	return r.all(ctx, r.where(search.Vocabulary, "scope", string(scope)).Select(), remove)
}

func (r *run) documents(ctx context.Context) error {
	if err := r.o.memory.Erase(ctx, r.userID); err != nil {
		return err
	}
	var writes []store.Write
	for _, ref := range documentsOf(r.o.client, r.userID) {
		writes = append(writes, store.Delete(ref))
	}
	_, err := store.Commit(ctx, r.o.client, writes...)
	return err
}

// leaveAccounts takes the person's name from the accounts of what began before a
// time.
func (r *run) leaveAccounts(ctx context.Context, before time.Time) error {
	q := r.where(accounts, "userId", r.userID).Where("startedAt", "<", before).OrderBy("startedAt", firestore.Asc)
	return r.all(ctx, q.Select("userId"), unname)
}
