// Package rollout decides how far Ally is rolled out: six stages that are walked
// one after the other, each with the people of all earlier ones, and what must
// hold before the next is entered. It knows nothing of what switches somebody
// off: that comes before it, in shared/access.
package rollout

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"getaifactory.com/ally/shared/id"
)

// Stage is how far Ally is rolled out.
type Stage string

// The stages in their order. Whom a stage lets in, all later ones do.
const (
	Superadmin   Stage = "superadmin"   // the superadmin and whom they granted it
	Beta         Stage = "beta"         // chosen people
	Domain       Stage = "domain"       // shares of chosen domains
	Organization Stage = "organization" // shares of chosen organizations
	General      Stage = "general"      // a share of everybody
	Deprecation  Stage = "deprecation"  // everybody; the classic chat is on its way out
)

// Stages are all stages, the first first.
var Stages = []Stage{Superadmin, Beta, Domain, Organization, General, Deprecation}

// place is where a stage stands among Stages; -1 for a word that is none.
func (s Stage) place() int { return slices.Index(Stages, s) }

// reached says whether a rollout at stage s has come as far as other.
func (s Stage) reached(other Stage) bool { return s.place() >= other.place() }

// State is the document `ally_config/rollout`. Its zero value is the first stage.
// A list or share of a later stage may be set beforehand: it counts once its
// stage is reached.
type State struct {
	Stage Stage `firestore:"stage"`
	// Since is when the stage was entered.
	Since time.Time `firestore:"since"`
	// Salt makes this rollout's buckets other than those of any other. It is
	// made once and never changed: changing it would shuffle who has Ally.
	Salt string `firestore:"salt"`
	// People are e-mails, lower case, of the beta group.
	People []string `firestore:"people"`
	// Domains and Organizations are the percentage, 1 to 100, of the people of each.
	Domains       map[string]int `firestore:"domains"`
	Organizations map[string]int `firestore:"organizations"`
	// Percentage is the share of everybody in the general stage, 0 to 100.
	Percentage int `firestore:"percentage"`
	// Holdout is the share, 0 to 50, of those whom a domain, an organization or
	// the general stage would let in and who are kept out, to be compared with.
	Holdout int `firestore:"holdout"`
	// Revision counts the changes, so that one made to an older state is noticed.
	Revision int `firestore:"revision"`
}

// Member is a person as a rollout sees them.
type Member struct {
	ID             string
	Email          string // lower case
	Domain         string // lower case
	OrganizationID string // "" for none
}

// Place is what a rollout says of somebody.
type Place struct {
	// By is the stage that lets the person in; "" for none.
	By Stage
	// HeldOut says that By would let them in, were they not kept out to be
	// compared with.
	HeldOut bool
	// Lot says that chance decided between the two: it would have, had it come out
	// otherwise. It is false where nobody is held out.
	Lot bool
}

// In says whether the person is let in.
func (p Place) In() bool { return p.By != "" && !p.HeldOut }

// Of gives the person's place: the first stage that lets them in. Chosen people
// are never held out.
func (s State) Of(m Member) Place {
	if s.Stage.reached(Beta) && m.Email != "" && slices.Contains(s.People, m.Email) {
		return Place{By: Beta}
	}
	by := s.byShare(m)
	lot := by != "" && s.Holdout > 0
	return Place{By: by, HeldOut: lot && within(s.Salt+holdoutSalt, m.ID, s.Holdout), Lot: lot}
}

// holdoutSalt keeps who is held out apart from who is let in early.
const holdoutSalt = ":holdout"

func (s State) byShare(m Member) Stage {
	switch {
	case m.ID == "" || s.Salt == "":
		return ""
	case s.Stage.reached(Domain) && within(s.Salt, m.ID, s.Domains[m.Domain]):
		return Domain
	case s.Stage.reached(Organization) && m.OrganizationID != "" && within(s.Salt, m.ID, s.Organizations[m.OrganizationID]):
		return Organization
	case s.Stage.reached(Deprecation):
		return Deprecation
	case s.Stage.reached(General) && within(s.Salt, m.ID, s.Percentage):
		return General
	}
	return ""
}

// Normal gives the state as it is stored: a stage that is known, e-mails and
// domains in lower case, in order and once.
func (s State) Normal() State {
	if s.Stage == "" {
		s.Stage = Superadmin
	}
	people := make([]string, 0, len(s.People))
	for _, email := range s.People {
		if email = strings.ToLower(strings.TrimSpace(email)); email != "" {
			people = append(people, email)
		}
	}
	slices.Sort(people)
	s.People = slices.Compact(people)
	domains := make(map[string]int, len(s.Domains))
	for domain, share := range s.Domains {
		domains[strings.ToLower(strings.TrimSpace(domain))] = share
	}
	s.Domains = domains
	return s
}

// Fingerprint is equal for states that let the same people in, by whatever way and
// at whatever time they came about.
func (s State) Fingerprint() string {
	s = s.Normal()
	parts := []string{
		string(s.Stage), s.Salt, strings.Join(s.People, " "), strconv.Itoa(s.Percentage), strconv.Itoa(s.Holdout),
	}
	for _, places := range []map[string]int{s.Domains, s.Organizations} {
		for _, place := range slices.Sorted(maps.Keys(places)) {
			parts = append(parts, place, strconv.Itoa(places[place]))
		}
		parts = append(parts, "")
	}
	return id.Derive("rollout", parts...)
}
