package fact

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/store"
)

// Deps are what a Keeper works with.
type Deps struct {
	Client *firestore.Client
	Now    func() time.Time
	Pause  func(context.Context, time.Duration) error
	NewKey func() string
	Source string
}

// Keeper keeps facts.
type Keeper struct {
	Deps
	classic *classic.Reader
	seen    seen // whose exposure is known to be stored
}

// NewKeeper makes a Keeper.
func NewKeeper(d Deps) (*Keeper, error) {
	if d.Client == nil || d.Now == nil || d.Pause == nil || d.NewKey == nil {
		return nil, errors.New("fact: a client, a clock, a pause and a source of keys are needed")
	}
	return &Keeper{Deps: d, classic: classic.NewReader(d.Client)}, nil
}

// tries is how often others may be faster at a person's day.
const tries = 12

// Note joins marks of one person into their days. A mark of no time, or of more
// than a day ahead of the clock, is left out: nobody knows of what day it is. An
// id that can't be one is left out too.
func (k *Keeper) Note(ctx context.Context, arm Arm, userID string, marks Marks) error {
	return k.note(ctx, arm, userID, marks, true)
}

// note is Note; without tell, the caller says which days that are over may have
// changed.
func (k *Keeper) note(ctx context.Context, arm Arm, userID string, marks Marks, tell bool) error {
	if !id.Valid(userID) {
		return nil
	}
	days := map[string]Marks{}
	for key, m := range marks {
		if m.At.IsZero() || m.At.After(k.Now().Add(24*time.Hour)) || !id.Valid(key) {
			continue
		}
		day := DayOf(m.At)
		if days[day] == nil {
			days[day] = Marks{}
		}
		days[day][key] = m
	}
	for _, day := range slices.Sorted(maps.Keys(days)) {
		err := store.Again(ctx, k.Pause, tries, func() error { return k.join(ctx, arm, userID, day, days[day], tell) })
		if err != nil {
			return fmt.Errorf("fact: note %s of %s: %w", day, userID, err)
		}
	}
	return nil
}

// join joins marks into one day: one read and one write, none where all is known, and
// on the day's first two reads more, of who it is.
func (k *Keeper) join(ctx context.Context, arm Arm, userID, day string, marks Marks, tell bool) error {
	ref := Ref(k.Client, arm, userID, day)
	docs, err := k.Client.GetAll(ctx, []*firestore.DocumentRef{ref})
	if err != nil {
		return err
	}
	now := k.Now().UTC().Truncate(time.Millisecond)
	var late []store.Write
	if tell && day < DayOf(now) {
		late = []store.Write{k.late(day)}
	}
	if !docs[0].Exists() {
		who, err := k.who(ctx, userID)
		if err != nil {
			return err
		}
		joined := Marks{}.Joined(marks)
		_, err = store.Commit(ctx, k.Client, append(late, store.Create(ref, Day{
			Who: who, Arm: arm, Day: day, Marks: joined, Numbers: Count(joined), UpdatedAt: now, Source: k.Source,
		}))...)
		return err
	}
	var known Day
	if err := docs[0].DataTo(&known); err != nil {
		return fmt.Errorf("unreadable %s: %w", ref.Path, err)
	}
	joined := known.Marks.Joined(marks)
	if reflect.DeepEqual(joined, known.Marks) {
		return nil
	}
	_, err = store.Commit(ctx, k.Client, append(late, store.Update(ref, docs[0].UpdateTime,
		firestore.Update{Path: "marks", Value: joined},
		firestore.Update{Path: "numbers", Value: Count(joined)},
		firestore.Update{Path: "updatedAt", Value: now},
	))...)
	return err
}

// who reads who somebody is: as they were when they were first seen, else by their
// document.
func (k *Keeper) who(ctx context.Context, userID string) (Who, error) {
	docs, err := k.Client.GetAll(ctx, []*firestore.DocumentRef{exposureRef(k.Client, userID), k.classic.UserRef(userID)})
	if err != nil {
		return Who{}, err
	}
	var e Exposure
	if docs[0].Exists() && docs[0].DataTo(&e) == nil {
		return e.Who, nil
	}
	user, _ := classic.UserFrom(docs[1])
	_, domain, _ := strings.Cut(user.Email, "@")
	who := Who{UserID: userID, Person: PersonOf(userID, user.Email), OrganizationID: user.OrganizationID, Domain: domain}
	if who.OrganizationID == "" && domain != "" {
		organization, _, err := k.classic.OrganizationOfDomain(ctx, domain)
		if err != nil {
			return Who{}, err
		}
		who.OrganizationID = organization.ID
	}
	return who, nil
}
