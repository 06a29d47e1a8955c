package allymemory

import (
	"errors"
	"maps"
	"slices"
	"time"

	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/web"
)

const defaultLimit = 20

type listInput struct {
	ConversationID string `query:"conversationId" maxLength:"200" description:"Only what is remembered of this conversation."`
	Kind           string `query:"kind" enum:"takeaway,actionItem,decision"`
	Limit          int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Cursor         string `query:"cursor" maxLength:"500" description:"The nextCursor of the page before."`
}

type listOutput struct {
	Items      []view  `json:"items" required:"true" nullable:"false"`
	NextCursor *string `json:"nextCursor" required:"true" description:"For the following page; null at the end."`
	settings
}

// settings say whether memory is on.
type settings struct {
	Enabled       bool          `json:"enabled" required:"true"`
	Reason        memory.Reason `json:"reason" required:"true" enum:"on,organization,person" description:"Who switched it off, or on."`
	RetentionDays int           `json:"retentionDays" required:"true" description:"How long what was said is remembered; 0 for no limit."`
	Success       bool          `json:"success" required:"true"`
}

func settingsOf(s memory.Settings) settings {
	return settings{Enabled: s.Enabled(), Reason: s.Reason, RetentionDays: s.RetentionDays, Success: true}
}

// view is an item as callers see it.
type view struct {
	ID                string        `json:"id" required:"true"`
	Kind              memory.Kind   `json:"kind" required:"true" enum:"takeaway,actionItem,decision"`
	Text              string        `json:"text" required:"true"`
	ConversationID    string        `json:"conversationId" required:"true"`
	ConversationTitle string        `json:"conversationTitle" required:"true"`
	MessageID         string        `json:"messageId" required:"true"`
	SaidBy            author        `json:"saidBy" required:"true"`
	SaidAt            string        `json:"saidAt" required:"true" format:"date-time"`
	Owner             string        `json:"owner,omitempty" description:"Of an action item: who has to do it, as it was said."`
	Due               string        `json:"due,omitempty" format:"date" description:"Of an action item."`
	Status            memory.Status `json:"status,omitempty" enum:"open,done" description:"Of an action item."`
	SupersededBy      string        `json:"supersededBy,omitempty" description:"The item that came later on the same subject."`
	Edited            bool          `json:"edited" required:"true"`
}

type author struct {
	UserID string      `json:"userId" required:"true" description:"Of whom Ally answered, where she said it; empty for somebody who was erased."`
	Name   string      `json:"name" required:"true"`
	Role   memory.Role `json:"role" required:"true" enum:"user,ally"`
}

func viewOf(i memory.Item, title string) view {
	v := view{
		ID: i.ID, Kind: i.Kind, Text: i.Text, ConversationID: i.ConversationID, ConversationTitle: title, MessageID: i.MessageID,
		SaidBy: author{i.SaidBy.UserID, i.SaidBy.Name, i.SaidBy.Role}, SaidAt: web.Stamp(i.SaidAt),
		Owner: i.Owner, Due: i.Due, Status: i.Status, SupersededBy: i.SupersededBy, Edited: i.Edited,
	}
	if i.SaidBy.Role == memory.Ally {
		v.SaidBy.Name = "Ally"
	}
	return v
}

// stamp writes a time in RFC 3339, UTC, with milliseconds.

func load(c function.Call[listInput]) (*memory.Remembered, error) {
	return c.Backend.Memory.Load(c.Context, c.Session.ID)
}

// list reads the conversations that a page comes from, thirty at a time.
func list(c function.Call[listInput], loaded *memory.Remembered) (listOutput, error) {
	items := loaded.Items(c.Person)
	filter := memory.Filter{ConversationID: c.In.ConversationID, Kind: memory.Kind(c.In.Kind), Limit: c.In.Limit, Cursor: c.In.Cursor}
	if filter.Limit == 0 {
		filter.Limit = defaultLimit
	}
	look := looking{c: c, ids: conversationsOf(items, filter), shown: map[string]conversation.Conversation{}, read: map[string]bool{}}
	page, titles, next, err := memory.Page(items, filter, look.seen)
	err = errors.Join(err, look.err)
	if err != nil {
		return listOutput{}, err
	}
	out := listOutput{Items: []view{}, settings: settingsOf(memory.SettingsOf(c.Person))}
	for _, i := range page {
		out.Items = append(out.Items, viewOf(i, titles[i.ConversationID]))
	}
	if next != "" {
		out.NextCursor = &next
	}
	return out, nil
}

// looking reads conversations as a page comes to them.
type looking struct {
	c     function.Call[listInput]
	ids   []string // still to be read, in the order of the items
	shown map[string]conversation.Conversation
	read  map[string]bool
	err   error
}

// together is how many conversations are read at a time: as many as a page
// usually comes from.
const together = 30

func (l *looking) seen(id string) (title string, clearedAt *time.Time, ok bool) {
	for l.err == nil && len(l.ids) > 0 && !l.read[id] {
		some := l.ids[:min(len(l.ids), together)]
		l.ids = l.ids[len(some):]
		found, err := l.c.Backend.Conversations.Showing(l.c.Context, l.c.Person, some)
		l.err = err
		maps.Copy(l.shown, found)
		for _, one := range some {
			l.read[one] = true
		}
	}
	s, ok := l.shown[id]
	return s.Title, s.ClearedAt, ok
}

// conversationsOf are the conversations of the items that fit the filter, in
// their order, each once.
func conversationsOf(items []memory.Item, f memory.Filter) []string {
	var ids []string
	for _, i := range items {
		if f.Fits(i) && !slices.Contains(ids, i.ConversationID) {
			ids = append(ids, i.ConversationID)
		}
	}
	return ids
}
