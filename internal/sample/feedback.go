package sample

import (
	"math/rand/v2"
	"slices"
	"time"
)

// feedback gives the ratings of a chat's answers: its person's stars, with a
// satisfaction score in most, and now and then an expert's score.
func (c chat) feedback(r *rand.Rand) map[string]map[string]any {
	documents := map[string]map[string]any{}
	var answers []message
	for _, m := range c.Messages {
		if m.Role == "assistant" {
			answers = append(answers, m)
		}
	}
	if oneIn(r, 3) {
		m := pick(r, answers)
		stars := pick(r, []int64{5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 2, 1, 0})
		document := map[string]any{
			"messageId": m.ID, "conversationId": c.ID, "userId": c.User, "feedbackType": "user", "userStars": stars,
			"timestamp": m.At.Add(time.Duration(5+r.IntN(90)) * time.Second),
		}
		if !oneIn(r, 3) {
			document["csatScore"] = max(stars, 1)
		}
		documents["message_feedback/"+id(c.ID+"/feedback/user")] = document
	}
	if expert := expertFor(c.User); expert != "" && oneIn(r, 10) {
		m := pick(r, answers)
		documents["message_feedback/"+id(c.ID+"/feedback/expert")] = map[string]any{
			"messageId": m.ID, "conversationId": c.ID, "userId": expert, "feedbackType": "expert",
			"csatScore": pick(r, []int64{5, 4, 4, 4, 3, 3, 2}),
			"timestamp": m.At.Add(time.Duration(20+r.IntN(90)) * time.Minute),
		}
	}
	return documents
}

// expertFor gives the expert who reviews a person's chats: one of the same
// organization, and not the person.
func expertFor(person string) string {
	people := People()
	at := slices.IndexFunc(people, func(p Person) bool { return p.ID == person })
	for _, p := range people {
		if p.Role == "expert" && p.Organization == people[at].Organization && p.Email != people[at].Email {
			return p.ID
		}
	}
	return ""
}
