package fact

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/store"
)

// Rollup is a document of `ally_rollups`: the numbers of up to 400 people's day in one
// document, so that what is read for a comparison does not grow with every person
// by itself. It has no user ids and no marks. Sums for an organization would be
// smaller and useless: how much people differ, which every interval is made of, can't be
// told from them.
type Rollup struct {
	Day    string           `firestore:"day"`
	Page   int              `firestore:"page"`
	People map[string]Entry `firestore:"people"` // by the fact's id
}

// Entry is one person's day in a roll-up.
type Entry struct {
	Person         string  `firestore:"p"`
	Account        string  `firestore:"u"` // of the person; mostly the only one
	OrganizationID string  `firestore:"o,omitempty"`
	Domain         string  `firestore:"d,omitempty"`
	Stage          string  `firestore:"s,omitempty"`
	Group          Arm     `firestore:"g,omitempty"`
	Arm            Arm     `firestore:"a"`
	Numbers        Numbers `firestore:"n"`
}

const (
	perRollup   = 400
	rollupBytes = 700_000 // as JSON, which is more than Firestore counts
	inRollup    = 25      // pages of one run

	// quiet is how long after midnight a day is left alone: another instance's clock may
	// still be on it.
	quiet = 30 * time.Minute
)

const (
	roller  = "rollup"
	lateDay = "late"
)

// late has days rolled up once more. In one commit with what changes them, no change is
// ever missing from the roll-up.
func (k *Keeper) late(days ...string) store.Write { return Late(k.Client, days...) }

// Late has days rolled up once more.
func Late(client *firestore.Client, days ...string) store.Write {
	all := make([]any, len(days))
	for i, day := range days {
		all[i] = day
	}
	return store.Merge(progressRef(client, lateDay), map[string]any{"days": firestore.ArrayUnion(all...)})
}

// Roll rolls up the days that are over, and those that changed since they were,
// from where the last run came to, and gives how many facts it read: 10,000 at most.
func (k *Keeper) Roll(ctx context.Context) (read int, err error) {
	now := k.Now().UTC()
	today := now.Add(-quiet)
	h, err := k.hold(ctx, roller, progress{Through: DayOf(today.AddDate(0, 0, -1))})
	if errors.Is(err, errHeld) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	for range inRollup {
		if h.Day == "" {
			if err = k.nextDay(ctx, h, DayOf(today)); err != nil || h.Day == "" {
				break
			}
		}
		var n int
		n, err = k.rollPage(ctx, h)
		read += n
		if err != nil {
			break
		}
	}
	if errors.Is(err, errLost) {
		return read, nil
	}
	return read, errors.Join(err, h.release(ctx, k.Client))
}

// nextDay takes a late day, else the one after the last; none where all are rolled up.
func (k *Keeper) nextDay(ctx context.Context, h *held, today string) error {
	docs, err := k.Client.GetAll(ctx, []*firestore.DocumentRef{progressRef(k.Client, lateDay)})
	if err != nil {
		return fmt.Errorf("fact: late days: %w", err)
	}
	var late struct {
		Days []string `firestore:"days"`
	}
	if docs[0].Exists() {
		if err := docs[0].DataTo(&late); err != nil {
			return fmt.Errorf("fact: unreadable %s: %w", docs[0].Ref.Path, err)
		}
	}
	late.Days = slices.DeleteFunc(late.Days, func(day string) bool { return day >= today })
	day, through := "", h.Through
	var with []store.Write
	if len(late.Days) > 0 {
		day = slices.Min(late.Days)
		with = []store.Write{store.Merge(docs[0].Ref, map[string]any{"days": firestore.ArrayRemove(day)})}
	} else if next := dayAfter(h.Through); next < today {
		day, through = next, next
	}
	if day == "" {
		return nil
	}
	if err := h.step(ctx, k.Client, with, place(day, 0, "", through)...); err != nil {
		return err
	}
	h.Day, h.Page, h.After, h.Through = day, 0, "", through
	return nil
}

// rollPage writes the next page of the day under way; with the last one, pages that
// an earlier roll-up had more of go.
func (k *Keeper) rollPage(ctx context.Context, h *held) (int, error) {
	q := k.Client.Collection(Collection).Where("day", "==", h.Day).OrderBy(firestore.DocumentID, firestore.Asc)
	if h.After != "" {
		q = q.StartAfter(h.After)
	}
	docs, err := q.Select("userId", "person", "organizationId", "domain", "stage", "group", "arm", "numbers").Limit(perRollup).Documents(ctx).GetAll()
	if err != nil {
		return 0, fmt.Errorf("fact: roll up %s: %w", h.Day, err)
	}
	rollup, last := Rollup{Day: h.Day, Page: h.Page, People: map[string]Entry{}}, len(docs) < perRollup
	after, bytes := h.After, 0
	for _, doc := range docs {
		var d Day
		if err := doc.DataTo(&d); err != nil {
			return len(docs), fmt.Errorf("fact: unreadable %s: %w", doc.Ref.Path, err)
		}
		entry := Entry{d.Person, id.Derive("account", d.UserID), d.OrganizationID, d.Domain, d.Stage, d.Group, d.Arm, d.Numbers}
		raw, err := json.Marshal(entry)
		if err != nil {
			return len(docs), err
		}
		if bytes += len(raw); bytes > rollupBytes && len(rollup.People) > 0 {
			last = false
			break
		}
		rollup.People[doc.Ref.ID], after = entry, doc.Ref.ID
	}
	var with []store.Write
	pages := h.Page
	if len(rollup.People) > 0 {
		with, pages = append(with, store.Set(rollupRef(k.Client, h.Day, h.Page), rollup)), pages+1
	}
	if !last {
		if err := h.step(ctx, k.Client, with, revised(place(h.Day, pages, after, h.Through))...); err != nil {
			return len(docs), err
		}
		h.Page, h.After = pages, after
		return len(docs), nil
	}
	surplus, err := k.surplus(ctx, h.Day, pages)
	if err != nil {
		return len(docs), err
	}
	if err := h.step(ctx, k.Client, append(with, surplus...), revised(place("", 0, "", h.Through))...); err != nil {
		return len(docs), err
	}
	h.Day = ""
	return len(docs), nil
}

// surplus deletes the pages of a day from the one given on.
func (k *Keeper) surplus(ctx context.Context, day string, page int) ([]store.Write, error) {
	var writes []store.Write
	for ; ; page++ {
		ref := rollupRef(k.Client, day, page)
		docs, err := k.Client.Collection(Rollups).Where(firestore.DocumentID, "==", ref).Select().Documents(ctx).GetAll()
		if err != nil {
			return nil, fmt.Errorf("fact: pages of %s: %w", day, err)
		}
		if len(docs) == 0 {
			return writes, nil
		}
		writes = append(writes, store.Delete(ref))
	}
}

func place(day string, page int, after, through string) []firestore.Update {
	return []firestore.Update{
		{Path: "day", Value: day}, {Path: "page", Value: page}, {Path: "after", Value: after}, {Path: "through", Value: through},
	}
}

// revised is with the next revision of the roll-ups.
func revised(fields []firestore.Update) []firestore.Update {
	return append(fields, firestore.Update{Path: "revision", Value: firestore.Increment(1)})
}

func rollupRef(client *firestore.Client, day string, page int) *firestore.DocumentRef {
	return client.Collection(Rollups).Doc(id.Derive("rollup", day, strconv.Itoa(page)))
}

// dayAfter gives the day after one; "" is after none.
func dayAfter(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return DayOf(at.AddDate(0, 0, 1))
}
