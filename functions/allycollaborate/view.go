package allycollaborate

import (
	"time"

	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/sharing"
	"getaifactory.com/ally/shared/web"
)

type invitation struct {
	ID          string        `json:"id" required:"true"`
	Email       string        `json:"email,omitempty" description:"Without it: whoever has the link, and an account."`
	Method      string        `json:"method" required:"true" enum:"email,whatsapp,link"`
	Level       string        `json:"level" required:"true" enum:"view,comment,edit"`
	Status      sharing.State `json:"status" required:"true" enum:"pending,accepted,declined,expired,revoked"`
	Message     string        `json:"message,omitempty"`
	URL         string        `json:"url,omitempty"`
	WhatsAppURL string        `json:"whatsappUrl,omitempty"`
	CreatedAt   string        `json:"createdAt" required:"true" format:"date-time"`
	ExpiresAt   string        `json:"expiresAt" required:"true" format:"date-time"`
}

func viewOf(i sharing.Invitation, now time.Time) invitation {
	return invitation{
		ID: i.ID, Email: i.Email, Method: i.Method, Level: i.Level, Status: i.State(now), Message: i.Message,
		CreatedAt: web.Stamp(i.CreatedAt), ExpiresAt: web.Stamp(i.ExpiresAt),
	}
}

type owner struct {
	UserID string `json:"userId" required:"true"`
	Name   string `json:"name" required:"true"`
	Email  string `json:"email" required:"true"`
}

type person struct {
	UserID     string `json:"userId" required:"true"`
	Name       string `json:"name" required:"true"`
	Email      string `json:"email" required:"true"`
	Level      string `json:"level" required:"true" enum:"view,comment,edit"`
	External   bool   `json:"external" required:"true" description:"Whether of another organization, or of none."`
	Guest      bool   `json:"guest" required:"true" description:"Whether without an account."`
	JoinedAt   string `json:"joinedAt" required:"true" format:"date-time"`
	LastSeenAt string `json:"lastSeenAt,omitempty" format:"date-time" description:"For the owner."`
	ReadUpTo   string `json:"readUpTo,omitempty" description:"For the owner: a message."`
	Online     *bool  `json:"online,omitempty" description:"For the owner."`
}

type policy struct {
	External     bool     `json:"external" required:"true" description:"Whether people of other organizations may be let in."`
	Domains      []string `json:"domains" required:"true" nullable:"false" description:"Of which alone; empty for any."`
	Maximum      *int     `json:"maximum,omitempty" description:"How many of them a conversation may have; without it any number."`
	Verification bool     `json:"verification" required:"true"`
	Used         int      `json:"used" required:"true"`
}

type peopleOutput struct {
	Owner          owner        `json:"owner" required:"true"`
	People         []person     `json:"people" required:"true" nullable:"false"`
	Invitations    []invitation `json:"invitations" required:"true" nullable:"false" description:"For the owner: the newest hundred."`
	CommentsToAlly bool         `json:"commentsToAlly" required:"true"`
	Policy         policy       `json:"policy" required:"true"`
	MayManage      bool         `json:"mayManage" required:"true"`
	Success        bool         `json:"success" required:"true"`
}

func companyOf(c sharing.Company, now time.Time) peopleOutput {
	out := peopleOutput{
		Owner: owner{c.UserID, c.UserName, c.UserEmail}, People: []person{}, Invitations: []invitation{},
		CommentsToAlly: c.CommentsToAlly, MayManage: c.Mine, Success: true,
		Policy: policy{External: c.Policy.CrossOrg, Domains: append([]string{}, c.Policy.Domains...), Verification: c.Policy.Verification, Used: c.Externals()},
	}
	if out.Owner.Name == "" {
		out.Owner.Name = c.UserEmail
	}
	if c.Policy.Limited {
		out.Policy.Maximum = &c.Policy.Maximum
	}
	for _, o := range c.Collaborators {
		p := personOf(o)
		if there, seen := c.Presence[o.UserID]; c.Mine {
			online := seen && there.Online(now)
			p.Online, p.ReadUpTo = &online, there.ReadUpTo
			if seen {
				p.LastSeenAt = web.Stamp(there.LastSeenAt)
			}
		}
		out.People = append(out.People, p)
	}
	for _, i := range c.Invitations {
		out.Invitations = append(out.Invitations, viewOf(i, now))
	}
	return out
}

func personOf(o conversation.Collaborator) person {
	p := person{
		UserID: o.UserID, Name: o.UserName, Email: o.UserEmail, Level: o.Level(), External: o.External, Guest: o.Guest(), JoinedAt: web.Stamp(o.AddedAt),
	}
	if p.Name == "" {
		p.Name = o.UserEmail
	}
	return p
}
