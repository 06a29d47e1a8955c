package search

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/store"
)

// Rebuilt is how far a rebuild has come. It is kept in `ally_indexing/rebuild`, so
// that one that was interrupted goes on where it was.
type Rebuilt struct {
	Phase string `firestore:"phase"` // one of phases, or "done"
	After string `firestore:"after"` // the last document that is done, of the phase

	Conversations int `firestore:"conversations"`
	Actions       int `firestore:"actions"`
	Removed       int `firestore:"removed"` // that were found and are gone
}

var phases = []string{"conversations", "actions", "entries"}

// Done is the phase after the last.
const Done = "done"

const rebuildPage = 50

func (x *Indexer) rebuildRef() *firestore.DocumentRef {
	return x.Client.Collection(Windows).Doc("rebuild")
}

// Rebuild makes every entry anew, and takes out those of what is gone. tell hears
// of each page. Events may go on meanwhile: both make the same entries. afresh
// begins at the beginning, where another was interrupted.
func (x *Indexer) Rebuild(ctx context.Context, afresh bool, tell func(Rebuilt)) (Rebuilt, error) {
	r := Rebuilt{Phase: phases[0]}
	docs, err := x.Client.GetAll(ctx, []*firestore.DocumentRef{x.rebuildRef()})
	if err != nil {
		return r, fmt.Errorf("search: rebuild: %w", err)
	}
	if docs[0].Exists() && !afresh {
		var there Rebuilt
		if err := docs[0].DataTo(&there); err == nil && there.Phase != Done {
			r = there
		}
	}
	anew := *x
	anew.anew = true
	for i, phase := range phases {
		if r.Phase != phase {
			continue
		}
		for more := true; more; {
			if more, err = anew.rebuildSome(ctx, &r); err != nil {
				return r, fmt.Errorf("search: rebuild %s after %q: %w", r.Phase, r.After, err)
			}
			if !more {
				r.Phase, r.After = append(phases, Done)[i+1], ""
			}
			if _, err := store.Commit(ctx, x.Client, store.Set(x.rebuildRef(), r)); err != nil {
				return r, fmt.Errorf("search: rebuild: %w", err)
			}
			tell(r)
		}
	}
	return r, nil
}

func (x *Indexer) rebuildSome(ctx context.Context, r *Rebuilt) (more bool, err error) {
	switch r.Phase {
	case "conversations":
		return x.each(ctx, r, x.Client.Collection("ally_conversations").Query, func(ctx context.Context, id string) error {
			r.Conversations++
			return x.Conversation(ctx, id)
		})
	case "actions":
		return x.each(ctx, r, x.Client.Collection(action.Collection).Query, func(ctx context.Context, id string) error {
			r.Actions++
			return x.Action(ctx, id)
		})
	}
	return x.orphans(ctx, r)
}

// each does a page of a collection, in the order of names.
func (x *Indexer) each(ctx context.Context, r *Rebuilt, q firestore.Query, do func(context.Context, string) error) (more bool, err error) {
	q = q.OrderBy(firestore.DocumentID, firestore.Asc).Select().Limit(rebuildPage)
	if r.After != "" {
		q = q.StartAfter(r.After)
	}
	docs, err := q.Documents(ctx).GetAll()
	if err != nil {
		return false, err
	}
	for _, doc := range docs {
		if err := do(ctx, doc.Ref.ID); err != nil {
			return false, err
		}
		r.After = doc.Ref.ID
	}
	return len(docs) == rebuildPage, nil
}

// orphans takes out a page of entries whose conversation or action is gone.
func (x *Indexer) orphans(ctx context.Context, r *Rebuilt) (more bool, err error) {
	at, after, _ := strings.Cut(r.After, "\n")
	scopes := x.Client.Collection(Indexes).DocumentRefs(ctx)
	for {
		scope, err := scopes.Next()
		if errors.Is(err, iterator.Done) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if scope.ID < at {
			continue
		}
		if scope.ID > at {
			after = ""
		}
		q := entries(x.Client, Scope(scope.ID)).OrderBy(firestore.DocumentID, firestore.Asc).Select("kind", "id").Limit(rebuildPage)
		if after != "" {
			q = q.StartAfter(after)
		}
		docs, err := q.Documents(ctx).GetAll()
		if err != nil {
			return false, err
		}
		if len(docs) == 0 {
			continue
		}
		r.After = scope.ID + "\n" + docs[len(docs)-1].Ref.ID
		return true, x.removeGone(ctx, r, docs)
	}
}

func (x *Indexer) removeGone(ctx context.Context, r *Rebuilt, docs []*firestore.DocumentSnapshot) error {
	var refs []*firestore.DocumentRef
	seen := map[string]bool{} // a conversation has an entry for each part
	for _, doc := range docs {
		var e Entry
		if err := doc.DataTo(&e); err != nil {
			return err
		}
		ref := x.Client.Collection("ally_conversations").Doc(e.ID)
		if e.Kind == Action {
			ref = action.Ref(x.Client, e.ID)
		}
		if !seen[ref.Path] {
			seen[ref.Path] = true
			refs = append(refs, ref)
		}
	}
	there, err := x.Client.GetAll(ctx, refs)
	if err != nil {
		return err
	}
	for i, doc := range there {
		if doc.Exists() {
			continue
		}
		r.Removed++
		if err := x.Remove(ctx, refs[i].ID); err != nil {
			return err
		}
	}
	return nil
}
