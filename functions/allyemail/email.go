// Package allyemail drafts e-mails and sends those that their person decides to send.
// The workspace calls it. Drafting may be repeated with the same clientActionId and
// sending with the same revision; neither happens twice. It reads the newest messages
// of the conversation, and the action that is attached; it writes the action, the outbox, and
// what was used. What is due goes out at once, the rest by allyoutbox.
package allyemail

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/email"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyemail",
	Purpose: "e-mails: drafted from a conversation, edited, sent, scheduled, taken back",
	Memory:  "512Mi", Timeout: 120 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY", "ALLY_SMTP_URL"},
	Model:   true,
	Writes:  []string{"ally_actions", "ally_outbox", "ally_audit", "ally_usage", "ally_ledger"},
	Route:   "/api/ally/apps/email",
	Operations: []function.Operation{
		{
			Method:   http.MethodPost,
			Summary:  "Drafts an e-mail: with instructions by the model from the conversation, else as given. Nothing is sent.",
			Problems: []string{"not_found", "view_only", "app_off", "key_reused", "limit_tokens"},
			Handler:  function.Prepared(load, draft),
		},
		{
			Method: http.MethodPatch, Path: "/{id}",
			Summary:  "Changes a draft, made to its revision.",
			Problems: []string{"not_found", "not_yours", "changed", "already_sent"},
			Handler:  function.Handle(change),
		},
		{
			Method: http.MethodPost, Path: "/{id}/send",
			Summary:  "Sends the e-mail as of its revision, now or at a time.",
			Problems: []string{"not_found", "not_yours", "app_off", "changed", "already_sent", "limit_emails"},
			Handler:  function.Handle(send),
		},
		{
			Method: http.MethodPost, Path: "/{id}/cancel",
			Summary:  "Takes back what is not sent yet; nothing of it is sent after that.",
			Problems: []string{"not_found", "not_yours", "not_sent", "already_sent"},
			Handler:  function.Handle(cancel),
		},
		{
			Method: http.MethodPost, Path: "/{id}/resend",
			Summary:  "Tries again what could not be delivered.",
			Problems: []string{"not_found", "not_yours", "app_off", "not_sent", "not_failed"},
			Handler:  function.Handle(resend),
		},
		{
			Method: http.MethodGet, Path: "/limits",
			Summary: "Gives to how many recipients the person may still write today.",
			Handler: function.Handle(limits),
		},
	},
}

type draftInput struct {
	ConversationID string         `json:"conversationId" required:"true" minLength:"1" maxLength:"200"`
	UserID         string         `json:"userId,omitempty" description:"Must be the session's, where it is given."`
	UserEmail      string         `json:"userEmail,omitempty" description:"Must be the session's, where it is given."`
	UserDomain     string         `json:"userDomain,omitempty" description:"Must be that of the e-mail, or the word unknown."`
	OrganizationID string         `json:"organizationId,omitempty" description:"Must be the person's, where it is given."`
	ClientActionID string         `json:"clientActionId,omitempty" minLength:"1" maxLength:"200" description:"Makes a retry the same e-mail."`
	Inputs         map[string]any `json:"inputs" required:"true" nullable:"false" description:"By the form that allyapps gives."`
}

type output struct {
	Action  action.View `json:"action" required:"true"`
	Success bool        `json:"success" required:"true"`
}

func load(c function.Call[draftInput]) (*email.Loaded, error) {
	return c.Backend.Email.Load(c.Context, c.Session.ID, c.In.ConversationID)
}

func draft(c function.Call[draftInput], loaded *email.Loaded) (output, error) {
	a, err := c.Backend.Email.Draft(c.Context, c.Person, loaded, c.In.ClientActionID, c.In.Inputs)
	return show(c, a, err)
}

func show[In any](c function.Call[In], a action.Action, err error) (output, error) {
	if err != nil {
		return output{}, err
	}
	return output{c.Backend.Actions.ViewOf(a, c.Person), true}, nil
}

type changeInput struct {
	ID         string           `path:"id" required:"true" maxLength:"200"`
	Revision   int              `json:"revision" required:"true" minimum:"0"`
	To         []string         `json:"to" required:"true" nullable:"false" maxItems:"50"`
	CC         []string         `json:"cc,omitempty" maxItems:"50"`
	Subject    string           `json:"subject" required:"true" maxLength:"200"`
	Body       string           `json:"body" required:"true" maxLength:"100000" description:"Markdown."`
	Attachment *attachmentInput `json:"attachment,omitempty" description:"Left out, there is none."`
}

type attachmentInput struct {
	ActionID string `json:"actionId" required:"true" minLength:"1" maxLength:"200" description:"The action whose result goes along as PDF."`
	Name     string `json:"name,omitempty" maxLength:"500" description:"Not read: an action has its own."`
}

func change(c function.Call[changeInput]) (output, error) {
	edit := email.Edit{To: c.In.To, CC: c.In.CC, Subject: c.In.Subject, Body: c.In.Body}
	if c.In.Attachment != nil {
		edit.Attachment = c.In.Attachment.ActionID
	}
	a, err := c.Backend.Email.Change(c.Context, c.Person, c.In.ID, c.In.Revision, edit)
	return show(c, a, err)
}

type sendInput struct {
	ID       string `path:"id" required:"true" maxLength:"200"`
	Revision int    `json:"revision" required:"true" minimum:"0"`
	At       string `json:"at,omitempty" format:"date-time" maxLength:"40" description:"When; left out, now."`
	TimeZone string `json:"timeZone,omitempty" maxLength:"60" description:"In which the person thinks of that time, such as America/Santiago."`
}

func send(c function.Call[sendInput]) (output, error) {
	when := email.When{TimeZone: c.In.TimeZone}
	if c.In.At != "" {
		var err error
		if when.At, err = time.Parse(time.RFC3339, c.In.At); err != nil {
			return output{}, fault.Wrong(fault.Field{Name: "at", Problem: lang.Text{
				ES: "debe ser una fecha con hora y zona", EN: "must be a date with time and zone",
			}})
		}
	}
	a, err := c.Backend.Email.Send(c.Context, c.Person, c.In.ID, c.In.Revision, when)
	return show(c, a, err)
}

type oneInput struct {
	ID string `path:"id" required:"true" maxLength:"200"`
}

func cancel(c function.Call[oneInput]) (output, error) {
	a, err := c.Backend.Email.Cancel(c.Context, c.Person, c.In.ID)
	return show(c, a, err)
}

func resend(c function.Call[oneInput]) (output, error) {
	a, err := c.Backend.Email.Resend(c.Context, c.Person, c.In.ID)
	return show(c, a, err)
}

type limitsOutput struct {
	PerDay           *int `json:"perDay" required:"true" description:"Recipients; null for no limit."`
	Left             *int `json:"left" required:"true" description:"Of them, today; null for no limit."`
	OrganizationLeft *int `json:"organizationLeft,omitempty" description:"To the organization's people together."`
	Success          bool `json:"success" required:"true"`
}

func limits(c function.Call[function.None]) (limitsOutput, error) {
	left, err := c.Backend.Email.Left(c.Context, c.Person)
	return limitsOutput{left.PerDay, left.Left, left.OrganizationLeft, true}, err
}
