package verdict

import (
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

// Thresholds are what figures are held against. They are fixed before the data is seen;
// a zero stands for the default.
type Thresholds struct {
	// Confidence is the level of all intervals.
	Confidence float64 `json:"confidence" required:"true" firestore:"confidence"`
	// People are how many each arm must have.
	People int `json:"people" required:"true" firestore:"people"`
	// Days are how long a comparison must have run, MostDays how long it is waited for
	// what is not shown yet.
	Days     int `json:"days" required:"true" firestore:"days"`
	MostDays int `json:"mostDays" required:"true" firestore:"mostDays"`
	// SampleRatio is the probability of the arms' sizes below which somebody gets lost.
	SampleRatio float64 `json:"sampleRatio" required:"true" firestore:"sampleRatio"`
	// Exposed is the least share of Ally's arm that must have used it, Crossed the largest
	// share of the classic's arm that may have.
	Exposed float64 `json:"exposed" required:"true" firestore:"exposed"`
	Crossed float64 `json:"crossed" required:"true" firestore:"crossed"`
	// Satisfaction is what the lower bound of Ally's must lie above, 1 to 5.
	Satisfaction float64 `json:"satisfaction" required:"true" firestore:"satisfaction"`
	// Improved is how many of the key metrics must have improved.
	Improved int `json:"improved" required:"true" firestore:"improved"`
	// Worthwhile is the change, as a share of a figure, that is worth finding: sequential
	// intervals are narrowest for it, and a key metric of which it can be ruled out has
	// not improved.
	Worthwhile float64 `json:"worthwhile" required:"true" firestore:"worthwhile"`
	// CheckDays is how long a recorded check counts.
	CheckDays int `json:"checkDays" required:"true" firestore:"checkDays"`
}

// Defaults are the plan's thresholds, and ours where it has none.
var Defaults = Thresholds{
	Confidence: 0.95, People: 50, Days: 14, MostDays: 56, SampleRatio: 0.001, Exposed: 0.5, Crossed: 0.05,
	Satisfaction: 4.5, Improved: 2, Worthwhile: 0.1, CheckDays: 30,
}

// OrDefaults gives the thresholds with the defaults for what is zero.
func (t Thresholds) OrDefaults() Thresholds {
	d := Defaults
	for _, f := range []struct{ value, standard *float64 }{
		{&t.Confidence, &d.Confidence}, {&t.SampleRatio, &d.SampleRatio}, {&t.Exposed, &d.Exposed}, {&t.Crossed, &d.Crossed},
		{&t.Satisfaction, &d.Satisfaction}, {&t.Worthwhile, &d.Worthwhile},
	} {
		if *f.value == 0 {
			*f.value = *f.standard
		}
	}
	for _, f := range []struct{ value, standard *int }{
		{&t.People, &d.People}, {&t.Days, &d.Days}, {&t.MostDays, &d.MostDays}, {&t.Improved, &d.Improved}, {&t.CheckDays, &d.CheckDays},
	} {
		if *f.value == 0 {
			*f.value = *f.standard
		}
	}
	return t
}

// Wrong names every threshold that can't be so.
func (t Thresholds) Wrong() []fault.Field {
	t = t.OrDefaults()
	var wrong []fault.Field
	must := func(name string, holds bool, es, en string) {
		if !holds {
			wrong = append(wrong, fault.Field{Name: name, Problem: lang.Text{ES: es, EN: en}})
		}
	}
	must("confidence", t.Confidence >= 0.8 && t.Confidence < 1, "debe estar entre 0,8 y menos de 1", "must be from 0.8 to less than 1")
	must("people", t.People >= 20, "debe ser al menos 20", "must be at least 20")
	must("days", t.Days >= 7, "debe ser al menos 7", "must be at least 7")
	must("mostDays", t.MostDays >= t.Days && t.MostDays <= 365, "debe ser al menos days y como máximo 365", "must be at least days and at most 365")
	must("sampleRatio", t.SampleRatio > 0 && t.SampleRatio <= 0.05, "debe ser más de 0 y como máximo 0,05", "must be above 0 and at most 0.05")
	must("exposed", t.Exposed > 0 && t.Exposed <= 1, "debe ser más de 0 y como máximo 1", "must be above 0 and at most 1")
	must("crossed", t.Crossed > 0 && t.Crossed <= 1, "debe ser más de 0 y como máximo 1", "must be above 0 and at most 1")
	must("satisfaction", t.Satisfaction >= 1 && t.Satisfaction < 5, "debe ser de 1 a menos de 5", "must be from 1 to less than 5")
	must("improved", t.Improved >= 1 && t.Improved <= 4, "debe ser de 1 a 4", "must be from 1 to 4")
	must("worthwhile", t.Worthwhile >= 0.01 && t.Worthwhile <= 1, "debe ser de 0,01 a 1", "must be from 0.01 to 1")
	must("checkDays", t.CheckDays >= 1 && t.CheckDays <= 365, "debe ser de 1 a 365", "must be from 1 to 365")
	return wrong
}
