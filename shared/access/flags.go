package access

// Reason says why Ally is on or off for a person.
type Reason string

const (
	EnvironmentOff       Reason = "environment_off"
	KillSwitch           Reason = "kill_switch"
	UnknownPerson        Reason = "unknown_person"
	InactivePerson       Reason = "inactive_person"
	DisabledDomain       Reason = "disabled_domain"
	InactiveOrganization Reason = "inactive_organization"
	Denied               Reason = "denied"
	Superadmin           Reason = "superadmin"
	Granted              Reason = "granted"
	NotInRollout         Reason = "not_in_rollout"
)

// Stage is how far Ally is rolled out.
type Stage string

// StageSuperadmin is the first stage and the default: Ally is on for the
// superadmin and for those whom the superadmin granted it.
const StageSuperadmin Stage = "superadmin"

// Decision is whether Ally is on for a person, and why.
type Decision struct {
	On     bool
	Reason Reason
	Stage  Stage
}

// Facts are what a decision is made of. The zero value means off.
type Facts struct {
	EnvironmentOn      bool
	KillSwitch         bool // Ally is switched off for everybody
	Known              bool // the person has a document
	Active             bool
	DomainEnabled      bool
	OrganizationActive bool
	Grant              *bool // the person's own switch; nil where there is none
	Superadmin         bool
	Stage              Stage
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
// then what switches on. Rollout stages belong at the end.
var rules = []rule{
	offWhen(EnvironmentOff, func(f Facts) bool { return !f.EnvironmentOn }),
	offWhen(KillSwitch, func(f Facts) bool { return f.KillSwitch }),
	offWhen(UnknownPerson, func(f Facts) bool { return !f.Known }),
	offWhen(InactivePerson, func(f Facts) bool { return !f.Active }),
	offWhen(DisabledDomain, func(f Facts) bool { return !f.DomainEnabled }),
	offWhen(InactiveOrganization, func(f Facts) bool { return !f.OrganizationActive }),
	offWhen(Denied, func(f Facts) bool { return f.Grant != nil && !*f.Grant }),
	onWhen(Superadmin, func(f Facts) bool { return f.Superadmin }),
	onWhen(Granted, func(f Facts) bool { return f.Grant != nil && *f.Grant }),
}

// Decide answers whether Ally is on. What no rule decides is off.
func Decide(f Facts) Decision {
	stage := f.Stage
	if stage == "" {
		stage = StageSuperadmin
	}
	for _, r := range rules {
		if on, reason, decided := r(f); decided {
			return Decision{On: on, Reason: reason, Stage: stage}
		}
	}
	return Decision{On: false, Reason: NotInRollout, Stage: stage}
}
