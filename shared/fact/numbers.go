package fact

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// SessionPause is the pause between two signs of life after which another session
// begins.
const SessionPause = 30 * time.Minute

// mostNames bounds the agents and features of a day that are told apart.
const mostNames = 200

// Numbers are a person's day on one side, or several days together. All of them are
// sums, sets, or the earliest or latest of something.
type Numbers struct {
	Days          int `firestore:"days,omitempty"`          // with a message of the person
	Conversations int `firestore:"conversations,omitempty"` // in which they wrote, by the day
	Messages      int `firestore:"messages,omitempty"`      // of the person
	Answers       int `firestore:"answers,omitempty"`       // that ended, however they did
	Failed        int `firestore:"failed,omitempty"`        // of Answers
	Effective     int `firestore:"effective,omitempty"`     // of Answers: completed, and not made anew
	Sessions      int `firestore:"sessions,omitempty"`
	// SessionMS is the sessions' length together, in milliseconds.
	SessionMS int64 `firestore:"sessionMs,omitempty"`
	Actions   int   `firestore:"actions,omitempty"` // of apps, completed
	Invited   int   `firestore:"invited,omitempty"` // actions that let others in
	Ratings   int   `firestore:"ratings,omitempty"`
	Stars     int   `firestore:"stars,omitempty"` // of Ratings together

	Agents   []string `firestore:"agents,omitempty"`   // ids, in order
	Features []string `firestore:"features,omitempty"` // names, in order

	// The first and last sign of life, the first message, and the moment of the second
	// complete answer of one conversation; zero where there is none.
	Begin      time.Time `firestore:"begin,omitempty"`
	End        time.Time `firestore:"end,omitempty"`
	FirstAt    time.Time `firestore:"firstAt,omitempty"`
	Productive time.Time `firestore:"productive,omitempty"`

	Times Times `firestore:"times,omitempty"`
}

// Times are the histograms of a day, by what was measured.
type Times map[string]Histogram

// What Times holds.
const (
	Load        = "load"          // of the page
	OpenToFirst = "first_message" // from the page to the first message
	Search      = "search"
	Opening     = "opening" // from a conversation's creation to its first message
	Response    = "response"
	Act         = "action"
)

// Count gives the numbers of a day's marks. Nothing else goes into it, and the same
// marks give the same numbers.
func Count(marks Marks) Numbers {
	var n Numbers
	var alive []time.Time
	opened, wrote, answers := map[string]time.Time{}, map[string]time.Time{}, map[string][]time.Time{}
	agents, features := map[string]bool{}, map[string]bool{}
	for id, m := range marks {
		if m.Gone {
			continue
		}
		for _, agent := range m.Agents {
			agents[agent] = true
		}
		for _, feature := range m.Features {
			features[feature] = true
		}
		switch m.Kind {
		case Opened:
			opened[id] = m.At
		case Message:
			n.Messages++
			alive = append(alive, m.At)
			wrote[m.Of] = earliest(wrote[m.Of], m.At)
		case Answer:
			ended := m.At.Add(time.Duration(m.MS) * time.Millisecond)
			n.answer(m)
			alive = append(alive, m.At, ended)
			if m.OK {
				answers[m.Of] = append(answers[m.Of], ended)
			}
		case Action:
			n.action(m)
			features["app:"+m.Of] = true
		case Rated:
			n.Ratings++
			n.Stars += m.Stars
			features["rating"] = true
		case Timing:
			n.time(m.Of, m.MS)
			if m.Of == Search {
				features["search"] = true
			}
		}
	}
	n.Conversations = len(wrote)
	for id, at := range opened {
		if first, ok := wrote[id]; ok && first.Sub(at) <= SessionPause {
			n.time(Opening, first.Sub(at).Milliseconds())
		}
	}
	for _, at := range wrote {
		n.FirstAt = earliest(n.FirstAt, at)
	}
	for _, ends := range answers {
		if slices.SortFunc(ends, time.Time.Compare); len(ends) > 1 {
			n.Productive = earliest(n.Productive, ends[1])
		}
	}
	n.Days = min(n.Messages, 1)
	n.sessions(alive)
	n.Agents, n.Features = names(agents), names(features)
	return n
}

// answer counts one answer.
func (n *Numbers) answer(m Mark) {
	n.Answers++
	switch {
	case m.Failed:
		n.Failed++
	case m.OK:
		if !m.Again {
			n.Effective++
		}
		if m.MS > 0 {
			n.time(Response, m.MS)
		}
	}
}

// action counts one action of an app.
func (n *Numbers) action(m Mark) {
	if !m.OK || m.Of == reportApp {
		return
	}
	n.Actions++
	if m.Of == collaborateApp {
		n.Invited++
	}
	if m.MS > 0 {
		n.time(Act, m.MS)
	}
}

func (n *Numbers) time(of string, ms int64) {
	if n.Times == nil {
		n.Times = Times{}
	}
	n.Times[of] = n.Times[of].with(ms)
}

// sessions splits signs of life where the pause is longer than SessionPause.
func (n *Numbers) sessions(alive []time.Time) {
	if len(alive) == 0 {
		return
	}
	slices.SortFunc(alive, time.Time.Compare)
	n.Begin, n.End, n.Sessions = alive[0], alive[len(alive)-1], 1
	for i, at := range alive[1:] {
		if pause := at.Sub(alive[i]); pause > SessionPause {
			n.Sessions++
		} else {
			n.SessionMS += pause.Milliseconds()
		}
	}
}

// Then gives the days of n with a later day of the same account after them. A session
// that goes on across midnight is one.
func (n Numbers) Then(day Numbers) Numbers {
	sum := n.And(day)
	if pause := day.Begin.Sub(n.End); !n.End.IsZero() && !day.Begin.IsZero() && pause <= SessionPause {
		sum.Sessions--
		sum.SessionMS += max(pause.Milliseconds(), -day.SessionMS) // below zero where an answer ended on the next day
	}
	return sum
}

// And gives both together, of different accounts or with nothing between them.
func (n Numbers) And(day Numbers) Numbers {
	return Numbers{
		Days: n.Days + day.Days, Conversations: n.Conversations + day.Conversations, Messages: n.Messages + day.Messages,
		Answers: n.Answers + day.Answers, Failed: n.Failed + day.Failed, Effective: n.Effective + day.Effective,
		Sessions: n.Sessions + day.Sessions, SessionMS: n.SessionMS + day.SessionMS,
		Actions: n.Actions + day.Actions, Invited: n.Invited + day.Invited, Ratings: n.Ratings + day.Ratings, Stars: n.Stars + day.Stars,
		Agents: set(slices.Concat(n.Agents, day.Agents)), Features: set(slices.Concat(n.Features, day.Features)),
		Begin: earliest(n.Begin, day.Begin), End: latest(n.End, day.End),
		FirstAt: earliest(n.FirstAt, day.FirstAt), Productive: earliest(n.Productive, day.Productive),
		Times: n.Times.merged(day.Times),
	}
}

func (t Times) merged(other Times) Times {
	if len(t) == 0 && len(other) == 0 {
		return nil
	}
	sum := maps.Clone(t)
	if sum == nil {
		sum = Times{}
	}
	for of, h := range other {
		sum[of] = sum[of].Merged(h)
	}
	return sum
}

// earliest and latest leave out times that are none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// names gives a set's names in order, the first mostNames; nil for none.
func names(of map[string]bool) []string {
	if len(of) == 0 {
		return nil
	}
	sorted := slices.SortedFunc(maps.Keys(of), cmp.Compare[string])
	return sorted[:min(len(sorted), mostNames)]
}
