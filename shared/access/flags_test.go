package access

import (
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/rollout"
)

// on is a fact sheet that nothing switches off and nothing switches on.
func on(change func(*Facts)) Facts {
	f := Facts{EnvironmentOn: true, Known: true, Active: true, DomainEnabled: true, OrganizationActive: true}
	change(&f)
	return f
}

func grant(enabled bool) *bool { return &enabled }

func TestTheFirstRuleThatDecidesWins(t *testing.T) {
	for _, tc := range []struct {
		name   string
		facts  Facts
		on     bool
		reason Reason
	}{
		{"nothing is known", Facts{}, false, EnvironmentOff},
		{"environment off, even for a superadmin", on(func(f *Facts) { f.EnvironmentOn = false; f.Superadmin = true }), false, EnvironmentOff},
		{"kill switch, even for a superadmin", on(func(f *Facts) { f.KillSwitch = true; f.Superadmin = true }), false, KillSwitch},
		{"switched off for the organization, even for a superadmin", on(func(f *Facts) { f.OrganizationOff = true; f.Superadmin = true }), false, OrganizationSwitch},
		{"switched off for the person, even a superadmin", on(func(f *Facts) { f.PersonOff = true; f.Superadmin = true }), false, PersonSwitch},
		{"unknown person, even a superadmin", on(func(f *Facts) { f.Known = false; f.Superadmin = true }), false, UnknownPerson},
		{"inactive person, even granted", on(func(f *Facts) { f.Active = false; f.Grant = grant(true) }), false, InactivePerson},
		{"disabled domain, even granted", on(func(f *Facts) { f.DomainEnabled = false; f.Grant = grant(true) }), false, DisabledDomain},
		{"inactive organization", on(func(f *Facts) { f.OrganizationActive = false; f.Superadmin = true }), false, InactiveOrganization},
		{"denied, even a superadmin", on(func(f *Facts) { f.Grant = grant(false); f.Superadmin = true }), false, Denied},
		{"superadmin", on(func(f *Facts) { f.Superadmin = true }), true, Superadmin},
		{"superadmin, granted too", on(func(f *Facts) { f.Superadmin = true; f.Grant = grant(true) }), true, Superadmin},
		{"granted", on(func(f *Facts) { f.Grant = grant(true) }), true, Granted},
		{"held out", on(func(f *Facts) { f.Place = rollout.Place{By: rollout.Domain, HeldOut: true} }), false, HeldOut},
		{"held out, but granted", on(func(f *Facts) { f.Place = rollout.Place{By: rollout.Domain, HeldOut: true}; f.Grant = grant(true) }), true, Granted},
		{"beta group", on(func(f *Facts) { f.Place = rollout.Place{By: rollout.Beta} }), true, InBetaGroup},
		{"beta group, but denied", on(func(f *Facts) { f.Place = rollout.Place{By: rollout.Beta}; f.Grant = grant(false) }), false, Denied},
		{"domain", on(func(f *Facts) { f.Place = rollout.Place{By: rollout.Domain} }), true, InDomain},
		{"organization", on(func(f *Facts) { f.Place = rollout.Place{By: rollout.Organization} }), true, InOrganization},
		{"everybody", on(func(f *Facts) { f.Place = rollout.Place{By: rollout.General} }), true, General},
		{"the last stage", on(func(f *Facts) { f.Place = rollout.Place{By: rollout.Deprecation} }), true, General},
		{"a place that is none", on(func(f *Facts) { f.Place = rollout.Place{By: rollout.Superadmin} }), false, NotInRollout},
		{"nobody in particular", on(func(*Facts) {}), false, NotInRollout},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Decide(tc.facts)
			if d.On != tc.on || d.Reason != tc.reason || d.Stage != rollout.Superadmin {
				t.Errorf("%+v, want on %v for %s", d, tc.on, tc.reason)
			}
		})
	}
}

// Taking anything away that a person needs never switches Ally on.
func TestLosingAFactNeverSwitchesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.Bool()
		f := Facts{
			EnvironmentOn: b.Draw(t, "environment"), Known: b.Draw(t, "known"), Active: b.Draw(t, "active"),
			DomainEnabled: b.Draw(t, "domain"), OrganizationActive: b.Draw(t, "organization"), Superadmin: b.Draw(t, "superadmin"),
		}
		f.Place.By = rapid.SampledFrom(append([]rollout.Stage{""}, rollout.Stages...)).Draw(t, "place")
		f.Place.HeldOut = b.Draw(t, "heldOut")
		if b.Draw(t, "hasGrant") {
			f.Grant = grant(b.Draw(t, "grant"))
		}
		if Decide(f).On {
			return
		}
		for _, lose := range []func(*Facts){
			func(f *Facts) { f.EnvironmentOn = false }, func(f *Facts) { f.Known = false },
			func(f *Facts) { f.Active = false }, func(f *Facts) { f.DomainEnabled = false },
			func(f *Facts) { f.OrganizationActive = false }, func(f *Facts) { f.Superadmin = false },
			func(f *Facts) { f.KillSwitch = true }, func(f *Facts) { f.OrganizationOff = true }, func(f *Facts) { f.PersonOff = true },
			func(f *Facts) { f.Place = rollout.Place{} }, func(f *Facts) { f.Place.HeldOut = true },
		} {
			less := f
			lose(&less)
			if Decide(less).On {
				t.Fatalf("%+v is off, but %+v is on", f, less)
			}
		}
	})
}

// An explanation and a decision never disagree.
func TestTheStepThatDecidesIsTheDecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.Bool()
		f := Facts{
			EnvironmentOn: b.Draw(t, "environment"), KillSwitch: b.Draw(t, "switch"), OrganizationOff: b.Draw(t, "organizationOff"),
			Known: b.Draw(t, "known"), Active: b.Draw(t, "active"), DomainEnabled: b.Draw(t, "domain"),
			OrganizationActive: b.Draw(t, "organization"), Superadmin: b.Draw(t, "superadmin"),
			Place: rollout.Place{By: rapid.SampledFrom(rollout.Stages).Draw(t, "place"), HeldOut: b.Draw(t, "heldOut")},
		}
		want := Decision{On: false, Reason: NotInRollout, Stage: rollout.Superadmin}
		for _, s := range Explain(f) {
			if s.Decides {
				want.On, want.Reason = !s.Off, s.Reason
			}
		}
		if got := Decide(f); got != want {
			t.Fatalf("%+v, explained as %+v", got, want)
		}
	})
}
