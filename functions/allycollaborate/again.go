package allycollaborate

import (
	"getaifactory.com/ally/shared/function"
)

type oneInput struct {
	ID string `path:"id" required:"true" maxLength:"200"`
}

type oneOutput struct {
	Invitation invitation `json:"invitation" required:"true"`
	Success    bool       `json:"success" required:"true"`
}

func resend(c function.Call[oneInput]) (oneOutput, error) {
	made, err := c.Backend.Sharing.Renew(c.Context, c.Person, c.In.ID, true)
	return oneOutput{viewOf(made.Invitation, c.Backend.Now()), true}, err
}

type linkOutput struct {
	URL         string `json:"url" required:"true"`
	WhatsAppURL string `json:"whatsappUrl,omitempty"`
	Success     bool   `json:"success" required:"true"`
}

func link(c function.Call[oneInput]) (linkOutput, error) {
	made, err := c.Backend.Sharing.Renew(c.Context, c.Person, c.In.ID, false)
	return linkOutput{made.URL, made.WhatsApp, true}, err
}

func revoke(c function.Call[oneInput]) (oneOutput, error) {
	i, err := c.Backend.Sharing.Revoke(c.Context, c.Person, c.In.ID)
	return oneOutput{viewOf(i, c.Backend.Now()), true}, err
}
