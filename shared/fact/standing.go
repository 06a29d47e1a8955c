package fact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/api/iterator"
)

// Standing is how far what is measured reaches.
type Standing struct {
	ClassicReadTo time.Time // the time of the last message that was read; zero before the first run
	RolledTo      string    // the last day that is rolled up; "" for none
	Oldest        string    // the first one
	Revision      int       // of the roll-ups: another one whenever any was written or is gone
}

// Standing reads how far what is measured reaches: three documents.
func (k *Keeper) Standing(ctx context.Context) (Standing, error) {
	docs, err := k.Client.GetAll(ctx, []*firestore.DocumentRef{progressRef(k.Client, classicMessages), progressRef(k.Client, roller)})
	if err != nil {
		return Standing{}, fmt.Errorf("fact: standing: %w", err)
	}
	var read, rolled progress
	for i, to := range []*progress{&read, &rolled} {
		if docs[i].Exists() {
			if err := docs[i].DataTo(to); err != nil {
				return Standing{}, fmt.Errorf("fact: unreadable %s: %w", docs[i].Ref.Path, err)
			}
		}
	}
	first := k.Client.Collection(Rollups).OrderBy("day", firestore.Asc).Select("day").Limit(1).Documents(ctx)
	defer first.Stop()
	oldest, err := next(first)
	if err != nil {
		return Standing{}, fmt.Errorf("fact: oldest: %w", err)
	}
	s := Standing{ClassicReadTo: read.At, Revision: rolled.Revision}
	if oldest != nil { // else nothing is rolled up, however far the roll-up has come
		s.Oldest, s.RolledTo = oldest.Day, rolled.Through
	}
	return s, nil
}

// Began gives the day on which somebody was first told whether Ally is on for them; of a
// lot, on which somebody was first held out by it. "" for none.
func (k *Keeper) Began(ctx context.Context, lot bool) (string, error) {
	q := k.Client.Collection(Exposures).Query
	if lot {
		q = q.Where("group", "==", Classic)
	}
	docs := q.OrderBy("at", firestore.Asc).Select("at").Limit(1).Documents(ctx)
	defer docs.Stop()
	doc, err := docs.Next()
	if errors.Is(err, iterator.Done) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("fact: first exposure: %w", err)
	}
	var e Exposure
	if err := doc.DataTo(&e); err != nil {
		return "", fmt.Errorf("fact: unreadable %s: %w", doc.Ref.Path, err)
	}
	return DayOf(e.At), nil
}

// Drawn counts the accounts that a holdout put on a side, whatever they have used:
// a read for each thousand. Counting people instead, of whom a few have two accounts, would
// take a read of each.
func (k *Keeper) Drawn(ctx context.Context, f Filter, side Arm) (int, error) {
	q := k.Client.Collection(Exposures).Where("group", "==", side)
	for field, value := range map[string]string{"organizationId": f.OrganizationID, "domain": f.Domain, "stage": f.Stage} {
		if value != "" {
			q = q.Where(field, "==", value)
		}
	}
	result, err := q.NewAggregationQuery().WithCount("all").Get(ctx)
	if err != nil {
		return 0, fmt.Errorf("fact: drawn for %s: %w", side, err)
	}
	n, _ := result["all"].(*firestorepb.Value)
	return int(n.GetIntegerValue()), nil
}
