package rollout

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

// What a rollout may name.
const (
	MostPeople  = 500
	MostPlaces  = 200 // domains, and organizations
	MostHoldout = 50  // percent
)

// Change says what is to become of a state. What is nil stays.
type Change struct {
	Stage         *Stage          `firestore:"stage,omitempty"`
	People        *[]string       `firestore:"people,omitempty"`
	Domains       *map[string]int `firestore:"domains,omitempty"`
	Organizations *map[string]int `firestore:"organizations,omitempty"`
	Percentage    *int            `firestore:"percentage,omitempty"`
	Holdout       *int            `firestore:"holdout,omitempty"`
}

// With gives the state after the change, as it is stored, and names every field
// that can't be so. It asks no condition: Conditions does.
func (s State) With(c Change, now time.Time) (State, error) {
	next := s.Normal()
	next.People, next.Organizations = slices.Clone(next.People), maps.Clone(next.Organizations)
	put(&next.People, c.People)
	put(&next.Domains, c.Domains)
	put(&next.Organizations, c.Organizations)
	put(&next.Percentage, c.Percentage)
	put(&next.Holdout, c.Holdout)
	put(&next.Stage, c.Stage)
	next = next.Normal()
	if next.Stage != s.Normal().Stage || s.Since.IsZero() {
		next.Since = now
	}
	next.Revision = s.Revision + 1
	return next, fault.Wrong(next.wrong()...)
}

func put[T any](field *T, to *T) {
	if to != nil {
		*field = *to
	}
}

var address = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)

func (s State) wrong() []fault.Field {
	var wrong []fault.Field
	say := func(name, es, en string) {
		wrong = append(wrong, fault.Field{Name: name, Problem: lang.Text{ES: es, EN: en}})
	}
	if s.Stage.place() < 0 {
		say("stage", fmt.Sprintf("debe ser una de %v", Stages), fmt.Sprintf("must be one of %v", Stages))
	}
	if len(s.People) > MostPeople {
		say("people", fmt.Sprintf("como máximo %d", MostPeople), fmt.Sprintf("at most %d", MostPeople))
	}
	for _, email := range s.People {
		if !address.MatchString(email) {
			say("people", fmt.Sprintf("%q no es un correo", email), fmt.Sprintf("%q is no e-mail address", email))
		}
	}
	shares := func(name string, places map[string]int) {
		if len(places) > MostPlaces {
			say(name, fmt.Sprintf("como máximo %d", MostPlaces), fmt.Sprintf("at most %d", MostPlaces))
		}
		for _, place := range slices.Sorted(maps.Keys(places)) {
			if share := places[place]; place == "" || share < 1 || share > 100 {
				say(name+"."+place, "debe ser un porcentaje de 1 a 100", "must be a percentage from 1 to 100")
			}
		}
	}
	shares("domains", s.Domains)
	shares("organizations", s.Organizations)
	if s.Percentage < 0 || s.Percentage > 100 {
		say("percentage", "debe ser de 0 a 100", "must be from 0 to 100")
	}
	if s.Holdout < 0 || s.Holdout > MostHoldout {
		say("holdout", fmt.Sprintf("debe ser de 0 a %d", MostHoldout), fmt.Sprintf("must be from 0 to %d", MostHoldout))
	}
	return wrong
}
