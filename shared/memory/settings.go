package memory

import (
	"time"

	"getaifactory.com/ally/shared/access"
)

// Reason says why memory is on or off.
type Reason string

const (
	On             Reason = "on"
	ByOrganization Reason = "organization" // it is off for everybody there
	ByPerson       Reason = "person"       // the person does not want it
)

// Settings say whether anything is remembered, and for how long.
type Settings struct {
	Reason Reason
	// RetentionDays is how long it is kept after it was said; 0 for no limit.
	RetentionDays int
}

// Enabled says whether anything is remembered.
func (s Settings) Enabled() bool { return s.Reason == On }

// SettingsOf gives the settings that hold for a person: both the organization
// and the person can switch memory off; absent means on.
func SettingsOf(who access.Person) Settings {
	return settings(who.Organization.MemoryOff, who.MemoryOptOut, who.Organization.MemoryDays)
}

func settings(organizationOff, personOff bool, days int) Settings {
	s := Settings{Reason: On, RetentionDays: days}
	switch {
	case organizationOff:
		s.Reason = ByOrganization
	case personOff:
		s.Reason = ByPerson
	}
	return s
}

// kept says whether what was said then is still kept.
func (s Settings) kept(at, now time.Time) bool {
	return s.RetentionDays <= 0 || now.Sub(at) < time.Duration(s.RetentionDays)*24*time.Hour
}
