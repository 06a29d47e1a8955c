package allymessages

import (
	"time"

	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/web"
)

type oneInput struct {
	ID          string `path:"id" required:"true" maxLength:"200"`
	LastEventID string `header:"Last-Event-ID" maxLength:"50" description:"The id of the last delta that was received, to go on from there."`
}

type oneOutput struct {
	Message message `json:"message" required:"true"`
	Success bool    `json:"success" required:"true"`
}

func loadOne(c function.Call[oneInput]) (*conversation.LoadedMessage, error) {
	return c.Backend.Conversations.LoadMessage(c.Context, c.Session.ID, c.In.ID)
}

func follow(c function.Call[oneInput], one *conversation.LoadedMessage) (oneOutput, error) {
	if !c.Watched {
		m, err := c.Backend.Conversations.Message(c.Context, one, c.Person)
		return oneOutput{viewOf(m, one.Names(c.Person)), true}, err
	}
	m, err := c.Backend.Conversations.Message(c.Context, one, c.Person)
	if err != nil {
		return oneOutput{}, err
	}
	c.Tell("message", oneOutput{viewOf(m, one.Names(c.Person)), true}) // a watcher knows at once that it is connected
	m, err = c.Backend.Conversations.Follow(c.Context, one, c.Person, conversation.ParsePosition(c.In.LastEventID), told{c.Tell, one.Names(c.Person)})
	return oneOutput{viewOf(m, one.Names(c.Person)), true}, err
}

func stop(c function.Call[oneInput], one *conversation.LoadedMessage) (oneOutput, error) {
	m, err := c.Backend.Conversations.Stop(c.Context, one, c.Person)
	return oneOutput{viewOf(m, one.Names(c.Person)), true}, err
}

type versionsOutput struct {
	Versions []version `json:"versions" required:"true" nullable:"false" description:"Oldest first, without what the message is now; the newest 50."`
	Success  bool      `json:"success" required:"true"`
}

type version struct {
	Version     int                 `json:"version" required:"true"`
	Content     string              `json:"content" required:"true"`
	OutputCards []conversation.Card `json:"outputCards" required:"true" nullable:"false"`
	ContextUsed contextUsed         `json:"contextUsed" required:"true"`
	Status      conversation.Status `json:"status,omitempty" enum:"generating,completed,stopped,failed"`
	Model       string              `json:"model,omitempty"`
	ReplacedAt  string              `json:"replacedAt" required:"true" format:"date-time"`
}

func versions(c function.Call[oneInput], one *conversation.LoadedMessage) (versionsOutput, error) {
	all, err := c.Backend.Conversations.Versions(c.Context, one, c.Person)
	out := versionsOutput{Versions: []version{}, Success: true}
	for _, v := range all {
		out.Versions = append(out.Versions, version{
			Version: v.Number, Content: v.Content, OutputCards: cardsOf(v.Cards), ContextUsed: contextOf(v.ContextUsed),
			Status: v.Status, Model: v.Model, ReplacedAt: web.Stamp(v.ReplacedAt),
		})
	}
	return out, err
}

type ratedInput struct {
	ID      string `path:"id" required:"true" maxLength:"200" description:"Of the reply."`
	Stars   int    `json:"stars" required:"true" minimum:"1" maximum:"5"`
	Comment string `json:"comment,omitempty" maxLength:"2000"`
}

type ratedOutput struct {
	Rating  rating `json:"rating" required:"true"`
	Success bool   `json:"success" required:"true"`
}

type rating struct {
	Stars     int    `json:"stars" required:"true" minimum:"1" maximum:"5"`
	Comment   string `json:"comment" required:"true"`
	UpdatedAt string `json:"updatedAt" required:"true" format:"date-time"`
}

func ratingOf(r conversation.Rating) rating {
	return rating{Stars: r.Stars, Comment: r.Comment, UpdatedAt: r.UpdatedAt.UTC().Format(time.RFC3339)}
}

func loadRated(c function.Call[ratedInput]) (*conversation.LoadedMessage, error) {
	return c.Backend.Conversations.LoadMessage(c.Context, c.Session.ID, c.In.ID)
}

func rate(c function.Call[ratedInput], one *conversation.LoadedMessage) (ratedOutput, error) {
	r, err := c.Backend.Conversations.Rate(c.Context, one, c.Person, c.In.Stars, c.In.Comment)
	return ratedOutput{ratingOf(r), true}, err
}

type doneOutput struct {
	Success bool `json:"success" required:"true"`
}

func unrate(c function.Call[oneInput], one *conversation.LoadedMessage) (doneOutput, error) {
	return doneOutput{true}, c.Backend.Conversations.Unrate(c.Context, one, c.Person)
}
