package email

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/store"
)

// Deps are what a Service needs.
type Deps struct {
	Client        *firestore.Client
	Actions       *action.Service
	Apps          *app.Apps
	Conversations *conversation.Service
	Mail          *mail.Sender
	Organizations *quota.Organizations
	Model         model.Generator
	Prices        ledger.Prices
	Limits        quota.Limits
	LinkHosts     []string // that a model's links may lead to, beside the person's own
	Now           func() time.Time
	NewKey        func() string
	Pause         func(context.Context, time.Duration) error
	Source        string
}

// Service is the e-mail app.
type Service struct{ Deps }

// NewService gives a Service, and refuses a missing dependency.
func NewService(d Deps) (*Service, error) {
	if d.Client == nil || d.Actions == nil || d.Apps == nil || d.Conversations == nil || d.Mail == nil || d.Organizations == nil || d.Model == nil ||
		d.Now == nil || d.NewKey == nil || d.Pause == nil || d.Source == "" {
		return nil, errors.New("email: a dependency is missing")
	}
	return &Service{d}, nil
}

// now is the time to the millisecond, as clients see it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// Loaded is a conversation with its newest messages, read before it is known
// whether the person may see them.
type Loaded struct {
	id   string
	one  *conversation.LoadedConversation
	page *conversation.LoadedPage
}

// Load reads what a draft is written from, in one round trip.
func (s *Service) Load(ctx context.Context, userID, conversationID string) (*Loaded, error) {
	l := &Loaded{id: conversationID}
	err := store.Together(ctx,
		func(ctx context.Context) (err error) {
			l.one, err = s.Conversations.LoadConversation(ctx, conversationID)
			return err
		},
		func(ctx context.Context) (err error) {
			l.page, err = s.Conversations.LoadPage(ctx, userID, conversationID, contextMessages, "")
			return err
		},
	)
	return l, err
}

// Draft drafts an e-mail, under a key like a message: with instructions by the model
// from the conversation, else as the inputs have it. An input that is wrong is named
// inputs.NAME.
func (s *Service) Draft(ctx context.Context, who access.Person, l *Loaded, key string, inputs map[string]any) (action.Action, error) {
	if _, err := s.Conversations.Writable(ctx, l.one, who); err != nil {
		return action.Action{}, err
	}
	page, err := s.Conversations.Page(ctx, l.page, who)
	if err != nil {
		return action.Action{}, err
	}
	form, err := s.Apps.Allowed(ctx, who, app.EmailID)
	if err != nil {
		return action.Action{}, err
	}
	if err := app.Check(inputs, form.Fields); err != nil {
		return action.Action{}, err
	}
	inputs = app.Fill(inputs, form.Fields)
	d := Draft{To: texts(inputs["to"]), CC: texts(inputs["cc"]), Subject: mail.OneLine(text(inputs["subject"])), Body: text(inputs["body"])}
	if err := inputsOf(d.wrong()); err != nil {
		return action.Action{}, err
	}
	if id := text(inputs["attachment"]); id != "" {
		if d.Attachment, err = s.attachment(ctx, who, id, "inputs.attachment"); err != nil {
			return action.Action{}, err
		}
	}
	begun := action.Draft{
		UserID: who.ID, ConversationID: l.id, AppID: app.EmailID, AppName: form.Name.In(who.Language), ActionType: ActionType, Inputs: inputs, Key: key,
	}
	asks := d.Body == "" && text(inputs["instructions"]) != ""
	if asks && !s.settled(ctx, begun) {
		if err := s.mayAsk(ctx, who); err != nil {
			return action.Action{}, err
		}
	}
	st, existed, err := s.Actions.Begin(ctx, begun)
	if err != nil || existed {
		return st.Action, err
	}
	var spent []store.Write
	if asks {
		if spent, err = s.ask(ctx, who, &st, &d, inputs, page); err != nil {
			return st.Action, err
		}
		if st.Output.Status != action.Processing {
			return st.Action, nil
		}
	}
	st.Title = d.Subject
	err = s.Actions.Complete(ctx, &st, action.Output{Result: fresh(d), Cards: cards(st.ID, d, who.Language)}, spent...)
	if errors.Is(err, action.ErrCancelled) || errors.Is(err, action.ErrLost) {
		return s.again(ctx, st.ID)
	}
	return st.Action, err
}

// settled says whether the draft was begun before and needs no model any more.
func (s *Service) settled(ctx context.Context, d action.Draft) bool {
	if d.Key == "" {
		return false
	}
	there, err := s.Actions.Load(ctx, action.ID(d))
	return err == nil && s.Actions.Settled(there.Action)
}

// ask has the model write the draft, and gives the writes that account for it. Where
// that fails, so does the action.
func (s *Service) ask(ctx context.Context, who access.Person, st *action.Stored, d *Draft, inputs map[string]any, page conversation.Page) ([]store.Write, error) {
	working, stop := s.Actions.Keep(ctx, st)
	want := wish{instructions: text(inputs["instructions"]), subject: d.Subject, tone: text(inputs["tone"])}
	w := writer{s.Model, s.LinkHosts, s.Prices, s.Now, s.Source}
	subject, body, entry, err := w.write(working, who, want, said(page), st.ConversationID, st.ID)
	stop()
	spent := s.account(who, *st, entry)
	if err != nil {
		failed := s.Actions.Fail(ctx, st, code(err), !errors.Is(err, errBlocked), spent...)
		if failed != nil && !errors.Is(failed, action.ErrCancelled) && !errors.Is(failed, action.ErrLost) {
			return nil, failed
		}
		st.Action, failed = s.again(ctx, st.ID)
		return nil, failed
	}
	d.Body = body
	if d.Subject == "" {
		d.Subject = subject
	}
	return spent, nil
}

// said are the messages that a draft may be written from: not what people say to
// each other, nor what is unfinished.
func said(page conversation.Page) []conversation.Message {
	return slices.DeleteFunc(slices.Clone(page.Messages), func(m conversation.Message) bool {
		return m.Role != conversation.User && m.Role != conversation.Ally || strings.TrimSpace(m.Content) == "" ||
			m.Status == conversation.Generating || m.Status == conversation.Failed
	})
}

// code is what an action that failed says of a model.
func code(err error) string {
	var failed *model.Error
	switch {
	case errors.Is(err, errBlocked):
		return "model_blocked"
	case errors.As(err, &failed):
		return "model_" + string(failed.Kind)
	}
	return "model_" + string(model.Timeout)
}

// mayAsk refuses a draft by the model where the person's or the organization's tokens
// are used up.
func (s *Service) mayAsk(ctx context.Context, who access.Person) error {
	limits := s.limitsOf(who)
	limits.MessagesPerMinute = 0
	doc, err := s.use(ctx, who.ID)
	if err != nil {
		return err
	}
	if err := doc.Check(limits, s.now()); err != nil {
		return err
	}
	return busy(s.Organizations.Check(ctx, who.Organization.ID, limits))
}

// account gives the writes that account for what a model took.
func (s *Service) account(who access.Person, st action.Stored, e ledger.Entry) []store.Write {
	if e.Calls == 0 && e.Tokens() == 0 {
		return nil
	}
	writes := []store.Write{ledger.Add(ledger.Ref(s.Client, st.ID, st.Lease.Holder), e)}
	if e.Tokens() > 0 {
		writes = append(writes, quota.Spending(quota.Ref(s.Client, who.ID), e.Tokens(), s.now()))
		if who.Organization.MonthlyTokens > 0 {
			writes = append(writes, s.Organizations.Spending(who.Organization.ID, who.ID, e.Tokens()))
		}
	}
	return writes
}

// limitsOf are the limits of a person: their organization's where it has some.
func (s *Service) limitsOf(who access.Person) quota.Limits {
	limits := s.Limits
	if n := who.Organization.TokensPerDay; n > 0 {
		limits.TokensPerDay = n
	}
	limits.OrganizationTokensPerMonth = who.Organization.MonthlyTokens
	return limits
}

// use reads what a person has used.
func (s *Service) use(ctx context.Context, userID string) (quota.Stored, error) {
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{quota.Ref(s.Client, userID)})
	if err != nil {
		return quota.Stored{}, fault.Busy(fmt.Errorf("email: use of %s: %w", userID, err))
	}
	return quota.From(docs[0]), nil
}

// again gives an action as it is now.
func (s *Service) again(ctx context.Context, actionID string) (action.Action, error) {
	st, err := s.Actions.Load(ctx, actionID)
	return st.Action, err
}

func busy(err error) error {
	if err == nil || fault.From(err).Code != "internal" {
		return err
	}
	return fault.Busy(err)
}

// inputsOf names the fields of a fault as those of the form.
func inputsOf(err error) error {
	f := (*fault.Fault)(nil)
	if !errors.As(err, &f) {
		return err
	}
	var fields []fault.Field
	for _, one := range f.Fields {
		fields = append(fields, fault.Field{Name: "inputs." + one.Name, Problem: one.Problem})
	}
	return fault.Wrong(fields...)
}

func text(value any) string {
	t, _ := value.(string)
	return strings.TrimSpace(t)
}

// texts are a list's, each once.
func texts(value any) []string {
	list, _ := value.([]any)
	all := []string{}
	seen := map[string]bool{}
	for _, one := range list {
		if t := text(one); t != "" && !seen[mail.Canonical(t)] {
			seen[mail.Canonical(t)] = true
			all = append(all, t)
		}
	}
	return all
}
