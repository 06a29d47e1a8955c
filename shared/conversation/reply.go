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
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/markdown"
	"getaifactory.com/ally/shared/model"
)

const (
	modelTime    = 90 * time.Second // for one reply, retries of the model included
	outputTokens = 4096             // of a reply
)

// written is what came of asking the model.
type written struct {
	text  string // what passed the filter, which is what was shown
	reply model.Reply
}

// answer has the model write the reply that h holds, and stores it.
func (s *Service) answer(ctx context.Context, who access.Person, l *Loaded, h *holding, g *gathering, shown *progress) (Exchange, error) {
	w, err := s.write(ctx, who, l, h, g, shown)
	r := h.reply
	r.Content, r.Model, r.Finish = w.text, s.Model.Name(), string(w.reply.Finish)
	r.ContextUsed = l.contextUsed(g, w.reply.Usage)
	r.Status, r.Failure, r.Lease, r.DurationMS = Completed, nil, nil, s.Now().Sub(h.reply.Lease.Since).Milliseconds()
	failed := failure(err)
	rest := ""
	switch {
	case errors.Is(err, errStopped):
		r.Status, r.Finish, failed = Stopped, "", nil
	case failed != nil:
		r.Status, r.Finish = Failed, ""
		r.Failure = &Failure{Code: failed.Code, Retryable: failed.Code != refusedCode}
		r.Content = join(r.Content, failed.Sentence.In(who.Language))
	case w.reply.Finish == model.Blocked:
		rest = blockedText.In(who.Language)
	case w.reply.Finish == model.Length:
		rest = lengthText.In(who.Language)
	}
	if r.Status != Failed {
		cards, correction := recommended(l.draft.Text, w.text, g.ground, who.Language)
		r.Cards = cards
		for _, sentence := range []string{correction, rest} {
			if sentence != "" {
				r.Content = join(r.Content, sentence)
			}
		}
		shown.add(r.Content[len(w.text):])
	}
	if err := s.finish(ctx, who, l, h, r, w.reply.Usage); err != nil {
		return s.overtaken(ctx, l, shown, err)
	}
	l.reply.data = r
	if failed != nil {
		return Exchange{l.message.data, r}, failed
	}
	return Exchange{l.message.data, r}, nil
}

// write gathers what the reply stands on and has the model write it, all while
// the lease is kept alive. Only what passes the filter is shown to whoever
// watches; that nobody watches any more does not end it.
func (s *Service) write(ctx context.Context, who access.Person, l *Loaded, h *holding, g *gathering, shown *progress) (written, error) {
	timed, cancel := context.WithTimeout(ctx, modelTime)
	defer cancel()
	working, lost := context.WithCancelCause(timed)
	defer lost(nil)
	defer s.running.enter(h, lost)()
	defer h.keeping(ctx, lost)()
	if err := g.result(); err != nil {
		if errors.Is(context.Cause(working), errStopped) {
			err = errStopped
		}
		return written{}, err
	}
	l.prompt = PromptFor(l.super, who, g.ground.Held)
	var text strings.Builder
	var used model.Usage
	filter := markdown.NewFilter(s.linkHosts(who), func(piece string) error {
		text.WriteString(piece)
		h.grow(text.String(), used)
		shown.add(piece)
		return nil
	})
	reply, err := s.Model.Generate(working, model.Request{
		System: l.prompt.Text, Language: who.Language, Sources: g.ground.Sources,
		History: l.turns(s.historyRoom(l, g.ground)), Question: l.draft.Text, MaxOutputTokens: outputTokens,
		Progress: func(u model.Usage) { used = u; h.grow(text.String(), used) },
	}, filter.Write)
	err = errors.Join(err, filter.Close())
	switch {
	case errors.Is(context.Cause(working), errStopped):
		err = errStopped
	case err != nil && timed.Err() != nil:
		err = &model.Error{Kind: model.Timeout, Err: err}
	case err == nil && reply.Finish != model.Blocked && strings.TrimSpace(text.String()) == "":
		err = &model.Error{Kind: model.Malformed, Err: errors.New("the model ended without a word")}
	}
	return written{text.String(), reply}, err
}

// linkHosts are the hosts that a reply's links may lead to: those that were
// configured, and the domains of the person and their organization.
func (s *Service) linkHosts(who access.Person) markdown.Hosts {
	return slices.Concat(s.LinkHosts, []string{who.Domain}, who.Organization.Domains)
}

// overtaken is what remains when a reply could not be stored: another request
// has taken it over, or an earlier try of ours had come through unnoticed.
func (s *Service) overtaken(ctx context.Context, l *Loaded, shown *progress, err error) (Exchange, error) {
	if !errors.Is(err, errLost) {
		return Exchange{}, unavailable(err)
	}
	if err := s.reload(ctx, l); err != nil {
		return Exchange{}, unavailable(err)
	}
	if !l.reply.exists {
		return Exchange{}, missingConversation()
	}
	if err := s.awaitReply(ctx, l, shown); err != nil {
		return Exchange{}, err
	}
	if !l.reply.data.Status.final() {
		return Exchange{}, fault.Busy(err)
	}
	return Exchange{l.message.data, l.reply.data}, nil
}

// finishTime is what storing the end of a reply may take, after all other time
// is used up.
const finishTime = 8 * time.Second

// finish stores the reply as it is in the end, with what it took in the ledger
// and in short in the digest, in one commit. What follows from it for the
// conversation goes along, unless that is what fails.
func (s *Service) finish(ctx context.Context, who access.Person, l *Loaded, h *holding, r Message, used model.Usage) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	fields := []firestore.Update{
		{Path: "content", Value: r.Content},
		{Path: "status", Value: r.Status},
		{Path: "lease", Value: firestore.Delete},
		{Path: "stopWanted", Value: firestore.Delete},
		{Path: "contextUsed", Value: r.ContextUsed},
		{Path: "model", Value: r.Model},
		{Path: "finish", Value: r.Finish},
		{Path: "durationMs", Value: r.DurationMS},
	}
	if r.Failure != nil {
		fields = append(fields, firestore.Update{Path: "failure", Value: r.Failure})
	}
	if len(r.Cards) > 0 {
		fields = append(fields, firestore.Update{Path: "outputCards", Value: r.Cards})
	}
	entry := s.entryOf(h.reply).With(used, s.Prices)
	entry.DurationMS, entry.Outcome = r.DurationMS, outcomeOf(r)
	if r.Failure != nil {
		entry.Code = r.Failure.Code
	}
	with := append(s.account(h.reply, entry), s.digested(l, r)...)
	err := h.update(ctx, fields, with, s.follows(who, l, r))
	if errors.Is(err, errLost) {
		return errors.Join(err, s.settle(ctx, h.reply, entry))
	}
	return err
}

func outcomeOf(r Message) ledger.Outcome {
	switch {
	case r.Status == Stopped:
		return ledger.Stopped
	case r.Status == Failed:
		return ledger.Failed
	case r.Finish == string(model.Blocked):
		return ledger.Blocked
	}
	return ledger.Completed
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
func (l *Loaded) turns(budget int) []model.Turn {
	var turns []model.Turn
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
		text := m.Content
		if m.Role == Comment {
			text = l.quoted(m)
		}
		turns = append(turns, model.Turn{Role: role, Text: text})
	}
	slices.Reverse(turns)
	return turns
}

// earlier says whether m came before the message that is answered, and is not
// cleared away.
func (l *Loaded) earlier(m Message) bool {
	if l.conversation.data.Gone(m.Timestamp) {
		return false
	}
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

func join(text, sentence string) string {
	if text == "" {
		return sentence
	}
	return text + "\n\n" + sentence
}
