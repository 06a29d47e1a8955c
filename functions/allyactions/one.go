package allyactions

import (
	"time"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/export"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/web"
)

type oneInput struct {
	ID string `path:"id" required:"true" maxLength:"200"`
}

type oneOutput struct {
	Action  action.View `json:"action" required:"true"`
	Success bool        `json:"success" required:"true"`
}

// loaded is an action with its conversation, read before it is known whether the
// person may see it. A deleted one is among them.
type loaded struct {
	action.Stored
	conversation *conversation.LoadedConversation
}

func read[In any](c function.Call[In], id string) (*loaded, error) {
	st, err := c.Backend.Actions.LoadRemoved(c.Context, id)
	if err != nil {
		return nil, err
	}
	of, err := c.Backend.Conversations.LoadConversation(c.Context, st.ConversationID)
	if fault.Has(err, "not_found") {
		err = action.Missing()
	}
	return &loaded{st, of}, err
}

func load(c function.Call[oneInput]) (*loaded, error) { return read(c, c.In.ID) }

// seen refuses who may not see the action: they may not see its conversation, or
// it is deleted.
func seen[In any](c function.Call[In], l *loaded, deleted bool) error {
	if l.DeletedAt != nil && !deleted {
		return action.Missing()
	}
	_, err := c.Backend.Conversations.See(c.Context, l.conversation, c.Person)
	if fault.Has(err, "not_found") {
		return action.Missing()
	}
	return err
}

// changed refuses who did not begin the action.
func changed(c function.Call[oneInput], l *loaded) error {
	if err := seen(c, l, l.UserID == c.Person.ID); err != nil {
		return err
	}
	if l.UserID != c.Person.ID {
		return &fault.Fault{Kind: fault.Forbidden, Code: "not_yours", Sentence: lang.Text{
			ES: "Solo quien inició esta acción puede cambiarla.", EN: "Only who began this action can change it.",
		}}
	}
	return nil
}

func shown(c function.Call[oneInput], a action.Action) oneOutput {
	return oneOutput{c.Backend.Actions.ViewOf(a, c.Person), true}
}

func one(c function.Call[oneInput], l *loaded) (oneOutput, error) {
	return shown(c, l.Action), seen(c, l, false)
}

func cancel(c function.Call[oneInput], l *loaded) (oneOutput, error) {
	err := changed(c, l)
	if err == nil && l.DeletedAt != nil {
		err = action.Missing()
	}
	if err == nil {
		err = c.Backend.Actions.Cancel(c.Context, &l.Stored)
	}
	return shown(c, l.Action), err
}

type removed struct {
	UndoUntil string `json:"undoUntil" required:"true" format:"date-time"`
	Success   bool   `json:"success" required:"true"`
}

func remove(c function.Call[oneInput], l *loaded) (removed, error) {
	if err := changed(c, l); err != nil {
		return removed{}, err
	}
	until, err := c.Backend.Actions.Remove(c.Context, &l.Stored)
	return removed{until.UTC().Format(time.RFC3339Nano), true}, err
}

func restore(c function.Call[oneInput], l *loaded) (oneOutput, error) {
	err := changed(c, l)
	if err == nil {
		err = c.Backend.Actions.Restore(c.Context, &l.Stored)
	}
	return shown(c, l.Action), err
}

type exportInput struct {
	ID     string `path:"id" required:"true" maxLength:"200"`
	Format string `query:"format" enum:"md,pdf,docx" default:"md" description:"Markdown, PDF or Word."`
}

func loadExported(c function.Call[exportInput]) (*loaded, error) { return read(c, c.In.ID) }

func exported(c function.Call[exportInput], l *loaded) (web.File, error) {
	if err := seen(c, l, false); err != nil {
		return web.File{}, err
	}
	if err := completed(l.Action); err != nil {
		return web.File{}, err
	}
	f, err := export.Of(l.Action, c.Person.Language).As(export.Format(c.In.Format))
	if err != nil {
		return web.File{}, err
	}
	err = audit.Note(c.Context, c.Backend.Store, audit.Entry{
		Who: c.Person.ID, WhoEmail: c.Person.Email, What: "action.exported", Target: action.Collection + "/" + c.In.ID,
		OrganizationID: c.Person.Organization.ID, After: map[string]any{"format": string(export.Format(c.In.Format))},
		From: c.From, At: c.Backend.Now(), Source: c.Backend.Config.Environment,
	})
	return web.File{Name: f.Name, Type: f.Type, Data: f.Data}, err
}

func completed(a action.Action) error {
	if a.Output.Status == action.Completed {
		return nil
	}
	return &fault.Fault{Kind: fault.Conflict, Code: "not_completed", Sentence: lang.Text{
		ES: "Esta acción todavía no tiene resultado.", EN: "This action has no result yet.",
	}}
}
