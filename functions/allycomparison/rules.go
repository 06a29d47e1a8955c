package allycomparison

import (
	"strconv"

	"getaifactory.com/ally/shared/comparison"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/verdict"
	"getaifactory.com/ally/shared/web"
)

type rulesOutput struct {
	Thresholds verdict.Thresholds `json:"thresholds" required:"true"`
	From       string             `json:"from,omitempty" format:"date" description:"The day that the comparison was said to begin on."`
	Revision   string             `json:"revision" required:"true"`
	FixedAt    string             `json:"fixedAt,omitempty" format:"date-time"`
	FixedBy    string             `json:"fixedBy,omitempty" description:"An e-mail."`
	Success    bool               `json:"success" required:"true"`
}

func rulesOf(r comparison.Rules) rulesOutput {
	out := rulesOutput{Thresholds: r.Thresholds, From: r.From, Revision: strconv.Itoa(r.Revision), FixedBy: r.FixedBy, Success: true}
	if !r.FixedAt.IsZero() {
		out.FixedAt = web.Stamp(r.FixedAt)
	}
	return out
}

func thresholds(c function.Call[function.None]) (rulesOutput, error) {
	r, err := c.Backend.Comparison.Rules(c.Context)
	return rulesOf(r), err
}

type fixInput struct {
	Revision   string             `json:"revision" required:"true" maxLength:"20" description:"Of the thresholds that the change is made to."`
	Thresholds verdict.Thresholds `json:"thresholds" required:"true"`
	From       *string            `json:"from,omitempty" maxLength:"10" description:"The day that the comparison begins on; empty for the first exposure's. Absent, it stays."`
	Why        string             `json:"why" required:"true" minLength:"3" maxLength:"500" pattern:"\\S" description:"In 20 characters at least once there is data."`
}

func fix(c function.Call[fixInput]) (rulesOutput, error) {
	r, err := c.Backend.Comparison.Fix(c.Context, authorOf(c, c.In.Why), c.In.Revision, c.In.Thresholds, c.In.From)
	return rulesOf(r), err
}

func authorOf[In any](c function.Call[In], why string) comparison.Author {
	return comparison.Author{Who: c.Person, Why: why, From: c.From}
}

// recorded is a check as callers see it.
type recorded struct {
	Name     verdict.CheckName `json:"name" required:"true" enum:"isolation,security,bugs,data,tasks"`
	Title    verdict.Words     `json:"title" required:"true"`
	State    verdict.State     `json:"state" required:"true" enum:"pass,fail,unknown"`
	Note     string            `json:"note" required:"true"`
	At       string            `json:"at,omitempty" format:"date-time"`
	By       string            `json:"by,omitempty" description:"An e-mail."`
	Revision string            `json:"revision" required:"true"`
}

func recordedOf(r comparison.Rules, name verdict.CheckName) recorded {
	is, found := r.Checks[string(name)]
	v := recorded{Name: name, Title: verdict.Words(name.Title()), State: verdict.Unknown, Revision: strconv.Itoa(is.Revision)}
	if found {
		v.State, v.Note, v.At, v.By = is.State, is.Note, web.Stamp(is.At), is.By
	}
	return v
}

type checksOutput struct {
	Checks  []recorded `json:"checks" required:"true" nullable:"false"`
	Success bool       `json:"success" required:"true"`
}

func checks(c function.Call[function.None]) (checksOutput, error) {
	r, err := c.Backend.Comparison.Rules(c.Context)
	out := checksOutput{Success: true}
	for _, name := range verdict.CheckNames {
		out.Checks = append(out.Checks, recordedOf(r, name))
	}
	return out, err
}

type checkInput struct {
	Name     verdict.CheckName `path:"name" required:"true" enum:"isolation,security,bugs,data,tasks"`
	Revision string            `json:"revision" required:"true" maxLength:"20"`
	State    verdict.State     `json:"state" required:"true" enum:"pass,fail,unknown"`
	Note     string            `json:"note" required:"true" minLength:"3" maxLength:"500" pattern:"\\S" description:"What was looked at; the trail keeps it as the reason."`
}

type checkOutput struct {
	Check   recorded `json:"check" required:"true"`
	Success bool     `json:"success" required:"true"`
}

func check(c function.Call[checkInput]) (checkOutput, error) {
	r, err := c.Backend.Comparison.Check(c.Context, authorOf(c, c.In.Note), c.In.Name, c.In.Revision, c.In.State)
	return checkOutput{recordedOf(r, c.In.Name), true}, err
}
