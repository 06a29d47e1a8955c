package verdict

import (
	"time"

	"getaifactory.com/ally/shared/lang"
)

// Check is something that was looked at outside of the figures, and recorded.
type Check struct {
	Name   CheckName
	Passed bool
	At     time.Time
}

// CheckName is what was looked at.
type CheckName string

const (
	Isolation CheckName = "isolation" // the classic system's data and pages are apart from Ally's
	Security  CheckName = "security"  // no vulnerability is known
	Bugs      CheckName = "bugs"      // no critical error is known
	Data      CheckName = "data"      // nothing was lost or corrupted
	Tasks     CheckName = "tasks"     // what can be done in the classic chat, can
)

// CheckNames are all checks. Every one stops everything when it has failed; the first
// three must have passed for a GO.
var CheckNames = []CheckName{Isolation, Security, Bugs, Data, Tasks}

const requiredChecks = 3

var checkTitles = map[CheckName]lang.Text{
	Isolation: {ES: "aislamiento de los datos", EN: "isolation of data"},
	Security:  {ES: "seguridad", EN: "security"},
	Bugs:      {ES: "sin errores críticos", EN: "no critical errors"},
	Data:      {ES: "sin pérdida de datos", EN: "no loss of data"},
	Tasks:     {ES: "se puede hacer lo que en el chat clásico", EN: "what the classic chat can do can be done"},
}

// Title is what was looked at in words.
func (n CheckName) Title() lang.Text { return checkTitles[n] }

// checks holds the newest record of each check against what is asked. One that failed
// counts until a newer one passed; one that passed counts for so many days.
func checks(in Input) []Criterion {
	newest := map[CheckName]Check{}
	for _, c := range in.Checks {
		if old, ok := newest[c.Name]; !ok || c.At.After(old.At) || c.At.Equal(old.At) && !c.Passed {
			newest[c.Name] = c
		}
	}
	var criteria []Criterion
	for i, name := range CheckNames {
		c := Criterion{Name: string(name), Kind: ACheck, State: Pass, Title: checkTitles[name]}
		is, recorded := newest[name]
		age := int(in.At.Sub(is.At) / (24 * time.Hour))
		switch {
		case !recorded && i >= requiredChecks:
			continue
		case !recorded:
			c.State, c.Why = Unknown, say("No hay registro de que se haya comprobado.", "There is no record that it was checked.")
		case !is.Passed:
			c.State, c.Why = Fail, say("La comprobación del %s falló.", "The check of %s failed.", is.At.Format(time.DateOnly))
		case is.At.After(in.At):
			c.State, c.Why = Unknown, say("La comprobación lleva fecha futura, %s.", "The check is dated in the future, %s.", is.At.Format(time.DateOnly))
		case age > in.Thresholds.CheckDays && i >= requiredChecks:
			continue
		case age > in.Thresholds.CheckDays:
			c.State, c.Why = Unknown, say("La comprobación tiene %d días; cuenta por %d.", "The check is %d days old; it counts for %d.", age, in.Thresholds.CheckDays)
		default:
			c.Why = say("Comprobado el %s.", "Checked on %s.", is.At.Format(time.DateOnly))
		}
		criteria = append(criteria, c)
	}
	return criteria
}
