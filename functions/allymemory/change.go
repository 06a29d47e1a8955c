package allymemory

import (
	"context"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/web"
)

type changeInput struct {
	MemoryOptIn bool `json:"memoryOptIn" required:"true" description:"False: nothing is remembered any more, and what was goes."`
}

func change(c function.Call[changeInput]) (settings, error) {
	if err := c.Backend.Memory.OptIn(c.Context, c.Person, c.In.MemoryOptIn); err != nil {
		return settings{}, err
	}
	c.Person.MemoryOptOut = !c.In.MemoryOptIn
	return settingsOf(memory.SettingsOf(c.Person)), nil
}

type forgetInput struct {
	ConversationID string `query:"conversationId" maxLength:"200" description:"Without it, everything."`
}

type done struct {
	Success bool `json:"success" required:"true"`
}

func forget(c function.Call[forgetInput]) (done, error) {
	var err error
	if c.In.ConversationID == "" {
		err = c.Backend.Memory.ForgetAll(c.Context, c.Person.ID)
	} else {
		err = c.Backend.Memory.Forget(c.Context, c.Person.ID, c.In.ConversationID)
	}
	if err != nil {
		return done{}, fault.Busy(err)
	}
	return done{true}, nil
}

type oneInput struct {
	ID string `path:"id" required:"true" maxLength:"200"`
}

type oneChange struct {
	ID     string         `path:"id" required:"true" maxLength:"200"`
	Text   *string        `json:"text,omitempty" minLength:"1" maxLength:"280" pattern:"\\S"`
	Kind   *memory.Kind   `json:"kind,omitempty" enum:"takeaway,actionItem,decision"`
	Status *memory.Status `json:"status,omitempty" enum:"open,done"`
	Owner  *string        `json:"owner,omitempty" maxLength:"100" description:"Empty for nobody."`
	Due    *string        `json:"due,omitempty" maxLength:"10" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" description:"YYYY-MM-DD; empty for none."`
}

type oneOutput struct {
	Item    view `json:"item" required:"true"`
	Success bool `json:"success" required:"true"`
}

func changeOne(c function.Call[oneChange]) (oneOutput, error) {
	if c.In.Due != nil && *c.In.Due != "" {
		if _, err := time.Parse(time.DateOnly, *c.In.Due); err != nil {
			return oneOutput{}, fault.Wrong(fault.Field{Name: "due", Problem: lang.Text{ES: "debe ser una fecha que exista", EN: "must be a date that exists"}})
		}
	}
	i, err := c.Backend.Memory.Change(c.Context, c.Person, c.In.ID, memory.Change{
		Text: c.In.Text, Kind: c.In.Kind, Status: c.In.Status, Owner: c.In.Owner, Due: c.In.Due,
	})
	if err != nil {
		return oneOutput{}, err
	}
	return with(c.Context, c.Backend.Conversations, c.Person, i)
}

type removed struct {
	UndoUntil string `json:"undoUntil" required:"true" format:"date-time"`
	Success   bool   `json:"success" required:"true"`
}

func removeOne(c function.Call[oneInput]) (removed, error) {
	until, err := c.Backend.Memory.Delete(c.Context, c.Person, c.In.ID)
	if err != nil {
		return removed{}, err
	}
	return removed{web.Stamp(until), true}, nil
}

func restoreOne(c function.Call[oneInput]) (oneOutput, error) {
	i, err := c.Backend.Memory.Restore(c.Context, c.Person, c.In.ID)
	if err != nil {
		return oneOutput{}, err
	}
	return with(c.Context, c.Backend.Conversations, c.Person, i)
}

// with gives an item with the title of its conversation.
func with(ctx context.Context, conversations *conversation.Service, who access.Person, i memory.Item) (oneOutput, error) {
	shown, err := conversations.Showing(ctx, who, []string{i.ConversationID})
	if err != nil {
		return oneOutput{}, err
	}
	return oneOutput{viewOf(i, shown[i.ConversationID].Title), true}, nil
}
