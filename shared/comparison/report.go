package comparison

import (
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/metric"
	"getaifactory.com/ally/shared/verdict"
	"getaifactory.com/ally/shared/web"
)

// Report is a comparison as callers see it.
type Report struct {
	verdict.Report
	Filter        Filter         `json:"filter" required:"true"`
	Partial       *verdict.Words `json:"partial,omitempty" description:"What it means that this is not of everything since the comparison began."`
	Weeks         []Week         `json:"weeks" required:"true" nullable:"false"`
	Distributions []Distribution `json:"distributions" required:"true" nullable:"false"`
	Definitions   []Definition   `json:"definitions" required:"true" nullable:"false"`
	Choices       Choices        `json:"choices" required:"true"`
	Sources       Sources        `json:"sources" required:"true"`
}

// Definition is what a metric is.
type Definition struct {
	Key       string           `json:"key" required:"true"`
	Name      verdict.Words    `json:"name" required:"true"`
	What      verdict.Words    `json:"what" required:"true"`
	Unit      metric.Unit      `json:"unit" required:"true"`
	Direction metric.Direction `json:"direction" required:"true" enum:"higher,lower,none"`
	Excluded  verdict.Words    `json:"excluded" required:"true"`
	Same      verdict.Words    `json:"same" required:"true"`
}

// Sources say how far what is measured reaches.
type Sources struct {
	ClassicReadTo string `json:"classicReadTo,omitempty" format:"date-time" description:"The last message of the classic chat that was read."`
	Oldest        string `json:"oldest" required:"true" description:"The first day; empty before there is one."`
}

var partial = lang.Text{
	ES: "Es una mirada a una parte: los intervalos valen para todo lo ocurrido desde el inicio de la comparación, y las etapas solo leen esa.",
	EN: "This is a look at a part: the intervals hold for all that happened since the comparison began, and the rollout's gates read only that.",
}

// Report gives the comparison as callers see it, with its sentence in a language.
func (r Result) Report(l lang.Language) Report {
	out := Report{
		Report: r.Verdict.Report(l), Filter: r.Filter, Weeks: r.Weeks, Distributions: r.Distributions, Choices: r.Choices,
		Definitions: []Definition{}, Sources: Sources{Oldest: r.standing.Oldest},
	}
	for _, d := range metric.Definitions {
		out.Definitions = append(out.Definitions, Definition{
			d.Key, verdict.Words(d.Name), verdict.Words(d.What), d.Unit, d.Direction, verdict.Words(d.Excluded), verdict.Words(d.Same),
		})
	}
	if r.Partial {
		words := verdict.Words(partial)
		out.Partial = &words
	}
	if at := r.standing.ClassicReadTo; !at.IsZero() {
		out.Sources.ClassicReadTo = web.Stamp(at)
	}
	return out
}
