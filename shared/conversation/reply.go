package conversation

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/model"
)

const (
	modelTime     = 90 * time.Second // for one reply, retries of the model included
	historyTokens = 6000             // estimated, of the earlier messages that go along
	outputTokens  = 4096             // of a reply
)

// answer has the model write the reply that h holds, and stores it.
func (s *Service) answer(ctx context.Context, who access.Person, l *Loaded, h *holding, g *gathering, emit Emit) (Exchange, error) {
	began := s.Now()
	r := h.reply
	reply, ground, err := s.write(ctx, who, l, h, g, emit)
	r.Content, r.Model, r.Finish = reply.Text, s.Model.Name(), string(reply.Finish)
	r.ContextUsed = contextUsed(l, ground, reply.Usage)
	r.Status, r.Failure, r.Lease, r.DurationMS = Completed, nil, nil, s.Now().Sub(began).Milliseconds()
	failed := failure(err)
	switch {
	case failed != nil:
		r.Status, r.Finish = Failed, ""
		r.Failure = &Failure{Code: failed.Code, Retryable: failed.Code != refusedCode}
		r.Content = join(r.Content, failed.Sentence.In(who.Language))
	case reply.Finish == model.Blocked:
		r.Content = join(r.Content, blockedText.In(who.Language))
	case reply.Finish == model.Length:
		r.Content = join(r.Content, lengthText.In(who.Language))
	}
	if rest := r.Content[len(reply.Text):]; rest != "" && failed == nil {
		emit.Delta(rest)
	}
	if err := h.finish(ctx, r); err != nil {
		return s.overtaken(ctx, l, err)
	}
	l.reply.data = r
	if failed != nil {
		return Exchange{l.message.data, r}, failed
	}
	return Exchange{l.message.data, r}, nil
}

// write gathers what the reply stands on and has the model write it, all while
// the lease is kept alive. Only the text is shown to whoever watches; that
// nobody watches any more does not end it.
func (s *Service) write(ctx context.Context, who access.Person, l *Loaded, h *holding, g *gathering, emit Emit) (model.Reply, grounding.Ground, error) {
	timed, cancel := context.WithTimeout(ctx, modelTime)
	defer cancel()
	working, lost := context.WithCancelCause(timed)
	defer lost(nil)
	stop := h.renewing(ctx, lost)
	defer stop()
	ground, err := g.result()
	if err != nil {
		return model.Reply{}, ground, err
	}
	reply, err := s.Model.Generate(working, model.Request{
		System: l.prompt.Text, Language: who.Language, Sources: ground.Sources,
		History: l.turns(), Question: l.draft.Text, MaxOutputTokens: outputTokens,
	}, func(delta string) error {
		emit.Delta(delta)
		return nil
	})
	if err != nil && timed.Err() != nil {
		err = &model.Error{Kind: model.Timeout, Err: err}
	}
	if err == nil && reply.Finish != model.Blocked && strings.TrimSpace(reply.Text) == "" {
		err = &model.Error{Kind: model.Malformed, Err: errors.New("the model ended without a word")}
	}
	return reply, ground, err
}

// overtaken is what remains when a reply could not be stored: another request
// has taken it over, or an earlier try of ours had come through unnoticed.
func (s *Service) overtaken(ctx context.Context, l *Loaded, err error) (Exchange, error) {
	if !errors.Is(err, errLost) {
		return Exchange{}, unavailable(err)
	}
	if err := s.reload(ctx, l); err != nil {
		return Exchange{}, unavailable(err)
	}
	if !l.reply.exists {
		return Exchange{}, missingConversation()
	}
	if err := s.awaitReply(ctx, l); err != nil {
		return Exchange{}, err
	}
	if l.reply.data.Status != Completed {
		return Exchange{}, fault.Busy(err)
	}
	return Exchange{l.message.data, l.reply.data}, nil
}

// finishTime is what storing the end of a reply may take, after all other time
// is used up.
const finishTime = 8 * time.Second

// finish stores the reply as it is in the end.
func (h *holding) finish(ctx context.Context, r Message) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	fields := []firestore.Update{
		{Path: "content", Value: r.Content},
		{Path: "status", Value: r.Status},
		{Path: "lease", Value: firestore.Delete},
		{Path: "contextUsed", Value: r.ContextUsed},
		{Path: "model", Value: r.Model},
		{Path: "finish", Value: r.Finish},
		{Path: "durationMs", Value: r.DurationMS},
	}
	if r.Failure != nil {
		fields = append(fields, firestore.Update{Path: "failure", Value: r.Failure})
	}
	return h.update(ctx, fields...)
}

const refusedCode = "model_refused"

// failure words what went wrong with a reply; nil where nothing did.
func failure(err error) *fault.Fault {
	if err == nil {
		return nil
	}
	var failed *model.Error
	if !errors.As(err, &failed) {
		if known := (*fault.Fault)(nil); errors.As(err, &known) {
			return known
		}
		busy := fault.From(fault.Busy(err))
		busy.Sentence = failedText
		return busy
	}
	f := &fault.Fault{Kind: fault.Unavailable, Code: "model_" + string(failed.Kind), Wait: failed.RetryAfter, Cause: err, Sentence: failedText}
	switch failed.Kind {
	case model.Refused:
		f.Kind, f.Code, f.Sentence = fault.Upstream, refusedCode, refusedText
	case model.Cut, model.Malformed:
		f.Kind = fault.Upstream
	case model.RateLimited:
		f.Sentence = busyText
	}
	return f
}

// turns are the earlier messages that go along: the newest that fit the
// budget, none skipped.
func (l *Loaded) turns() []model.Turn {
	var turns []model.Turn
	budget := historyTokens
	for _, m := range l.history {
		role := model.User
		if m.Role == Ally {
			role = model.Ally
		}
		if m.Role == System || m.Content == "" || m.Status == Generating || m.Status == Failed || !l.earlier(m) {
			continue
		}
		if budget -= model.EstimateTokens(m.Content); budget < 0 {
			break
		}
		turns = append(turns, model.Turn{Role: role, Text: m.Content})
	}
	slices.Reverse(turns)
	return turns
}

// earlier says whether m came before the message that is answered.
func (l *Loaded) earlier(m Message) bool {
	return !l.message.exists || m.Timestamp.Before(l.message.data.Timestamp)
}

// questionsBefore are the last two things that the person wrote before, for a
// question that is too short to stand alone; "" where they are too far back.
func (l *Loaded) questionsBefore() string {
	var questions []string
	for _, m := range l.history {
		if m.Role == User && m.UserID == l.userID && l.earlier(m) && len(questions) < 2 {
			questions = append(questions, m.Content)
		}
	}
	return strings.Join(questions, "\n")
}

// choice is what the message may use: what was chosen with it, else what the
// conversation's owner chose.
func (l *Loaded) choice() grounding.Choice {
	active := l.conversation.data.ActiveInputs
	c := grounding.Choice{Organization: active.OrganizationInfo, Domain: active.DomainInfo}
	if len(active.AgentIDs) > 0 {
		c.Agents = active.AgentIDs
	}
	if chosen := l.draft.Inputs; chosen != nil {
		if chosen.OrganizationInfo != nil {
			c.Organization = *chosen.OrganizationInfo
		}
		if chosen.DomainInfo != nil {
			c.Domain = *chosen.DomainInfo
		}
		if chosen.AgentIDs != nil {
			c.Agents = chosen.AgentIDs
		}
	}
	return c
}

func contextUsed(l *Loaded, ground grounding.Ground, usage model.Usage) ContextUsed {
	used := ContextUsed{
		PromptComponents: l.prompt.Names(),
		InputSources:     []InputSource{},
		TokensUsed:       Tokens{Input: usage.Input, Output: usage.Output, Context: usage.Context, Total: usage.Total()},
	}
	for _, source := range ground.Sources {
		if source.Kind == model.Organization || source.Kind == model.Domain {
			used.InputSources = append(used.InputSources, InputSource{Type: string(source.Kind), ID: source.ID, Name: source.Name})
		}
	}
	for _, a := range ground.Agents {
		input := InputSource{Type: string(model.Agent), ID: a.ID, Name: a.Name}
		for _, d := range a.Documents {
			input.Documents = append(input.Documents, UsedDocument{ID: d.ID, Name: d.Name, Passages: d.Passages})
		}
		used.InputSources = append(used.InputSources, input)
	}
	return used
}

func join(text, sentence string) string {
	if text == "" {
		return sentence
	}
	return text + "\n\n" + sentence
}
