package allycollaborate

import (
	"maps"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/sharing"
)

type inviteInput struct {
	ConversationID string         `json:"conversationId" required:"true" minLength:"1" maxLength:"200"`
	ClientActionID string         `json:"clientActionId,omitempty" minLength:"1" maxLength:"200" description:"Makes a retry the same invitation."`
	Inputs         map[string]any `json:"inputs" required:"true" nullable:"false" description:"The fields of the app's form: method, recipients, phone, level, message, days. recipients may be given with a link too, which then is for that address alone."`
}

type inviteOutput struct {
	Action  action.View `json:"action" required:"true"`
	Success bool        `json:"success" required:"true"`
}

func loadInvite(c function.Call[inviteInput]) (*conversation.LoadedConversation, error) {
	return c.Backend.Conversations.LoadConversation(c.Context, c.In.ConversationID)
}

func invite(c function.Call[inviteInput], l *conversation.LoadedConversation) (inviteOutput, error) {
	if _, err := c.Backend.Conversations.Own(c.Context, l, c.Person); err != nil {
		return inviteOutput{}, err
	}
	form, err := c.Backend.Apps.Allowed(c.Context, c.Person, app.CollaborateID)
	if err != nil {
		return inviteOutput{}, err
	}
	offer, err := offerOf(c.In.Inputs, form)
	if err != nil {
		return inviteOutput{}, err
	}
	st, made, err := c.Backend.Sharing.Invite(c.Context, c.Person, l, offer, action.Draft{
		UserID: c.Person.ID, ConversationID: c.In.ConversationID, AppID: form.ID, AppName: form.Name.In(c.Person.Language), ActionType: "invite",
		Inputs: c.In.Inputs, Key: c.In.ClientActionID,
	})
	if err != nil {
		return inviteOutput{}, err
	}
	v := c.Backend.Actions.ViewOf(st.Action, c.Person)
	if len(made) > 0 {
		var all []invitation
		for _, m := range made {
			one := viewOf(m.Invitation, c.Backend.Now())
			one.URL, one.WhatsAppURL = m.URL, m.WhatsApp
			all = append(all, one)
		}
		v.Result = map[string]any{"invitations": all}
	}
	return inviteOutput{v, true}, nil
}

// offerOf reads the inputs by the app's form. An address for a link, which the form
// does not ask for, is checked with the rest of the offer.
func offerOf(inputs map[string]any, form app.App) (sharing.Offer, error) {
	asked := maps.Clone(inputs)
	method, _ := inputs["method"].(string)
	if method != sharing.ByEmail {
		delete(asked, "recipients")
	}
	if err := app.Check(asked, form.Fields); err != nil {
		return sharing.Offer{}, err
	}
	o := sharing.Offer{Method: method}
	o.Level, _ = inputs["level"].(string)
	o.Message, _ = inputs["message"].(string)
	if method == sharing.ByWhatsApp {
		o.Phone, _ = inputs["phone"].(string)
	}
	if days, ok := inputs["days"].(float64); ok {
		o.Days = int(days)
	}
	list, _ := inputs["recipients"].([]any)
	for _, one := range list {
		email, _ := one.(string)
		o.Recipients = append(o.Recipients, email)
	}
	return o, nil
}
