package sample_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"getaifactory.com/ally/internal/sample"
)

// timeProblems gives every time that is not where it should be when the
// sample is told for now.
func timeProblems(documents map[string]map[string]any, now time.Time) []string {
	var problems []string
	report := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }

	end := now.UTC().Truncate(24 * time.Hour)
	start := end.AddDate(0, 0, -35)
	for path, document := range documents {
		for field, value := range document {
			if at, ok := value.(time.Time); ok && field != "expiresAt" && !at.Before(end) {
				report("%s: %s %v is not before %v", path, field, at, end)
			}
		}
	}
	said := map[string][]time.Time{}
	for id, m := range in(documents, "messages") {
		at := m["timestamp"].(time.Time)
		if at.Before(start) {
			report("message %s at %v is older than five weeks", id, at)
		}
		chat := m["conversationId"].(string)
		said[chat] = append(said[chat], at)
	}
	for id, c := range in(documents, "conversations") {
		if c["isAgent"] == true {
			continue
		}
		times := said[id]
		if len(times) == 0 {
			report("chat %s has no message", id)
			continue
		}
		slices.SortFunc(times, time.Time.Compare)
		first, last := times[0], times[len(times)-1]
		if len(slices.CompactFunc(slices.Clone(times), time.Time.Equal)) != len(times) {
			report("chat %s: two messages at one time", id)
		}
		if created := c["createdAt"].(time.Time); created.Before(start) || created.After(first) {
			report("chat %s was created at %v, its first message is of %v", id, created, first)
		}
		if updated := c["updatedAt"].(time.Time); !updated.Equal(last) {
			report("chat %s was updated at %v, its last message is of %v", id, updated, last)
		}
		if at, ok := c["lastMessageAt"]; ok && !at.(time.Time).Equal(last) {
			report("chat %s: lastMessageAt %v, its last message is of %v", id, at, last)
		}
		if count, ok := c["messageCount"]; ok && count != int64(len(times)) {
			report("chat %s: messageCount %v, it has %d", id, count, len(times))
		}
	}
	for id, f := range in(documents, "message_feedback") {
		m := documents["messages/"+f["messageId"].(string)]
		if !f["timestamp"].(time.Time).After(m["timestamp"].(time.Time)) {
			report("rating %s is older than its message", id)
		}
	}
	return problems
}

func TestChatsAreOfTheFiveWeeksBeforeToday(t *testing.T) {
	for _, problem := range timeProblems(load(t), today) {
		t.Error(problem)
	}
}

func TestEveryWeekHasChats(t *testing.T) {
	var weeks [5]int
	end := today.Truncate(24 * time.Hour)
	for _, c := range in(load(t), "conversations") {
		if c["isAgent"] != true {
			weeks[int(end.Sub(c["createdAt"].(time.Time)).Hours()/24/7)]++
		}
	}
	for i, chats := range weeks {
		if chats < 15 {
			t.Errorf("%d chats %d weeks ago", chats, i)
		}
	}
}

func TestNobodyChatsAfterTheyWereLastSeen(t *testing.T) {
	documents := load(t)
	for id, c := range in(documents, "conversations") {
		user := documents["users/"+c["userId"].(string)]
		login, ok := user["lastLoginAt"].(time.Time)
		if !ok || c["isAgent"] == true {
			continue
		}
		if c["createdAt"].(time.Time).After(login.AddDate(0, 0, 1)) {
			t.Errorf("chat %s at %v, but %v was last seen at %v", id, c["createdAt"], user["name"], login)
		}
	}
	if documents["users/"+sample.Inactive().ID]["lastLoginAt"] == nil {
		t.Error("the inactive person has no last login")
	}
}

func TestAnAnswersResponseTimeIsTheTimeSinceItsQuestion(t *testing.T) {
	documents := load(t)
	byChat := map[string][]map[string]any{}
	for _, m := range in(documents, "messages") {
		chat := m["conversationId"].(string)
		byChat[chat] = append(byChat[chat], m)
	}
	checked := 0
	for chat, messages := range byChat {
		slices.SortFunc(messages, func(a, b map[string]any) int {
			return a["timestamp"].(time.Time).Compare(b["timestamp"].(time.Time))
		})
		for i, m := range messages {
			response, ok := m["responseTime"].(int64)
			if !ok {
				continue
			}
			checked++
			since := m["timestamp"].(time.Time).Sub(messages[i-1]["timestamp"].(time.Time))
			if m["role"] != "assistant" || messages[i-1]["role"] != "user" || since.Milliseconds() != response {
				t.Errorf("chat %s, message %d: responseTime %d, %v after a message of %v", chat, i, response, since, messages[i-1]["role"])
			}
		}
	}
	if checked < 300 {
		t.Errorf("only %d answers have a responseTime", checked)
	}
}
