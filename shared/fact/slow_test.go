package fact_test

import (
	"math"
	"slices"
	"strings"
	"time"

	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/metric"
)

// said is one message of the classic chat, as its document has it.
type said struct {
	id, conversation, person, account, role, agent string
	at                                             time.Time
	took                                           time.Duration
}

// rating is a person's stars.
type rating struct {
	person string
	stars  int
	at     time.Time
}

// world is all that a classic system's documents tell, the obvious way: by going
// through all of it for each question.
type world struct {
	said    []said
	ratings []rating
	opened  map[string]time.Time // conversations
	sources map[string]bool      // conversations with chosen documents
}

type documents = map[string]map[string]any

func text(d map[string]any, field string) string {
	s, _ := d[field].(string)
	return strings.TrimSpace(s)
}

// read reads a classic system between two days, both included.
func read(d documents, from, to string) world {
	w := world{opened: map[string]time.Time{}, sources: map[string]bool{}}
	person := func(userID string) string { return fact.PersonOf(userID, text(d["users/"+userID], "email")) }
	within := func(at time.Time) bool { return fact.DayOf(at) >= from && fact.DayOf(at) <= to }
	for path, doc := range d {
		collection, id, _ := strings.Cut(path, "/")
		at, _ := doc["timestamp"].(time.Time)
		switch collection {
		case "messages":
			chat, ok := d["conversations/"+text(doc, "conversationId")]
			if isAlly, _ := chat["isAlly"].(bool); !ok || isAlly || text(doc, "role") == "system" {
				continue
			}
			ms, _ := doc["responseTime"].(int64)
			took := time.Duration(ms) * time.Millisecond
			if !within(at.Add(-took)) {
				continue
			}
			w.said = append(w.said, said{id, text(doc, "conversationId"), person(text(chat, "userId")), text(chat, "userId"), text(doc, "role"), text(chat, "agentId"), at, took})
			if at, ok := chat["createdAt"].(time.Time); ok {
				w.opened[text(doc, "conversationId")] = at
			}
			if list, _ := chat["activeContextSourceIds"].([]any); len(list) > 0 {
				w.sources[text(doc, "conversationId")] = true
			}
		case "message_feedback":
			stars, _ := doc["userStars"].(int64)
			if text(doc, "feedbackType") == "user" && stars > 0 && within(at) {
				w.ratings = append(w.ratings, rating{person(text(doc, "userId")), int(stars), at})
			}
		}
	}
	return w
}

func (w world) people() map[string]bool {
	people := map[string]bool{}
	for _, s := range w.said {
		people[s.person] = true
	}
	return people
}

// of gives a person's messages of a role, "" for all.
func (w world) of(person, role string) []said {
	var theirs []said
	for _, s := range w.said {
		if s.person == person && (role == "" || s.role == role) {
			theirs = append(theirs, s)
		}
	}
	return theirs
}

// sessions gives those of all the person's accounts.
func (w world) sessions(person string) (n int, length time.Duration) {
	accounts := map[string]map[time.Time]bool{}
	for _, s := range w.of(person, "") {
		if accounts[s.account] == nil {
			accounts[s.account] = map[time.Time]bool{}
		}
		accounts[s.account][s.at] = true
		accounts[s.account][s.at.Add(-s.took)] = true
	}
	for _, alive := range accounts {
		more, longer := sessionsIn(alive)
		n, length = n+more, length+longer
	}
	return n, length
}

// sessionsIn counts the signs of life that no other one comes within half an hour
// before, and adds up the time to the next one where that comes within it.
func sessionsIn(alive map[time.Time]bool) (n int, length time.Duration) {
	for at := range alive {
		first, next := true, time.Duration(math.MaxInt64)
		for other := range alive {
			if pause := at.Sub(other); pause > 0 && pause <= 30*time.Minute {
				first = false
			}
			if pause := other.Sub(at); pause > 0 {
				next = min(next, pause)
			}
		}
		if first {
			n++
		}
		if next <= 30*time.Minute {
			length += next
		}
	}
	return n, length
}

// value is what a person contributes to a measure; single times are given apart.
func (w world) value(key, person, from string, days int) (num, den float64, times []time.Duration, ok bool) {
	asked := w.of(person, "user")
	chats, perDay, agents, used, active := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range asked {
		chats[s.conversation] = true
		perDay[s.conversation+fact.DayOf(s.at)] = true
		active[fact.DayOf(s.at)] = true
	}
	for _, s := range w.of(person, "") {
		if s.agent != "" {
			agents[s.agent], used["agent"] = true, true
		}
		if w.sources[s.conversation] {
			used["documents"] = true
		}
	}
	var stars []int
	for _, r := range w.ratings {
		if r.person == person {
			stars, used["rating"] = append(stars, r.stars), true
		}
	}
	sessions, length := w.sessions(person)
	there := len(asked) > 0
	switch key {
	case metric.Conversations:
		return float64(len(perDay)), 1, nil, there
	case metric.MessagesPer:
		return float64(len(asked)), float64(len(perDay)), nil, there
	case metric.MessagesPerSession:
		return float64(len(asked)), float64(sessions), nil, there
	case metric.SessionLength:
		return float64(length.Milliseconds()) / 1000, float64(sessions), nil, sessions > 0
	case metric.AgentsDiscovered:
		return float64(len(agents)), 1, nil, there
	case metric.FeatureDiscovery:
		return float64(len(used)), 1, nil, there
	case metric.Satisfaction:
		sum := 0
		for _, s := range stars {
			sum += s
		}
		return float64(sum) / float64(len(stars)), 1, nil, len(stars) > 0
	case metric.Return7:
		first := slices.Min(append(keys(active), "9"))
		began, err := time.Parse(time.DateOnly, first)
		begin, _ := time.Parse(time.DateOnly, from)
		if err != nil || began.AddDate(0, 0, 7).After(begin.AddDate(0, 0, days-1)) {
			return 0, 0, nil, false
		}
		for n := range 7 {
			if active[fact.DayOf(began.AddDate(0, 0, n+1))] {
				return 1, 1, nil, true
			}
		}
		return 0, 1, nil, true
	case metric.ResponseTime:
		for _, s := range w.of(person, "assistant") {
			if s.took > 0 {
				times = append(times, s.took)
			}
		}
		return 0, 0, times, len(times) > 0
	case metric.TimeToFirstMessage:
		for chat := range chats {
			first := time.Time{}
			for _, s := range asked {
				if s.conversation == chat && (first.IsZero() || s.at.Before(first)) {
					first = s.at
				}
			}
			opened := w.opened[chat]
			if fact.DayOf(opened) == fact.DayOf(first) && first.Sub(opened) <= 30*time.Minute {
				times = append(times, max(first.Sub(opened), 0))
			}
		}
		return 0, 0, times, len(times) > 0
	case metric.TimeToProductive:
		first, productive := time.Time{}, time.Time{}
		for _, s := range asked {
			if first.IsZero() || s.at.Before(first) {
				first = s.at
			}
		}
		for _, s := range w.of(person, "assistant") {
			before := 0
			for _, o := range w.of(person, "assistant") {
				if o.conversation == s.conversation && o.at.Before(s.at) && fact.DayOf(o.at.Add(-o.took)) == fact.DayOf(s.at.Add(-s.took)) {
					before++
				}
			}
			if before == 1 && (productive.IsZero() || s.at.Before(productive)) {
				productive = s.at
			}
		}
		return max(productive.Sub(first).Round(time.Second).Seconds(), 0), 1, nil, there && !productive.IsZero()
	}
	return 0, 0, nil, false
}

func keys(of map[string]bool) []string {
	var all []string
	for key := range of {
		all = append(all, key)
	}
	return all
}
