package email

import (
	"context"
	"fmt"
	"strconv"
	"time"
	_ "time/tzdata" // an image may have no zones of its own

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/export"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/store"
)

const (
	tries = 5
	// mostAhead is how far ahead an e-mail can be scheduled.
	mostAhead = 365 * 24 * time.Hour
	// atOnce is how long somebody waits for their e-mail to be sent; it goes on without
	// them.
	atOnce = 8 * time.Second
)

// mine gives the person's e-mail. Who may not see its conversation, or not any more,
// does not learn that it exists.
func (s *Service) mine(ctx context.Context, who access.Person, actionID string) (action.Stored, result, error) {
	st, err := s.Actions.Load(ctx, actionID)
	if err != nil {
		return action.Stored{}, result{}, err
	}
	if st.AppID != app.EmailID || st.Output.Status != action.Completed {
		return action.Stored{}, result{}, action.Missing()
	}
	if err := s.sees(ctx, who, st.Action); err != nil {
		return action.Stored{}, result{}, err
	}
	if st.UserID != who.ID {
		return action.Stored{}, result{}, &fault.Fault{Kind: fault.Forbidden, Code: "not_yours", Sentence: lang.Text{
			ES: "Solo quien redactó este correo puede hacer eso.", EN: "Only who drafted this e-mail can do that.",
		}}
	}
	r, err := resultOf(st.Action)
	return st, r, err
}

// sees refuses an action whose conversation the person may not see.
func (s *Service) sees(ctx context.Context, who access.Person, a action.Action) error {
	one, err := s.Conversations.LoadConversation(ctx, a.ConversationID)
	if err == nil {
		_, err = s.Conversations.See(ctx, one, who)
	}
	if fault.Has(err, "not_found") {
		return action.Missing()
	}
	return err
}

// attachment gives an action as an attachment, where the person may see it. One that
// they may not is a wrong field.
func (s *Service) attachment(ctx context.Context, who access.Person, actionID, field string) (*Attachment, error) {
	a, err := s.attached(ctx, who, actionID, field)
	if err != nil {
		return nil, err
	}
	return &Attachment{ActionID: actionID, Name: a.Name()}, nil
}

func (s *Service) attached(ctx context.Context, who access.Person, actionID, field string) (action.Action, error) {
	st, err := s.Actions.Load(ctx, actionID)
	if err == nil && st.Output.Status != action.Completed {
		err = action.Missing()
	}
	if err == nil {
		err = s.sees(ctx, who, st.Action)
	}
	if fault.Has(err, "not_found") {
		return action.Action{}, fault.Wrong(fault.Field{Name: field, Problem: lang.Text{ES: "no existe o no la puedes ver", EN: "does not exist or you may not see it"}})
	}
	return st.Action, err
}

// Edit is what a person changes of a draft.
type Edit struct {
	To, CC        []string
	Subject, Body string
	Attachment    string // an action's id; "" for none
}

// Change changes a draft, made to its revision. What is on its way, or has come,
// can't be changed any more: already_sent.
func (s *Service) Change(ctx context.Context, who access.Person, actionID string, revision int, e Edit) (action.Action, error) {
	st, r, err := s.mine(ctx, who, actionID)
	if err != nil {
		return action.Action{}, err
	}
	if !r.Delivery.open() && r.Delivery.State != Failed {
		return action.Action{}, alreadySent()
	}
	d := Draft{To: unique(e.To), CC: unique(e.CC), Subject: e.Subject, Body: e.Body}
	if err := d.wrong(); err != nil {
		return action.Action{}, err
	}
	if e.Attachment != "" {
		if d.Attachment, err = s.attachment(ctx, who, e.Attachment, "attachment"); err != nil {
			return action.Action{}, err
		}
	}
	err = s.Actions.Change(ctx, &st, revision, []firestore.Update{
		{Path: "output.result", Value: fresh(d)}, {Path: "output.cards", Value: cards(st.ID, d, who.Language)}, {Path: "title", Value: d.Subject},
	})
	return st.Action, err
}

func unique(addresses []string) []string {
	var all []any
	for _, a := range addresses {
		all = append(all, a)
	}
	return texts(all)
}

// open says whether the e-mail can be sent.
func (d Delivery) open() bool { return d.State == Drafted || d.State == Cancelled }

func alreadySent() error {
	return &fault.Fault{Kind: fault.Conflict, Code: "already_sent", Sentence: lang.Text{
		ES: "Este correo ya se envió o está por enviarse.",
		EN: "This e-mail was sent or is about to be.",
	}}
}

func changed() error {
	return &fault.Fault{Kind: fault.Conflict, Code: "changed", Sentence: lang.Text{
		ES: "Este correo cambió mientras tanto. Mira cómo está ahora y vuelve a intentarlo.",
		EN: "This e-mail has changed meanwhile. Look at it as it is now and try again.",
	}}
}

// When is when an e-mail is to be sent; the zero value is now.
type When struct {
	At       time.Time
	TimeZone string // an IANA name, in which the person thinks of it; "" for none
}

func (w When) wrong(now time.Time) error {
	var fields []fault.Field
	if !w.At.IsZero() && (w.At.Before(now.Add(-time.Minute)) || w.At.After(now.Add(mostAhead))) {
		fields = append(fields, fault.Field{Name: "at", Problem: lang.Text{ES: "debe ser una hora futura, a lo más en un año", EN: "must be a time to come, within a year"}})
	}
	if _, err := time.LoadLocation(w.TimeZone); err != nil || w.TimeZone == "Local" {
		fields = append(fields, fault.Field{Name: "timeZone", Problem: lang.Text{ES: "debe ser una zona como America/Santiago", EN: "must be a zone such as America/Santiago"}})
	}
	return fault.Wrong(fields...)
}

// Send puts the person's e-mail, as of its revision, into the outbox, counts it and
// enters it into the trail, all in one commit; then it tries to send it at once where
// it is due. A revision that is not the last is the conflict changed.
func (s *Service) Send(ctx context.Context, who access.Person, actionID string, revision int, when When) (action.Action, error) {
	if err := when.wrong(s.Now()); err != nil {
		return action.Action{}, err
	}
	if _, err := s.Apps.Allowed(ctx, who, app.EmailID); err != nil {
		return action.Action{}, err
	}
	st, r, err := s.mine(ctx, who, actionID)
	if err != nil {
		return action.Action{}, err
	}
	letterID := st.ID + "/" + strconv.Itoa(revision)
	if st.Revision != revision && r.Delivery.Letter != letterID {
		if !r.Delivery.open() {
			return action.Action{}, alreadySent()
		}
		return action.Action{}, changed()
	}
	if err := r.Draft.unfinished(); err != nil {
		return action.Action{}, err
	}
	letter := mail.Letter{
		ID: letterID, Kind: mail.Email, From: mail.Party{Name: who.Name, Address: who.Email},
		To: r.Draft.To, CC: r.Draft.CC, Subject: r.Draft.Subject, Markdown: r.Draft.Body, NotBefore: when.At,
		ActionID: st.ID, UserID: who.ID, OrganizationID: who.Organization.ID, Language: who.Language,
	}
	if r.Draft.Attachment != nil {
		a, err := s.attached(ctx, who, r.Draft.Attachment.ActionID, "attachment")
		if err != nil {
			return action.Action{}, err
		}
		file, err := export.Of(a, who.Language).As(export.PDFFormat)
		if err != nil {
			return action.Action{}, fmt.Errorf("email: attach %s: %w", a.ID, err)
		}
		letter.Attachments = []mail.Attachment{{Name: file.Name, Type: file.Type, Data: file.Data}}
	}
	if err := s.Organizations.CheckEmails(ctx, who.Organization.ID, s.Limits, r.Draft.recipients()); err != nil {
		return action.Action{}, busy(err)
	}
	err = store.Again(ctx, s.Pause, tries, func() error { return s.queue(ctx, who, letter, revision, when, r.Draft) })
	if store.Raced(err) {
		err = fault.Busy(err)
	}
	if err != nil {
		return action.Action{}, err
	}
	return s.tried(ctx, actionID, letter.ID, when.At)
}

// queue makes the commit of Send, with what the action and the person's use are now.
func (s *Service) queue(ctx context.Context, who access.Person, letter mail.Letter, revision int, when When, d Draft) error {
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{action.Ref(s.Client, letter.ActionID), quota.Ref(s.Client, who.ID)})
	if err != nil {
		return fault.Busy(fmt.Errorf("email: send %s: %w", letter.ActionID, err))
	}
	a, ok := action.From(docs[0])
	if !ok {
		return action.Missing()
	}
	r, err := resultOf(a)
	switch {
	case err != nil:
		return err
	case a.Revision == revision+1 && r.Delivery.Letter == letter.ID:
		return nil // this very call came before, or our commit came through unnoticed
	case !r.Delivery.open():
		return alreadySent()
	case a.Revision != revision:
		return changed()
	}
	now, use, n := s.now(), quota.From(docs[1]), d.recipients()
	if err := use.CheckEmails(s.Limits, n, now); err != nil {
		return err
	}
	queued, err := mail.Queue(s.Client, letter, now)
	if err != nil {
		return err
	}
	delivery := Delivery{State: Queued, Recipients: []Recipient{}, TimeZone: when.TimeZone, Letter: letter.ID}
	what := "email.queued"
	if when.At.After(now) {
		at := when.At.UTC()
		delivery.State, delivery.At, what = Scheduled, &at, "email.scheduled"
	}
	for _, list := range [][]string{d.To, d.CC} {
		for _, address := range list {
			delivery.Recipients = append(delivery.Recipients, Recipient{Address: address, State: mail.Waiting})
		}
	}
	writes := []store.Write{
		store.Update(docs[0].Ref, docs[0].UpdateTime,
			firestore.Update{Path: "output.result.delivery", Value: delivery}, firestore.Update{Path: "revision", Value: revision + 1}),
		queued, use.Emailing(who.ID, n, now),
		s.trail(who, what, a.ID, map[string]any{"recipients": n, "letter": letter.ID}),
	}
	if who.Organization.ID != "" && s.Limits.OrganizationEmailsPerDay > 0 {
		writes = append(writes, s.Organizations.Emailing(who.Organization.ID, who.ID, n))
	}
	if _, err := store.Commit(ctx, s.Client, writes...); err != nil && !store.Raced(err) {
		return fault.Busy(fmt.Errorf("email: send %s: %w", a.ID, err))
	} else if err != nil {
		return err
	}
	return nil
}

// trail is the entry of what a person did with an e-mail.
func (s *Service) trail(who access.Person, what, actionID string, after map[string]any) store.Write {
	return audit.Write(s.Client, audit.Entry{
		Who: who.ID, WhoEmail: who.Email, What: what, Target: action.Collection + "/" + actionID, OrganizationID: who.Organization.ID,
		After: after, At: s.Now(), Source: s.Source,
	})
}

// tried sends a letter that is due, and gives its action as it is then. Where that
// takes long, or there is no server here, the outbox goes on with it.
func (s *Service) tried(ctx context.Context, actionID, letterID string, at time.Time) (action.Action, error) {
	if !at.After(s.now()) && s.Mail.CanSend() {
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, _ = s.Mail.Try(context.WithoutCancel(ctx), letterID) // what it could not note, the outbox does
		}()
		waiting, cancel := context.WithCancel(ctx)
		defer cancel()
		over := make(chan struct{})
		go func() {
			defer close(over)
			_ = s.Pause(waiting, atOnce) // it ends with the time or with the wait
		}()
		select {
		case <-done:
		case <-over:
		}
	}
	return s.again(ctx, actionID)
}

// Cancel takes back what of an e-mail is not sent yet; nothing of it is sent any more
// once Cancel has returned. Where it is too late it is the conflict already_sent.
func (s *Service) Cancel(ctx context.Context, who access.Person, actionID string) (action.Action, error) {
	return s.alter(ctx, who, actionID, "email.cancelled", s.Mail.Cancel)
}

// Resend has what could not be delivered tried again, at once and then by the outbox.
// It is the conflict not_failed where nothing failed.
func (s *Service) Resend(ctx context.Context, who access.Person, actionID string) (action.Action, error) {
	if _, err := s.Apps.Allowed(ctx, who, app.EmailID); err != nil {
		return action.Action{}, err
	}
	a, err := s.alter(ctx, who, actionID, "email.resent", s.Mail.Resend)
	if err != nil {
		return a, err
	}
	r, err := resultOf(a)
	if err != nil {
		return a, err
	}
	return s.tried(ctx, actionID, r.Delivery.Letter, time.Time{})
}

func (s *Service) alter(ctx context.Context, who access.Person, actionID, what string, do func(context.Context, string, ...store.Write) (mail.Kept, error)) (action.Action, error) {
	_, r, err := s.mine(ctx, who, actionID)
	if err != nil {
		return action.Action{}, err
	}
	if r.Delivery.Letter == "" {
		return action.Action{}, &fault.Fault{Kind: fault.Conflict, Code: "not_sent", Sentence: lang.Text{
			ES: "Este correo todavía no se envió.", EN: "This e-mail was not sent yet.",
		}}
	}
	if _, err := do(ctx, r.Delivery.Letter, s.trail(who, what, actionID, map[string]any{"letter": r.Delivery.Letter})); err != nil {
		return action.Action{}, err
	}
	return s.again(ctx, actionID)
}

// Left is what a person and their organization may still write today; a pointer is
// nil where there is no limit.
type Left struct {
	PerDay, Left, OrganizationLeft *int
}

// Left reads what is left.
func (s *Service) Left(ctx context.Context, who access.Person) (l Left, err error) {
	use, err := s.use(ctx, who.ID)
	if err != nil {
		return Left{}, err
	}
	if left, limited := use.EmailsLeft(s.Limits, s.now()); limited {
		l.PerDay, l.Left = &s.Limits.EmailsPerDay, &left
	}
	left, limited, err := s.Organizations.EmailsLeft(ctx, who.Organization.ID, s.Limits)
	if limited {
		l.OrganizationLeft = &left
	}
	return l, busy(err)
}
