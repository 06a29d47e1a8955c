package summary

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

// usage is how much an agent was used, counted by days or by weeks.
type usage struct {
	everybody bool // else only by the person
	byWeek    bool
	rows      []usageRow
	sum       usageRow
}

// usageRow is one day or the week that begins on it.
type usageRow struct {
	begins          time.Time
	chats, messages int
	people          map[string]bool
}

// Bounds on what is shown of a usage.
const (
	mostDays  = 31 // more are shown by weeks
	mostWeeks = 53
)

// agent counts the chats with an agent that the person may use: their own, and
// everybody's where the agent is theirs.
func (s *Service) agent(ctx context.Context, who access.Person, id string, from, until time.Time) (*found, error) {
	agents, err := s.available(ctx, who, []string{id})
	if err != nil {
		return nil, err
	}
	if len(agents) == 0 {
		return nil, fault.Wrong(fault.Field{Name: "inputs.agent", Problem: notFound})
	}
	theirs := agents[0].OwnerID == who.ID
	by := who.ID
	if theirs {
		by = ""
	}
	chats, more, err := s.classic.ChatsWith(ctx, id, by)
	if err != nil {
		return nil, fault.Busy(err)
	}
	u := count(chats, from, until)
	u.everybody = theirs
	return &found{title: agents[0].Title, truncated: more, usage: u}, nil
}

// count counts chats by the day or the week in which they were begun, those without
// any among them.
func count(chats []classic.Chat, from, until time.Time) *usage {
	chats = slices.DeleteFunc(slices.Clone(chats), func(c classic.Chat) bool {
		return c.CreatedAt.Before(from) || !until.IsZero() && !c.CreatedAt.Before(until)
	})
	u := &usage{sum: usageRow{people: map[string]bool{}}}
	if len(chats) == 0 {
		return u
	}
	slices.SortFunc(chats, func(a, b classic.Chat) int { return a.CreatedAt.Compare(b.CreatedAt) })
	first, last := day(chats[0].CreatedAt), day(chats[len(chats)-1].CreatedAt)
	if !from.IsZero() {
		first = from
	}
	if !until.IsZero() {
		last = until.AddDate(0, 0, -1)
	}
	u.byWeek = last.Sub(first) >= mostDays*24*time.Hour
	rows := map[time.Time]*usageRow{}
	step := 1
	if u.byWeek {
		first, step = week(first), 7
		if earliest := week(last).AddDate(0, 0, -7*(mostWeeks-1)); first.Before(earliest) {
			first = earliest
		}
	}
	for at := first; !at.After(last); at = at.AddDate(0, 0, step) {
		u.rows = append(u.rows, usageRow{begins: at, people: map[string]bool{}})
	}
	for i := range u.rows {
		rows[u.rows[i].begins] = &u.rows[i]
	}
	for _, c := range chats {
		at := day(c.CreatedAt)
		if u.byWeek {
			at = week(at)
		}
		if row, shown := rows[at]; shown {
			row.add(c)
		}
		u.sum.add(c)
	}
	return u
}

func (r *usageRow) add(c classic.Chat) {
	r.chats++
	r.messages += c.Messages
	r.people[c.UserID] = true
}

func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// week is the Monday of a day's week.
func week(t time.Time) time.Time { return day(t).AddDate(0, 0, -(int(t.UTC().Weekday())+6)%7) }

var (
	usageText = lang.Text{
		ES: "**%s**: %d conversaciones, %d mensajes y %d personas. %s",
		EN: "**%s**: %d conversations, %d messages and %d people. %s",
	}
	mineText      = lang.Text{ES: "Cuenta solo tus conversaciones con este agente.", EN: "It counts only your own conversations with this agent."}
	everybodyText = lang.Text{ES: "El agente es tuyo: cuenta las de todas las personas.", EN: "The agent is yours: it counts those of everybody."}
	moreText      = lang.Text{ES: "_Hay más conversaciones que las 1.000 que se cuentan, y estas no son necesariamente las más nuevas._", EN: "_There are more conversations than the 1,000 that are counted, and these need not be the newest._"}
	usageTitle    = lang.Text{ES: "Uso de %s", EN: "Usage of %s"}
	dayText       = lang.Text{ES: "Día", EN: "Day"}
	weekText      = lang.Text{ES: "Semana del", EN: "Week of"}
	chatsText     = lang.Text{ES: "Conversaciones", EN: "Conversations"}
	messagesText  = lang.Text{ES: "Mensajes", EN: "Messages"}
	peopleText    = lang.Text{ES: "Personas", EN: "People"}
)

func (u *usage) cards(name string, more bool, l lang.Language) []action.Card {
	who := mineText
	if u.everybody {
		who = everybodyText
	}
	text := fmt.Sprintf(usageText.In(l), name, u.sum.chats, u.sum.messages, len(u.sum.people), who.In(l))
	if more {
		text += "\n\n" + moreText.In(l)
	}
	title := fmt.Sprintf(usageTitle.In(l), name)
	cards := []action.Card{{ID: "summary", Type: action.Markdown, Title: title, Content: text}}
	if len(u.rows) == 0 {
		return cards
	}
	unit := dayText
	if u.byWeek {
		unit = weekText
	}
	var rows [][]string
	labels, chats, messages := []any{}, []any{}, []any{}
	for _, r := range u.rows {
		date := r.begins.Format(time.DateOnly)
		rows = append(rows, []string{date, strconv.Itoa(r.chats), strconv.Itoa(r.messages), strconv.Itoa(len(r.people))})
		labels, chats, messages = append(labels, date), append(chats, r.chats), append(messages, r.messages)
	}
	return append(cards,
		action.Card{
			ID: "table", Type: action.Table, Title: title,
			Content: action.Grid([]string{unit.In(l), chatsText.In(l), messagesText.In(l), peopleText.In(l)}, rows),
		},
		action.Card{ID: "chart", Type: action.Chart, Title: title, Content: map[string]any{
			"kind": "bar", "labels": labels,
			"series": []any{map[string]any{"name": chatsText.In(l), "values": chats}, map[string]any{"name": messagesText.In(l), "values": messages}},
		}},
	)
}

// counted are the numbers as data.
func (u *usage) counted() map[string]any {
	return map[string]any{"conversations": u.sum.chats, "messages": u.sum.messages, "people": len(u.sum.people), "everybody": u.everybody, "byWeek": u.byWeek}
}
