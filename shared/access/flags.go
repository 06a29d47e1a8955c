package access

import (
	"slices"

	"getaifactory.com/ally/shared/rollout"
)

// Reason says why Ally is on or off for a person.
type Reason string

const (
	EnvironmentOff       Reason = "environment_off"
	KillSwitch           Reason = "kill_switch"
	OrganizationSwitch   Reason = "organization_switch"
	PersonSwitch         Reason = "person_switch"
	UnknownPerson        Reason = "unknown_person"
	InactivePerson       Reason = "inactive_person"
	DisabledDomain       Reason = "disabled_domain"
	InactiveOrganization Reason = "inactive_organization"
	Denied               Reason = "denied"
	Superadmin           Reason = "superadmin"
	Granted              Reason = "granted"
	InBetaGroup          Reason = "beta_group"
	InDomain             Reason = "domain_rollout"
	InOrganization       Reason = "organization_rollout"
	General              Reason = "general"
	HeldOut              Reason = "held_out"
	NotInRollout         Reason = "not_in_rollout"
)

// Decision is whether Ally is on for a person, and why.
type Decision struct {
	On     bool
	Reason Reason
	Stage  rollout.Stage
	// Lot says that chance decided: the rollout's holdout, either way.
	Lot bool
}

// Facts are what a decision is made of. The zero value means off.
type Facts struct {
	EnvironmentOn      bool
	KillSwitch         bool // Ally is switched off for everybody
	OrganizationOff    bool // Ally is switched off for the person's organization
	PersonOff          bool // Ally is switched off for the person
	Known              bool // the person has a document
	Active             bool
	DomainEnabled      bool
	OrganizationActive bool
	Grant              *bool // the person's own switch; nil where there is none
	Superadmin         bool
	Stage              rollout.Stage
	Place              rollout.Place // what the rollout says of the person
}

// rule is one question about the facts; decided is false where it leaves the
// answer to the next.
type rule func(Facts) (on bool, reason Reason, decided bool)

// offWhen and onWhen make rules that only ever switch off, or on.
func offWhen(reason Reason, holds func(Facts) bool) rule {
	return func(f Facts) (bool, Reason, bool) { return false, reason, holds(f) }
}

func onWhen(reason Reason, holds func(Facts) bool) rule {
	return func(f Facts) (bool, Reason, bool) { return true, reason, holds(f) }
}

// rules are asked in this order, and the first that decides wins: whatever
// switches off for everybody comes first, then what switches off one person,
// then what switches on, the rollout last.
var rules = []rule{
	offWhen(EnvironmentOff, func(f Facts) bool { return !f.EnvironmentOn }),
	offWhen(KillSwitch, func(f Facts) bool { return f.KillSwitch }),
	offWhen(OrganizationSwitch, func(f Facts) bool { return f.OrganizationOff }),
	offWhen(PersonSwitch, func(f Facts) bool { return f.PersonOff }),
	offWhen(UnknownPerson, func(f Facts) bool { return !f.Known }),
	offWhen(InactivePerson, func(f Facts) bool { return !f.Active }),
	offWhen(DisabledDomain, func(f Facts) bool { return !f.DomainEnabled }),
	offWhen(InactiveOrganization, func(f Facts) bool { return !f.OrganizationActive }),
	offWhen(Denied, func(f Facts) bool { return f.Grant != nil && !*f.Grant }),
	onWhen(Superadmin, func(f Facts) bool { return f.Superadmin }),
	onWhen(Granted, func(f Facts) bool { return f.Grant != nil && *f.Grant }),
	offWhen(HeldOut, func(f Facts) bool { return f.Place.HeldOut }),
	onWhen(InBetaGroup, in(rollout.Beta)),
	onWhen(InDomain, in(rollout.Domain)),
	onWhen(InOrganization, in(rollout.Organization)),
	onWhen(General, in(rollout.General, rollout.Deprecation)),
}

func in(stages ...rollout.Stage) func(Facts) bool {
	return func(f Facts) bool { return slices.Contains(stages, f.Place.By) }
}

// Decide answers whether Ally is on. What no rule decides is off.
func Decide(f Facts) Decision {
	stage := f.Stage
	if stage == "" {
		stage = rollout.Superadmin
	}
	for _, r := range rules {
		if on, reason, decided := r(f); decided {
			lot := f.Place.Lot && slices.Contains([]Reason{HeldOut, InDomain, InOrganization, General}, reason)
			return Decision{On: on, Reason: reason, Stage: stage, Lot: lot}
		}
	}
	return Decision{On: false, Reason: NotInRollout, Stage: stage}
}

// Step is one rule's answer for a person.
type Step struct {
	Reason  Reason
	Off     bool // the rule switches off where it holds; else it switches on
	Holds   bool
	Decides bool // it is the first that holds
}

// Explain gives every rule's answer, in the order in which they are asked.
func Explain(f Facts) []Step {
	steps := make([]Step, 0, len(rules))
	decided := false
	for _, r := range rules {
		on, reason, holds := r(f)
		steps = append(steps, Step{Reason: reason, Off: !on, Holds: holds, Decides: holds && !decided})
		decided = decided || holds
	}
	return steps
}
