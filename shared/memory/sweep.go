package memory

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/store"
)

// sweptDocuments is how many people's documents one sweep looks at.
const sweptDocuments = 100

// Swept is what a sweep did.
type Swept struct {
	Looked  int // documents
	Erased  int // documents of people for whom memory is off
	Removed int // items that were deleted, or older than they may be
}

// Sweep looks at documents that are due: it erases those of people for whom
// memory was switched off, removes what is older than the organization keeps,
// and makes deletions final. It looks at each about once an hour, and at a
// bounded number at a time, those first that have waited longest. Two at once do
// no harm.
func (k *Keeper) Sweep(ctx context.Context) (Swept, error) {
	var swept Swept
	docs, err := k.Client.Collection(Collection).Where("checkAfter", "<", k.Now()).
		OrderBy("checkAfter", firestore.Asc).Limit(sweptDocuments).Documents(ctx).GetAll()
	if err != nil {
		return swept, fmt.Errorf("memory: find what is to be looked at: %w", err)
	}
	var failed []error
	for _, doc := range docs {
		swept.Looked++
		if err := k.check(ctx, doc, &swept); err != nil && !store.Raced(err) {
			failed = append(failed, fmt.Errorf("memory: sweep %s: %w", doc.Ref.ID, err))
		}
	}
	return swept, errors.Join(failed...)
}

func (k *Keeper) check(ctx context.Context, doc *firestore.DocumentSnapshot, swept *Swept) error {
	h, err := from(doc)
	if err != nil {
		return err
	}
	all, err := k.settingsOf(ctx, Conversation{OwnerID: h.UserID, OwnerEmail: h.UserEmail, OrganizationID: h.OrganizationID}, nil)
	if err != nil {
		return err
	}
	settings := all[h.UserID]
	if !settings.Enabled() {
		if err := k.erase(ctx, h); err != nil {
			return err
		}
		swept.Erased++
		return nil
	}
	after, now := h.clone(), k.Now()
	after.purgeDeleted(now)
	old := func(at time.Time) bool { return !settings.kept(at, now) }
	after.removeItems(func(s stored) bool { return old(s.SaidAt) })
	after.settle()
	after.CheckAfter = after.nextCheck(now)
	swept.Removed += len(h.Items) - len(after.Items)
	return k.store(ctx, h, after)
}
