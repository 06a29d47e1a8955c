package conversation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/quota"
)

// rangePage is how many messages Said reads at once.
const rangePage = 250

// Said reads what was said in a conversation from a time until before another,
// oldest first: the newest most messages of it, as far as the person may see them
// and Ally may use them. more says that there is older. It reads most+1 documents
// at most.
func (s *Service) Said(ctx context.Context, who access.Person, of Seen, from, until time.Time, most int) (said []Message, names Names, more bool, err error) {
	all := s.Client.Collection(messages).Where("conversationId", "==", of.ID).OrderBy("timestamp", firestore.Desc)
	if !from.IsZero() {
		all = all.Where("timestamp", ">=", from)
	}
	if !until.IsZero() {
		all = all.Where("timestamp", "<", until)
	}
	query, read := all, 0
	for {
		size := min(rangePage, most+1-read)
		docs, err := query.Limit(size).Documents(ctx).GetAll()
		if err != nil {
			return nil, nil, false, unavailable(fmt.Errorf("conversation: what was said in %s: %w", of.ID, err))
		}
		read += len(docs)
		if more = read > most; more {
			docs = docs[:len(docs)-1]
		}
		for _, m := range readable(docs) {
			if m = of.shown(m); of.tells(m) {
				said = append(said, m)
			}
		}
		if more || len(docs) < size {
			slices.Reverse(said)
			return said, of.people(who), more, nil
		}
		query = all.StartAfter(docs[len(docs)-1].Data()["timestamp"])
	}
}

// tells says whether a message is said and may be used: not one that was cleared
// away, failed or is still being written, and no comment that the owner keeps from
// Ally.
func (s Seen) tells(m Message) bool {
	switch {
	case s.Gone(m.Timestamp), m.Content == "", m.Role == System, m.Role == Comment && !s.CommentsToAlly:
		return false
	}
	return m.Role != Ally || m.Status == "" || m.Status.final()
}

// LimitsOf are the limits of a person: their organization's where it has some,
// else the platform's.
func (s *Service) LimitsOf(who access.Person) quota.Limits { return s.limitsOf(who) }
