// Package fact keeps what people did, as numbers and never as words: one document
// for each person, day of UTC and side. A document holds marks, one for each thing
// that happened, and the numbers that follow from them. Marks are joined, so
// events that come twice, late and in any order end in the same document; the
// classic system's messages become marks of the same kinds, so both sides are
// counted by the same code.
package fact

import (
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/id"
)

// Collections.
const (
	Collection = "ally_facts"
	Exposures  = "ally_exposures"
	Rollups    = "ally_rollups"
	Progresses = "ally_measuring" // how far the readers have come
)

// Arm is one of the two sides that are compared.
type Arm string

// The arms.
const (
	Classic Arm = "classic"
	Ally    Arm = "ally"
)

const (
	reportApp      = "report"
	collaborateApp = "collaborate"
)

// Who is whom facts are about.
type Who struct {
	UserID string `firestore:"userId"`
	// Person is the same for all documents of one person in `users`, and tells nobody
	// who that is.
	Person         string `firestore:"person"`
	OrganizationID string `firestore:"organizationId"` // "" for none
	Domain         string `firestore:"domain"`         // "" where it is not known
	// Stage is the rollout's when the person was first seen, and Group the side that
	// a holdout put them on; "" where they were not, or where it was no chance.
	Stage string `firestore:"stage"`
	Group Arm    `firestore:"group"`
}

// PersonOf gives the name under which a person is counted.
func PersonOf(userID, email string) string {
	if email = strings.ToLower(strings.TrimSpace(email)); email != "" {
		return id.Derive("person", email)
	}
	return id.Derive("person", userID)
}

// Day is a document of `ally_facts`.
type Day struct {
	Who
	Arm       Arm       `firestore:"arm"`
	Day       string    `firestore:"day"` // such as 2026-11-30
	Marks     Marks     `firestore:"marks"`
	Numbers   Numbers   `firestore:"numbers"`
	UpdatedAt time.Time `firestore:"updatedAt"`
	Source    string    `firestore:"source"`
}

// DayOf gives the day of a time.
func DayOf(at time.Time) string { return at.UTC().Format(time.DateOnly) }

// Ref is the place of a person's day.
func Ref(client *firestore.Client, arm Arm, userID, day string) *firestore.DocumentRef {
	return client.Collection(Collection).Doc(id.Derive("fact", string(arm), userID, day))
}
