package conversation

import (
	"context"
	"fmt"
	"strings"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/markdown"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/store"
)

// Trial is a question that is answered by several super prompts, to compare them.
type Trial struct {
	By       access.Person // who tries, against whose limits it counts
	As       access.Person // whose question it is; nothing of anybody's is read where it has no id
	Question string
	Supers   []prompt.Super
	Noted    store.Write // goes along with the counting, before anything is read
}

// Try answers the question by each of the super prompts as a new conversation of the
// person's would. Nothing is kept but what it took.
func (s *Service) Try(ctx context.Context, t Trial) ([]string, error) {
	if err := s.allowTrial(ctx, t); err != nil {
		return nil, err
	}
	timed, cancel := context.WithTimeout(ctx, modelTime)
	defer cancel()
	prompts := make([]prompt.Prompt, len(t.Supers))
	longest := 0
	for i, super := range t.Supers {
		prompts[i] = PromptFor(super, t.As, nil)
		longest = max(longest, model.EstimateTokens(prompts[i].Text))
	}
	ground, err := s.trialGround(timed, t, longest)
	if err != nil {
		return nil, unavailable(err)
	}
	answers, entries := make([]string, len(prompts)), make([]ledger.Entry, len(prompts))
	var asking []func(context.Context) error
	for i, p := range prompts {
		asking = append(asking, func(ctx context.Context) (err error) {
			answers[i], entries[i], err = s.tried(ctx, t, p, ground)
			return err
		})
	}
	err = store.Together(timed, asking...)
	if booked := s.bookTrial(ctx, t, entries); err == nil {
		err = booked
	}
	if f := failure(err); f != nil {
		return nil, f
	}
	return answers, nil
}

// allowTrial counts the trial as one message of who tries, and refuses one beyond a
// limit.
func (s *Service) allowTrial(ctx context.Context, t Trial) error {
	limits := s.limitsOf(t.By)
	if err := s.Organizations.Check(ctx, t.By.Organization.ID, limits); err != nil {
		return unavailable(err)
	}
	err := store.Again(ctx, s.Pause, tries, func() error {
		docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{quota.Ref(s.Client, t.By.ID)})
		if err != nil {
			return err
		}
		use := quota.From(docs[0])
		if err := use.Check(limits, s.now()); err != nil {
			return err
		}
		_, err = store.Commit(ctx, s.Client, use.Sending(t.By.ID, s.now()), t.Noted)
		return err
	})
	if store.Raced(err) {
		return fault.Busy(err)
	}
	return unavailable(err)
}

// trialGround is what a first question of the person stands on; nothing for nobody.
func (s *Service) trialGround(ctx context.Context, t Trial, promptTokens int) (grounding.Ground, error) {
	if t.As.ID == "" {
		return grounding.Ground{}, nil
	}
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.Surroundings.Ref(t.As.ID)})
	if err != nil {
		return grounding.Ground{}, err
	}
	r := grounding.Request{
		Who: t.As, Choice: grounding.Choice{Organization: true, Domain: true}, Question: t.Question,
		Tokens: max(0, 2*(s.ContextTokens-promptTokens-model.EstimateTokens(t.Question))/3),
	}
	if kept, ok := s.Surroundings.From(docs[0]); ok {
		r.Known = &kept
	}
	return s.Grounds.Gather(ctx, r)
}

// tried is one answer, with what it took.
func (s *Service) tried(ctx context.Context, t Trial, p prompt.Prompt, ground grounding.Ground) (string, ledger.Entry, error) {
	began := s.Now()
	var text strings.Builder
	filter := markdown.NewFilter(s.linkHosts(t.As), func(piece string) error { text.WriteString(piece); return nil })
	reply, err := s.Model.Generate(ctx, model.Request{
		System: p.Text, Language: t.As.Language, Sources: ground.Sources, Question: t.Question, MaxOutputTokens: outputTokens,
	}, filter.Write)
	if closed := filter.Close(); err == nil {
		err = closed
	}
	if err != nil && ctx.Err() != nil {
		err = &model.Error{Kind: model.Timeout, Err: err}
	}
	e := ledger.Entry{
		UserID: t.By.ID, OrganizationID: t.By.Organization.ID, Domain: t.By.Domain, Model: s.Model.Name(), Purpose: ledger.Trial,
		StartedAt: began.UTC(), DurationMS: s.Now().Sub(began).Milliseconds(), Outcome: ledger.Completed, Source: s.Source,
	}.With(reply.Usage, s.Prices)
	if err != nil {
		e.Outcome, e.Code = ledger.Failed, failure(err).Code
		return "", e, err
	}
	answer := text.String()
	_, correction := recommended(t.Question, answer, ground, t.As.Language)
	switch {
	case reply.Finish == model.Blocked:
		e.Outcome = ledger.Blocked
		answer = join(answer, blockedText.In(t.As.Language))
	case reply.Finish == model.Length:
		answer = join(answer, lengthText.In(t.As.Language))
	}
	if correction != "" {
		answer = join(answer, correction)
	}
	return answer, e, nil
}

// bookTrial enters what was taken into the ledger, and counts it for who tried.
func (s *Service) bookTrial(ctx context.Context, t Trial, entries []ledger.Entry) error {
	key, tokens := s.NewKey(), 0
	var writes []store.Write
	for i, e := range entries {
		if e.Calls == 0 && e.Tokens() == 0 {
			continue
		}
		e.MessageID = key
		tokens += e.Tokens()
		writes = append(writes, ledger.Add(ledger.Ref(s.Client, key, fmt.Sprint(i)), e))
	}
	if len(writes) == 0 {
		return nil
	}
	writes = append(writes, quota.Spending(quota.Ref(s.Client, t.By.ID), tokens, s.Now()))
	if t.By.Organization.MonthlyTokens > 0 {
		writes = append(writes, s.Organizations.Spending(t.By.Organization.ID, t.By.ID, tokens))
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	_, err := store.Commit(ctx, s.Client, writes...)
	return err
}
