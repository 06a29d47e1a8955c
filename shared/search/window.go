package search

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/store"
)

// Windows holds a document for each part of a conversation whose events are being
// gathered. It lives as long as its event waits.
const Windows = "ally_indexing"

// window says that an event has taken it on itself to index a part, with all that
// is written until it has looked.
type window struct {
	Event string    `firestore:"event"`
	Until time.Time `firestore:"until"` // when it must have failed, and another goes on; also the time to live
}

// windowGrace is how much longer than Window whoever gathers may take.
const windowGrace = time.Minute

// errGathering says that another event is about to index the part, and has not
// looked yet.
var errGathering = errors.New("search: another event indexes this part")

// Message indexes the part of a conversation that a message with the number
// belongs to. Events that come while one waits for its window to close leave
// their message to it: it has not looked yet. Should it fail, its event comes
// again.
func (x *Indexer) Message(ctx context.Context, event, conversationID string, number int) error {
	part := partOf(number)
	if x.Window > 0 {
		ref := x.Client.Collection(Windows).Doc(id.Derive("window", conversationID, strconv.Itoa(part)))
		err := x.gather(ctx, ref, event)
		if errors.Is(err, errGathering) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := x.Pause(ctx, x.Window); err != nil {
			return err
		}
		// From here on others index for themselves.
		if _, err := store.Commit(ctx, x.Client, store.Delete(ref)); err != nil {
			return fmt.Errorf("search: close window: %w", err)
		}
	}
	return x.Part(ctx, conversationID, part)
}

// gather opens the window, or takes over one whose event was this or must have
// failed.
func (x *Indexer) gather(ctx context.Context, ref *firestore.DocumentRef, event string) error {
	mine := window{event, x.Now().UTC().Add(x.Window + windowGrace)}
	_, err := store.Commit(ctx, x.Client, store.Create(ref, mine))
	if err == nil || !store.Raced(err) {
		return err
	}
	docs, err := x.Client.GetAll(ctx, []*firestore.DocumentRef{ref})
	if err != nil {
		return fmt.Errorf("search: window: %w", err)
	}
	var there window
	if !docs[0].Exists() {
		return x.gather(ctx, ref, event) // it has closed this moment
	}
	if err := docs[0].DataTo(&there); err == nil && there.Event != event && x.Now().Before(there.Until) {
		return errGathering
	}
	_, err = store.Commit(ctx, x.Client, store.Update(ref, docs[0].UpdateTime,
		firestore.Update{Path: "event", Value: mine.Event}, firestore.Update{Path: "until", Value: mine.Until}))
	if store.Raced(err) {
		return errGathering
	}
	return err
}
