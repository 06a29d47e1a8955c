// Package allyaudit shows the trail of what was done: configuration, rollout,
// grants, letters, invitations and shares. The superadmin's desk calls it. Nothing
// changes or removes an entry through Ally; an export adds its own.
package allyaudit

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/web"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyaudit",
	Purpose: "the trail of what was done: configuration, rollout, grants, letters, shares",
	Memory:  "256Mi", Timeout: 60 * time.Second, Concurrency: 20,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{audit.Collection},
	Route:   "/api/ally/config/audit",
	Operations: []function.Operation{
		{
			Method: http.MethodGet, Access: function.Superadmin,
			Summary: "Lists what was done, newest first.",
			Handler: function.Handle(list),
		},
		{
			Method: http.MethodGet, Path: "/export", Access: function.Superadmin,
			Summary: "Gives what was done as a CSV file, newest first, up to 10,000 entries.",
			Handler: function.Handle(export),
		},
	},
}

type exportInput struct {
	Who    string `query:"who" maxLength:"200" description:"The id of a person. Of who, what and target at most one."`
	What   string `query:"what" maxLength:"100" description:"Such as rollout.changed."`
	Target string `query:"target" maxLength:"300" description:"The path of a document."`
	From   string `query:"from" format:"date-time"`
	To     string `query:"to" format:"date-time" description:"Excluded."`
}

func (f exportInput) filter() (audit.Filter, error) {
	var wrong []fault.Field
	time := func(name, text string) (t time.Time) {
		if text == "" {
			return t
		}
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			wrong = append(wrong, fault.Field{Name: name, Problem: lang.Text{
				ES: "debe ser una fecha con hora, como 2026-03-01T09:00:00Z", EN: "must be a date with a time, such as 2026-03-01T09:00:00Z",
			}})
		}
		return t
	}
	filter := audit.Filter{Who: f.Who, What: f.What, Target: f.Target, From: time("from", f.From), To: time("to", f.To)}
	return filter, fault.Wrong(wrong...)
}

type listInput struct {
	Who    string `query:"who" maxLength:"200" description:"The id of a person. Of who, what and target at most one."`
	What   string `query:"what" maxLength:"100" description:"Such as rollout.changed."`
	Target string `query:"target" maxLength:"300" description:"The path of a document."`
	From   string `query:"from" format:"date-time"`
	To     string `query:"to" format:"date-time" description:"Excluded."`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
	Cursor string `query:"cursor" maxLength:"500" description:"The nextCursor of the page before."`
}

func (l listInput) filter() (audit.Filter, error) {
	return exportInput{l.Who, l.What, l.Target, l.From, l.To}.filter()
}

type view struct {
	ID             string         `json:"id" required:"true"`
	Who            string         `json:"who" required:"true" description:"Empty for Ally itself, and for somebody who was erased."`
	WhoEmail       string         `json:"whoEmail" required:"true"`
	What           string         `json:"what" required:"true"`
	Target         string         `json:"target" required:"true"`
	OrganizationID string         `json:"organizationId,omitempty"`
	Before         map[string]any `json:"before" required:"true" nullable:"false"`
	After          map[string]any `json:"after" required:"true" nullable:"false"`
	Why            string         `json:"why" required:"true"`
	From           string         `json:"from" required:"true" description:"Where the request came from, as proxies said."`
	At             string         `json:"at" required:"true" format:"date-time"`
}

func viewOf(e audit.Named) view {
	return view{
		ID: e.ID, Who: e.Who, WhoEmail: e.WhoEmail, What: e.What, Target: e.Target, OrganizationID: e.OrganizationID,
		Before: some(e.Before), After: some(e.After), Why: e.Why, From: e.From, At: web.Stamp(e.At),
	}
}

func some(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

type listOutput struct {
	Entries    []view  `json:"entries" required:"true" nullable:"false"`
	NextCursor *string `json:"nextCursor" required:"true" description:"For the following page; null at the end."`
	Success    bool    `json:"success" required:"true"`
}

func list(c function.Call[listInput]) (listOutput, error) {
	limit := c.In.Limit
	if limit == 0 {
		limit = 50
	}
	filter, err := c.In.filter()
	if err != nil {
		return listOutput{}, err
	}
	entries, next, err := audit.Page(c.Context, c.Backend.Store, filter, limit, c.In.Cursor)
	if err != nil {
		return listOutput{}, err
	}
	out := listOutput{Entries: make([]view, len(entries)), Success: true}
	for i, e := range entries {
		out.Entries[i] = viewOf(e)
	}
	if next != "" {
		out.NextCursor = &next
	}
	return out, nil
}

// mostExported is how many entries one file holds; what is older is exported with
// an earlier `to`.
const mostExported = 10_000

func export(c function.Call[exportInput]) (web.File, error) {
	filter, err := c.In.filter()
	if err != nil {
		return web.File{}, err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // by which spreadsheets know UTF-8
	w := csv.NewWriter(&b)
	rows := [][]string{{"at", "who", "whoEmail", "what", "target", "organizationId", "before", "after", "why", "from", "id"}}
	for cursor := ""; len(rows) <= mostExported; {
		entries, next, err := audit.Page(c.Context, c.Backend.Store, filter, min(500, mostExported-len(rows)+1), cursor)
		if err != nil {
			return web.File{}, err
		}
		for _, e := range entries {
			row, err := rowOf(e)
			if err != nil {
				return web.File{}, err
			}
			rows = append(rows, row)
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return web.File{}, fmt.Errorf("allyaudit: export: %w", err)
	}
	if err := audit.Note(c.Context, c.Backend.Store, audit.Entry{
		Who: c.Person.ID, WhoEmail: c.Person.Email, What: "audit.exported", Target: audit.Collection, After: map[string]any{"entries": len(rows) - 1},
		From: c.From, At: c.Backend.Now(), Source: c.Backend.Config.Environment,
	}); err != nil {
		return web.File{}, err
	}
	return web.File{Name: "ally-audit.csv", Type: "text/csv; charset=utf-8", Data: b.Bytes()}, nil
}

func rowOf(e audit.Named) ([]string, error) {
	before, err := json.Marshal(some(e.Before))
	if err != nil {
		return nil, fmt.Errorf("allyaudit: %s: %w", e.ID, err)
	}
	after, err := json.Marshal(some(e.After))
	if err != nil {
		return nil, fmt.Errorf("allyaudit: %s: %w", e.ID, err)
	}
	row := []string{web.Stamp(e.At), e.Who, e.WhoEmail, e.What, e.Target, e.OrganizationID, string(before), string(after), e.Why, e.From, e.ID}
	for i, cell := range row {
		if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") { // a spreadsheet would run it
			row[i] = "'" + cell
		}
	}
	return row, nil
}
