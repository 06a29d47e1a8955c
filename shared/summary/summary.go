// Package summary is the app that sums up: a conversation, a document, a text, or
// how much an agent is used. What is long is summed up by parts and then what came
// of the parts; each statement is traced to what it comes from, and one that can't be
// is left out.
package summary

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/markdown"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/store"
)

// Deps are what a Service needs; all of them but LinkHosts.
type Deps struct {
	Client        *firestore.Client
	Actions       *action.Service
	Apps          *app.Apps
	Conversations *conversation.Service
	Model         model.Generator
	Organizations *quota.Organizations
	Prices        ledger.Prices
	Now           func() time.Time
	Source        string   // the environment, stored with the ledger's entries
	LinkHosts     []string // that links may lead to, beside the person's own domains
}

// Service sums up.
type Service struct {
	Deps
	classic *classic.Reader
}

// NewService gives a Service, and refuses a missing dependency.
func NewService(d Deps) (*Service, error) {
	if d.Client == nil || d.Actions == nil || d.Apps == nil || d.Conversations == nil || d.Model == nil || d.Organizations == nil || d.Now == nil || d.Source == "" {
		return nil, errors.New("summary: a dependency is missing")
	}
	return &Service{d, classic.NewReader(d.Client)}, nil
}

// Asked is a summary that a person asks for.
type Asked struct {
	ConversationID string // in which the summary is made
	Key            string // makes asking idempotent; "" asks for a new one each time
	Inputs         map[string]any
}

// Told is told of a summary in the making; both may be nil.
type Told struct {
	Begun    func(action.Action)
	Progress func(actionID string, done, total int)
}

const (
	workTime    = 270 * time.Second // of one summary
	requestTime = 90 * time.Second  // of one request to the model
	endTime     = 10 * time.Second  // to store the end
)

// Run makes the summary, or gives the one that the same key has made before. What
// fails is an action that has failed, not an error; the same key tries it again.
func (s *Service) Run(ctx context.Context, who access.Person, in Asked, told Told) (action.Action, error) {
	form, err := s.Apps.Allowed(ctx, who, app.SummaryID)
	if err != nil {
		return action.Action{}, err
	}
	if err := app.Check(in.Inputs, form.Fields); err != nil {
		return action.Action{}, err
	}
	inputs := app.Fill(in.Inputs, form.Fields)
	if inputs["source"] == "conversation" && inputs["conversation"] == nil {
		inputs["conversation"] = in.ConversationID
	}
	l, err := s.Conversations.LoadConversation(ctx, in.ConversationID)
	if err != nil {
		return action.Action{}, err
	}
	if _, err := s.Conversations.Writable(ctx, l, who); err != nil {
		return action.Action{}, err
	}
	d := action.Draft{
		UserID: who.ID, ConversationID: in.ConversationID, AppID: app.SummaryID, AppName: form.Name.In(who.Language),
		ActionType: "summarize", Inputs: inputs, Key: in.Key,
	}
	if in.Key != "" {
		there, err := s.Actions.Load(ctx, action.ID(d))
		if err == nil && s.Actions.Settled(there.Action) {
			st, existed, err := s.Actions.Begin(ctx, d)
			if err != nil || existed {
				return st.Action, err
			}
		}
	}
	of, err := s.find(ctx, who, inputs)
	if err != nil {
		return action.Action{}, err
	}
	st, existed, err := s.begin(ctx, who, d, of.usage == nil)
	if err != nil || existed {
		return st.Action, err
	}
	if told.Begun != nil {
		told.Begun(st.Action)
	}
	// From here on the work is finished even if nobody waits for it.
	working, cancel := context.WithTimeout(context.WithoutCancel(ctx), workTime)
	defer cancel()
	return s.work(working, who, &st, of, told)
}

// begin begins the action. What asks the model counts as a message, once.
func (s *Service) begin(ctx context.Context, who access.Person, d action.Draft, counts bool) (st action.Stored, existed bool, err error) {
	if !counts {
		return s.Actions.Begin(ctx, d)
	}
	limits := s.Conversations.LimitsOf(who)
	if err := s.Organizations.Check(ctx, who.Organization.ID, limits); err != nil {
		return st, false, err
	}
	for try := 0; ; try++ {
		docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{quota.Ref(s.Client, who.ID)})
		if err != nil {
			return st, false, fault.Busy(fmt.Errorf("summary: use of %s: %w", who.ID, err))
		}
		use := quota.From(docs[0])
		if err := use.Check(limits, s.Now()); err != nil {
			return st, false, err
		}
		st, existed, err = s.Actions.Begin(ctx, d, use.Sending(who.ID, s.Now()))
		if err == nil || !store.Raced(err) || try == 5 {
			return st, existed, err
		}
	}
}

// work makes the output of an action that was begun, and ends it.
func (s *Service) work(ctx context.Context, who access.Person, st *action.Stored, of *found, told Told) (action.Action, error) {
	working, stop := s.Actions.Keep(ctx, st)
	output, failure := s.output(working, who, st, of, told)
	if cause := context.Cause(working); failure != nil && (errors.Is(cause, action.ErrCancelled) || errors.Is(cause, action.ErrLost)) {
		failure = cause
	}
	stop()
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	st.Title = of.title
	if failure == nil {
		failure = s.Actions.Complete(ending, st, output)
	} else if !errors.Is(failure, action.ErrCancelled) && !errors.Is(failure, action.ErrLost) {
		code, retryable := codeOf(failure)
		failure = s.Actions.Fail(ending, st, code, retryable)
	}
	switch {
	case errors.Is(failure, action.ErrCancelled), errors.Is(failure, action.ErrLost): // it is as somebody else has it
		now, err := s.Actions.Load(ending, st.ID)
		return now.Action, err
	case failure != nil:
		return action.Action{}, failure
	}
	return st.Action, nil
}

// codeOf words what went wrong for the action.
func codeOf(err error) (code string, retryable bool) {
	var failed *model.Error
	if errors.As(err, &failed) {
		return "model_" + string(failed.Kind), failed.Kind != model.Refused
	}
	if errors.Is(err, errBlocked) {
		return "model_blocked", false
	}
	if errors.Is(err, errNothing) {
		return "nothing_found", false
	}
	return "failed", true
}

var (
	errBlocked = errors.New("summary: the model's safety filter withheld it")
	errNothing = errors.New("summary: the model said nothing that can be traced")
)

// ask has the model answer one request, enters what that took into the ledger with
// the action's progress, and gives what passes the filter.
func (s *Service) ask(ctx context.Context, who access.Person, st *action.Stored, r model.Request, n int) (string, model.Usage, error) {
	timed, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	began := s.Now()
	reply, err := s.Model.Generate(timed, r, func(string) error { return nil })
	if err != nil && timed.Err() != nil && ctx.Err() == nil {
		err = &model.Error{Kind: model.Timeout, Err: err}
	}
	booked := s.book(ctx, who, st, n, began, reply, err)
	switch {
	case err != nil:
		return "", reply.Usage, fmt.Errorf("summary: %s, request %d: %w", st.ID, n, err)
	case booked != nil:
		return "", reply.Usage, booked
	case reply.Finish == model.Blocked:
		return "", reply.Usage, errBlocked
	}
	return reply.Text, reply.Usage, nil
}

// book enters one request into the ledger, and counts its tokens. That is true
// whoever the action belongs to by now.
func (s *Service) book(ctx context.Context, who access.Person, st *action.Stored, n int, began time.Time, reply model.Reply, failed error) error {
	if reply.Usage.Calls == 0 && reply.Usage.Total() == 0 {
		return nil
	}
	e := ledger.Entry{
		UserID: who.ID, OrganizationID: who.Organization.ID, Domain: who.Domain, ConversationID: st.ConversationID, MessageID: st.ID,
		Model: s.Model.Name(), Purpose: ledger.App, StartedAt: began.UTC(), DurationMS: s.Now().Sub(began).Milliseconds(),
		Outcome: ledger.Completed, Source: s.Source,
	}.With(reply.Usage, s.Prices)
	switch {
	case failed != nil:
		e.Outcome = ledger.Failed
		e.Code, _ = codeOf(failed)
	case reply.Finish == model.Blocked:
		e.Outcome = ledger.Blocked
	}
	writes := []store.Write{ledger.Add(ledger.Ref(s.Client, st.ID, fmt.Sprintf("%s/%d", st.Lease.Holder, n)), e)}
	if e.Tokens() > 0 {
		writes = append(writes, quota.Spending(quota.Ref(s.Client, who.ID), e.Tokens(), s.Now()))
		if who.Organization.MonthlyTokens > 0 {
			writes = append(writes, s.Organizations.Spending(who.Organization.ID, who.ID, e.Tokens()))
		}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	_, err := store.Commit(ctx, s.Client, writes...)
	return err
}

func (s *Service) hosts(who access.Person) markdown.Hosts {
	return append(append(markdown.Hosts{}, s.LinkHosts...), append([]string{who.Domain}, who.Organization.Domains...)...)
}
