package sharing

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/store"
)

const (
	// mostADay is how many invitations a person may send in a day: letters go to
	// addresses that nobody has checked.
	mostADay = 50
	// mostLetters is how often one invitation may be sent again in a day.
	mostLetters = 3
	// mostDays is how long an invitation may be valid.
	mostDays = 90
)

// Offer is an invitation that a person makes.
type Offer struct {
	Method     string
	Recipients []string
	Phone      string
	Level      string
	Message    string
	Days       int
}

// Made is an invitation with its link, which is known at the moment of its making
// and never again.
type Made struct {
	Invitation
	URL, WhatsApp string // "" where the link goes by letter only
}

// Invite invites people into a conversation of the person's, as an action of the
// app. made is empty where the draft's key had invited before.
func (s *Service) Invite(ctx context.Context, who access.Person, l *conversation.LoadedConversation, o Offer, d action.Draft) (st action.Stored, made []Made, err error) {
	c, err := s.Conversations.Own(ctx, l, who)
	if err != nil {
		return st, nil, err
	}
	if st, existed, err := s.begun(ctx, d); existed || err != nil {
		return st, nil, err
	}
	if err := s.check(ctx, who, c, &o); err != nil {
		return st, nil, err
	}
	st, existed, err := s.Actions.Begin(ctx, d)
	if existed || err != nil {
		return st, nil, err
	}
	now := s.now()
	made, writes, err := s.make(who, l.ID(), c, st.ID, o, now)
	if err == nil {
		err = s.Actions.Complete(ctx, &st, output(st.ID, made, who.Language, now), writes...)
	}
	if err != nil {
		made = nil
	}
	return st, made, err
}

// begun gives the action that the draft's key began before, if it has ended.
func (s *Service) begun(ctx context.Context, d action.Draft) (action.Stored, bool, error) {
	if d.Key == "" {
		return action.Stored{}, false, nil
	}
	st, err := s.Actions.Load(ctx, action.ID(d))
	if fault.Has(err, "not_found") {
		return action.Stored{}, false, nil
	}
	if err != nil || st.Output.Status != action.Completed {
		return st, false, err
	}
	return s.Actions.Begin(ctx, d) // which says whether the key stands for other inputs
}

var phone = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{6,18}$`)

// check refuses what the organization or the conversation does not allow, field by
// field. It reads the policy, and how many invitations the person has sent.
func (s *Service) check(ctx context.Context, who access.Person, c conversation.Conversation, o *Offer) error {
	var policy classic.Collaboration
	var sent int
	err := store.Together(ctx,
		func(ctx context.Context) (err error) {
			policy, err = s.Access.Collaboration(ctx, c.OrganizationID)
			return err
		},
		func(ctx context.Context) (err error) {
			sent, err = s.sentSince(ctx, who.ID, s.now().AddDate(0, 0, -1))
			return err
		},
	)
	if err != nil {
		return unavailable(fmt.Errorf("sharing: look before inviting: %w", err))
	}
	var wrong []fault.Field
	refuse := func(field, es, en string) {
		wrong = append(wrong, fault.Field{Name: "inputs." + field, Problem: lang.Text{ES: es, EN: en}})
	}
	switch {
	case o.Method == ByEmail && len(o.Recipients) == 0:
		refuse("recipients", "falta a quién invitar", "needs whom to invite")
	case o.Method == ByWhatsApp && len(o.Recipients) > 1:
		refuse("recipients", "una persona a la vez", "one person at a time")
	case len(o.Recipients) > mail.MostRecipients:
		refuse("recipients", fmt.Sprintf("como máximo %d", mail.MostRecipients), fmt.Sprintf("at most %d", mail.MostRecipients))
	}
	if o.Phone != "" && !phone.MatchString(o.Phone) {
		refuse("phone", "debe ser un número con el código del país", "must be a number with the country's code")
	}
	if !slices.Contains([]string{ByEmail, ByWhatsApp, ByLink}, o.Method) {
		refuse("method", "debe ser email, whatsapp o link", "must be email, whatsapp or link")
	}
	if !slices.Contains([]string{conversation.LevelView, conversation.LevelComment, conversation.LevelEdit}, o.Level) {
		refuse("level", "debe ser view, comment o edit", "must be view, comment or edit")
	}
	if o.Days < 1 || o.Days > mostDays {
		refuse("days", "debe ser de 1 a 90", "must be 1 to 90")
	}
	if len([]rune(o.Message)) > 1000 {
		refuse("message", "como máximo 1000 caracteres", "at most 1000 characters")
	}
	outside := c.Externals()
	for i := range o.Recipients {
		field := fmt.Sprintf("recipients[%d]", i)
		email := mail.Canonical(o.Recipients[i])
		o.Recipients[i] = email
		switch {
		case !mail.Valid(email):
			refuse(field, "no es una dirección de correo", "is no e-mail address")
		case email == strings.ToLower(c.UserEmail):
			refuse(field, "eres tú", "is you")
		case slices.Contains(o.Recipients[:i], email):
			refuse(field, "está dos veces", "is there twice")
		case slices.ContainsFunc(c.Collaborators, func(p conversation.Collaborator) bool { return strings.EqualFold(p.UserEmail, email) }):
			refuse(field, "ya está en la conversación", "is in the conversation already")
		case s.inside(who, c, email):
		case !policy.Allows(domainOf(email)) || c.OrganizationID == "":
			refuse(field, "tu organización no permite invitar a personas de ese dominio", "your organization does not allow to invite people of that domain")
		case o.Level == conversation.LevelEdit:
			refuse("level", "personas de otras organizaciones pueden leer y comentar, no escribir", "people of other organizations may read and comment, not write")
		default:
			if outside++; policy.Limited && outside > policy.Maximum {
				refuse(field, fmt.Sprintf("tu organización permite %d personas externas por conversación", policy.Maximum),
					fmt.Sprintf("your organization allows %d external people in a conversation", policy.Maximum))
			}
		}
	}
	if len(c.Collaborators)+max(1, len(o.Recipients)) > conversation.MostCollaborators {
		refuse("recipients", "no caben más personas en la conversación", "no more people fit into the conversation")
	}
	if len(wrong) > 0 {
		return fault.Wrong(wrong...)
	}
	if sent+max(1, len(o.Recipients)) > mostADay {
		return tooMany(time.Hour, fmt.Sprintf("Puedes enviar %d invitaciones por día. Inténtalo más tarde.", mostADay),
			fmt.Sprintf("You can send %d invitations a day. Try later.", mostADay))
	}
	return nil
}

// sentSince counts the invitations that a person made since. It costs one read.
func (s *Service) sentSince(ctx context.Context, userID string, since time.Time) (int, error) {
	recent := s.Client.Collection(Invitations).Where("userId", "==", userID).Where("createdAt", ">", since)
	result, err := recent.NewAggregationQuery().WithCount("all").Get(ctx)
	if err != nil {
		return 0, err
	}
	n, _ := result["all"].(*firestorepb.Value)
	return int(n.GetIntegerValue()), nil
}

// inside says whether an address is of the conversation's organization.
func (s *Service) inside(who access.Person, c conversation.Conversation, email string) bool {
	domain := domainOf(email)
	if c.OrganizationID == "" {
		return false
	}
	return domain == c.Domain || who.Organization.ID == c.OrganizationID &&
		slices.ContainsFunc(who.Organization.Domains, func(d string) bool { return strings.EqualFold(d, domain) })
}

// make makes the invitations and the writes that store them.
func (s *Service) make(who access.Person, conversationID string, c conversation.Conversation, actionID string, o Offer, now time.Time) (made []Made, writes []store.Write, err error) {
	recipients := o.Recipients
	if len(recipients) == 0 {
		recipients = []string{""}
	}
	for n, email := range recipients {
		i := Invitation{
			ID: invitationID(conversationID, email), ConversationID: conversationID, OrganizationID: c.OrganizationID,
			UserID: who.ID, InvitedBy: who.Name, Title: c.Title, Email: email, Phone: o.Phone, Method: o.Method, Level: o.Level,
			Message: o.Message, Language: string(who.Language), Days: o.Days, Stored: Pending, CreatedAt: now, ActionID: actionID, Source: s.Source,
		}
		if who.Organization.ID == c.OrganizationID {
			i.Organization = who.Organization.Name
		}
		if email == "" {
			i.ID = id.Derive("invitation", conversationID, actionID, strconv.Itoa(n))
		}
		one, wrote, err := s.sent(i, now)
		if err != nil {
			return nil, nil, err
		}
		made, writes = append(made, one), append(writes, store.Set(s.invitation(i.ID), one.Invitation))
		writes = append(writes, wrote...)
		writes = append(writes, s.noted(who, "invitation.sent", Invitations+"/"+i.ID, c.OrganizationID, map[string]any{"method": i.Method, "level": i.Level, "days": i.Days}))
	}
	return made, writes, nil
}

// sent gives the invitation a fresh token and its time, and the writes by which it
// reaches whom it is for.
func (s *Service) sent(i Invitation, now time.Time) (Made, []store.Write, error) {
	token, hash := newToken()
	i.TokenHash, i.ExpiresAt, i.Stored = hash, now.AddDate(0, 0, i.Days), Pending
	i.SweepAt = i.ExpiresAt
	if i.Method == ByEmail {
		letter, err := s.letter(i, token, now)
		return Made{Invitation: i}, []store.Write{letter}, err
	}
	return s.linked(i, token), nil, nil
}

func (s *Service) linked(i Invitation, token string) Made {
	made := Made{Invitation: i, URL: s.url("invitation", token)}
	if i.Method == ByWhatsApp {
		made.WhatsApp = whatsApp(i.Phone, s.invitationText(i, token))
	}
	return made
}

var statusTexts = map[State]lang.Text{
	Pending: {ES: "pendiente", EN: "pending"}, Accepted: {ES: "aceptada", EN: "accepted"}, Declined: {ES: "rechazada", EN: "declined"},
	Expired: {ES: "vencida", EN: "expired"}, Revoked: {ES: "revocada", EN: "revoked"},
}

// output is what the action shows: whom was invited, and never a link that opens
// anything.
func output(actionID string, made []Made, l lang.Language, now time.Time) action.Output {
	say := func(es, en string) string { return lang.Text{ES: es, EN: en}.In(l) }
	rows, results := []any{}, []any{}
	for _, m := range made {
		whom := m.Email
		if whom == "" {
			whom = say("quien tenga el enlace", "whoever has the link")
		}
		rows = append(rows, map[string]any{"cells": []any{
			whom, m.Method, levels[m.Level].In(l), statusTexts[m.State(now)].In(l), m.ExpiresAt.UTC().Format("2006-01-02"),
		}})
		results = append(results, map[string]any{
			"id": m.ID, "email": m.Email, "method": m.Method, "level": m.Level, "status": string(m.State(now)), "expiresAt": m.ExpiresAt.UTC().Format(stampForm),
		})
	}
	title := say("Invitaciones", "Invitations")
	return action.Output{
		Result: map[string]any{"invitations": results},
		Cards: []action.Card{
			{ID: "invitations", Type: "table", Title: title, Content: map[string]any{
				"columns": []any{say("A quién", "Whom"), say("Cómo", "How"), say("Puede", "May"), say("Estado", "Status"), say("Vence", "Expires")},
				"rows":    rows,
			}},
			{ID: "manage", Type: "cta", Title: title, Content: map[string]any{"actionId": actionID}, Actions: []action.CardAction{
				{Label: say("Administrar acceso", "Manage access"), Action: "manage_access", Data: map[string]string{"actionId": actionID}},
			}},
		},
	}
}

const stampForm = "2006-01-02T15:04:05.000Z"

// list reads the newest invitations of a conversation.
func (s *Service) list(ctx context.Context, conversationID string) ([]Invitation, error) {
	docs, err := s.Client.Collection(Invitations).Where("conversationId", "==", conversationID).
		OrderBy("createdAt", firestore.Desc).Limit(2 * conversation.MostCollaborators).Documents(ctx).GetAll()
	if err != nil {
		return nil, err
	}
	var all []Invitation
	for _, doc := range docs {
		if i, ok, err := invitationFrom(doc); err == nil && ok {
			all = append(all, i)
		}
	}
	return all, nil
}
