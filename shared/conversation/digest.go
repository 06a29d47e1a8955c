package conversation

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/store"
)

// digests is the collection of what was said in a conversation in short, so
// that another conversation can stand on it at the cost of two documents.
const digests = "ally_digests"

const (
	// digestMessages is how many messages one document covers: fifty exchanges of
	// some two thousand bytes stay far below the mebibyte that it may have.
	digestMessages  = 100
	digestsRead     = 2    // the newest documents of a conversation
	digestQuestion  = 600  // characters of a question
	digestAnswer    = 1400 // characters of an answer
	digestFailsafes = 400  // exchanges of one document that are looked at
)

// ExchangeTokens is what one exchange of a digest takes at most, estimated.
const ExchangeTokens = (digestQuestion + digestAnswer + 40) / 4

// digest is a document of `ally_digests`.
type digest struct {
	ConversationID string              `firestore:"conversationId"`
	Part           int                 `firestore:"part"`   // from 0, and from 0 again after the conversation was cleared
	LastAt         time.Time           `firestore:"lastAt"` // of the message that came last
	Exchanges      map[string]exchange `firestore:"exchanges"`
}

// exchange is a message with its reply, under the message's id.
type exchange struct {
	At       time.Time `firestore:"at"` // of the message
	Question string    `firestore:"question"`
	Answer   string    `firestore:"answer"`
}

func (s *Service) digestRef(conversationID string, part int) *firestore.DocumentRef {
	return s.Client.Collection(digests).Doc(id.Derive("digest", conversationID, fmt.Sprint(part)))
}

// digested gives the write that puts a finished reply in short.
func (s *Service) digested(l *Loaded, r Message) []store.Write {
	if !r.Status.final() || r.Content == "" {
		return nil
	}
	message := l.message.data
	part := max(0, message.Number-1) / digestMessages
	return []store.Write{store.Merge(s.digestRef(r.ConversationID, part), map[string]any{
		"conversationId": r.ConversationID, "part": part, "lastAt": message.Timestamp,
		"exchanges": map[string]any{message.ID: exchange{
			At: message.Timestamp, Question: start(message.Content, digestQuestion), Answer: start(r.Content, digestAnswer),
		}},
	})}
}

// follows gives the writes that follow from a finished reply for its
// conversation: a title, and the prompt where it has changed. They must not keep
// the reply from being stored.
func (s *Service) follows(who access.Person, l *Loaded, r Message) []store.Write {
	if !r.Status.final() || r.Content == "" {
		return nil
	}
	c := l.conversation.data
	var fields []firestore.Update
	if c.UserID == who.ID && c.EffectivePrompt != l.prompt.Text {
		fields = append(fields,
			firestore.Update{Path: "effectivePrompt", Value: l.prompt.Text},
			firestore.Update{Path: "promptComponents", Value: l.prompt.Components})
	}
	ref := s.conversation(r.ConversationID)
	if title := titleOf(l.message.data.Content, r.Content); c.Type == Thread && c.Titled == "" && title != "" {
		fields = append(fields, firestore.Update{Path: "title", Value: title}, firestore.Update{Path: "titled", Value: ByAlly})
		return []store.Write{store.Update(ref, l.conversation.readAt, fields...)}
	}
	if len(fields) > 0 {
		return []store.Write{store.Change(ref, fields...)}
	}
	return nil
}

// start gives the beginning of a text, so many characters at most.
func start(text string, characters int) string {
	if utf8.RuneCountInString(text) <= characters {
		return text
	}
	return string([]rune(text)[:characters]) + "…"
}

// exchangesOf reads what was said in a conversation, oldest first: the newest
// two documents of its digest.
func (s *Service) exchangesOf(ctx context.Context, conversationID string) ([]exchange, error) {
	docs, err := s.Client.Collection(digests).Where("conversationId", "==", conversationID).
		OrderBy("lastAt", firestore.Desc).Limit(digestsRead).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("conversation: digest of %s: %w", conversationID, err)
	}
	var exchanges []exchange
	for _, doc := range docs {
		var d digest
		if doc.DataTo(&d) == nil {
			exchanges = slices.AppendSeq(exchanges, maps.Values(d.Exchanges))
		}
	}
	slices.SortFunc(exchanges, func(a, b exchange) int { return a.At.Compare(b.At) })
	return exchanges[max(0, len(exchanges)-digestFailsafes):], nil
}
