// Package allysearch finds a person's conversations, messages within them and
// actions. The workspace calls it while the person types. It reads entries below
// the person's own scope and those of their domain and organization, then what of
// it is shown, and checks that once more; it writes nothing.
package allysearch

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/search"
	"getaifactory.com/ally/shared/web"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allysearch",
	Purpose: "finds conversations, messages and actions",
	Memory:  "512Mi", Timeout: 30 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY"},
	Model:   true,
	Route:   "/api/ally/search",
	Operations: []function.Operation{{
		Method:  http.MethodGet,
		Summary: "Finds conversations, messages within them and actions, by their words and by their meaning, best first.",
		Handler: function.Prepared(load, find),
	}},
}

const defaultLimit = 10

type input struct {
	Text         string      `query:"q" maxLength:"300" description:"Words; those that must stand together in quotation marks. May be left out with a filter."`
	Limit        int         `query:"limit" minimum:"1" maximum:"50" default:"10"`
	Cursor       string      `query:"cursor" maxLength:"100" description:"The nextCursor of the page before."`
	From         string      `query:"from" format:"date" description:"The first day, in UTC."`
	To           string      `query:"to" format:"date" description:"The last day, in UTC."`
	Topic        string      `query:"topic" maxLength:"200"`
	AgentID      string      `query:"agentId" maxLength:"200" description:"Answers that this agent's knowledge was used for."`
	Collaborator string      `query:"collaborator" maxLength:"320" description:"The id or e-mail of somebody who takes part."`
	Type         search.Kind `query:"type" enum:"conversation,action"`
}

type output struct {
	Results     []result     `json:"results" required:"true" nullable:"false"`
	Corrections []correction `json:"corrections" required:"true" nullable:"false" description:"Words that were taken for others."`
	Topics      []topic      `json:"topics" required:"true" nullable:"false" description:"Of what was found, the most frequent first."`
	WordsOnly   bool         `json:"wordsOnly" required:"true" description:"Whether meaning could not be searched for at the moment."`
	NextCursor  *string      `json:"nextCursor" required:"true"`
	Success     bool         `json:"success" required:"true"`
}

type result struct {
	Type           search.Kind   `json:"type" required:"true" enum:"conversation,action"`
	ID             string        `json:"id" required:"true"`
	ConversationID string        `json:"conversationId,omitempty" description:"Where an action was made."`
	Title          string        `json:"title" required:"true"`
	TitleParts     []search.Part `json:"titleParts" required:"true" nullable:"false"`
	LastAt         string        `json:"lastAt" required:"true" format:"date-time"`
	Shared         bool          `json:"shared" required:"true" description:"Whether it is somebody else's."`
	OwnerName      string        `json:"ownerName,omitempty" description:"Of what is somebody else's."`
	Summary        string        `json:"summary" required:"true"`
	Topics         []string      `json:"topics" required:"true" nullable:"false"`
	Score          float64       `json:"score" required:"true" description:"Comparable within one answer only."`
	Matched        []matched     `json:"matched" required:"true" nullable:"false"`
	Messages       []message     `json:"messages" required:"true" nullable:"false"`
}

type matched struct {
	Kind  search.Match `json:"kind" required:"true" enum:"word,form,prefix,typo,synonym,phrase,meaning"`
	Asked string       `json:"asked" required:"true"`
	Found string       `json:"found" required:"true" description:"As it is written there."`
}

type message struct {
	ID        string        `json:"id" required:"true"`
	Role      string        `json:"role" required:"true" enum:"user,ally,action"`
	Timestamp string        `json:"timestamp" required:"true" format:"date-time"`
	Snippet   []search.Part `json:"snippet" required:"true" nullable:"false"`
}

type correction struct {
	Asked string `json:"asked" required:"true"`
	Found string `json:"found" required:"true"`
}

type topic struct {
	Topic string `json:"topic" required:"true"`
	Count int    `json:"count" required:"true"`
}

func load(c function.Call[input]) (*search.Loaded, error) {
	r := search.Request{
		Text: c.In.Text, Limit: c.In.Limit, Cursor: c.In.Cursor, Topic: c.In.Topic, AgentID: c.In.AgentID,
		Person: c.In.Collaborator, Kind: c.In.Type,
	}
	if r.Limit == 0 {
		r.Limit = defaultLimit
	}
	if c.In.From != "" || c.In.To != "" {
		var err error
		if r.From, r.To, err = days(c.In.From, c.In.To, c.Backend.Now()); err != nil {
			return nil, err
		}
	}
	return c.Backend.Search.Load(c.Context, c.Session.ID, r)
}

// days gives the moments of a range of days; one that is open begins with the
// first that Ally can have, or ends now.
func days(first, last string, now time.Time) (from, to time.Time, err error) {
	from, to = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), now.UTC().AddDate(0, 0, 1)
	wrong := func(field string) error {
		return fault.Wrong(fault.Field{Name: field, Problem: lang.Text{ES: "debe ser una fecha como 2026-03-31", EN: "must be a date such as 2026-03-31"}})
	}
	if first != "" {
		if from, err = time.Parse(time.DateOnly, first); err != nil {
			return from, to, wrong("from")
		}
	}
	if last != "" {
		day, err := time.Parse(time.DateOnly, last)
		if err != nil {
			return from, to, wrong("to")
		}
		to = day.AddDate(0, 0, 1).Add(-time.Millisecond)
	}
	if to.Before(from) {
		return from, to, fault.Wrong(fault.Field{Name: "to", Problem: lang.Text{ES: "no puede ser antes de «from»", EN: "must not be before from"}})
	}
	return from, to, nil
}

func find(c function.Call[input], loaded *search.Loaded) (output, error) {
	found, err := c.Backend.Search.Search(c.Context, c.Person, loaded)
	if err != nil {
		return output{}, err
	}
	out := output{Results: []result{}, Corrections: []correction{}, Topics: []topic{}, WordsOnly: found.WordsOnly, Success: true}
	for _, r := range found.Results {
		out.Results = append(out.Results, viewOf(r))
	}
	for _, one := range found.Corrections {
		out.Corrections = append(out.Corrections, correction(one))
	}
	for _, one := range found.Topics {
		out.Topics = append(out.Topics, topic(one))
	}
	if found.Next != "" {
		out.NextCursor = &found.Next
	}
	return out, nil
}

func viewOf(r search.Result) result {
	v := result{
		Type: r.Kind, ID: r.ID, TitleParts: r.Title, LastAt: web.Stamp(r.LastAt), Shared: r.Shared,
		Summary: r.Summary, Topics: append([]string{}, r.Topics...), Score: r.Score, Matched: []matched{}, Messages: []message{},
	}
	for _, p := range r.Title {
		v.Title += p.Text
	}
	if r.Kind == search.Action {
		v.ConversationID = r.ConversationID
	}
	if r.Shared {
		v.OwnerName = r.Owner.UserEmail
	}
	for _, m := range r.Matched {
		v.Matched = append(v.Matched, matched{m.Match, m.Asked, m.Found})
	}
	for _, m := range r.Messages {
		v.Messages = append(v.Messages, message{m.ID, m.Role, web.Stamp(m.At), m.Snippet})
	}
	return v
}

// stamp writes a time in RFC 3339, UTC, with milliseconds.
