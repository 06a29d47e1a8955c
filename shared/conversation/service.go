package conversation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/cache"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/surroundings"
)

// Deps are what a Service needs; all of them.
type Deps struct {
	Client       *firestore.Client
	Prompts      *prompt.Source
	Surroundings *surroundings.Keeper
	Memory       *memory.Keeper
	Grounds      *grounding.Gatherer
	Model        model.Generator
	Now          func() time.Time
	NewKey       func() string // a key for a message that was sent without one, and for a lease
	// Pause waits, and ends early with the context's error. It stands between
	// two tries for a contended conversation.
	Pause    func(context.Context, time.Duration) error
	Policies Policies
	Source   string // the environment, stored with every document

	Organizations *quota.Organizations
	Limits        quota.Limits  // of everybody whose organization has none of its own
	Prices        ledger.Prices // of models, for the ledger
	// ContextTokens is the budget of a request to the model: prompt, question,
	// what was chosen, and earlier messages.
	ContextTokens int
	// LinkHosts are hosts that a reply's links may lead to, beside the person's own
	// domains.
	LinkHosts []string
}

// Service is what can be done with conversations. Who asks was identified and
// admitted before.
type Service struct {
	Deps
	running  running
	readings *cache.Cache[reading, struct{}]
}

// NewService gives a Service, and refuses a missing dependency.
func NewService(d Deps) (*Service, error) {
	if d.Client == nil || d.Prompts == nil || d.Surroundings == nil || d.Memory == nil || d.Grounds == nil || d.Model == nil ||
		d.Now == nil || d.NewKey == nil || d.Pause == nil || d.Policies == nil || d.Source == "" || d.Organizations == nil || d.ContextTokens <= 0 {
		return nil, errors.New("conversation: a dependency is missing")
	}
	s := &Service{Deps: d}
	s.readings = cache.New(readingLife, mostReadings, d.Now, s.noteReading)
	return s, nil
}

func (s *Service) conversation(id string) *firestore.DocumentRef {
	return s.Client.Collection(conversations).Doc(id)
}

func (s *Service) message(id string) *firestore.DocumentRef {
	return s.Client.Collection(messages).Doc(id)
}

// now is the time to the millisecond, as clients see it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// after is the time now, or the first millisecond after last where that is
// later: the order of messages does not depend on the clocks of two machines.
func (s *Service) after(last time.Time) time.Time {
	if now := s.now(); now.After(last) {
		return now
	}
	return last.UTC().Truncate(time.Millisecond).Add(time.Millisecond)
}

// stored is a document as it was read.
type stored[T any] struct {
	data   T
	readAt time.Time // its update time, for preconditions
	exists bool
}

func conversationFrom(doc *firestore.DocumentSnapshot) (stored[Conversation], error) {
	if !doc.Exists() {
		return stored[Conversation]{}, nil
	}
	s := stored[Conversation]{readAt: doc.UpdateTime, exists: true}
	if err := doc.DataTo(&s.data); err != nil {
		return s, fmt.Errorf("%w: %s: %w", ErrUnreadable, doc.Ref.Path, err)
	}
	return s, nil
}

// ErrUnreadable says that a stored document has not the shape of its kind.
var ErrUnreadable = errors.New("conversation: unreadable document")

func messageFrom(doc *firestore.DocumentSnapshot) (stored[Message], error) {
	if !doc.Exists() {
		return stored[Message]{}, nil
	}
	s := stored[Message]{readAt: doc.UpdateTime, exists: true}
	if err := doc.DataTo(&s.data); err != nil {
		return s, fmt.Errorf("%w: %s: %w", ErrUnreadable, doc.Ref.Path, err)
	}
	s.data.ID = doc.Ref.ID
	return s, nil
}
