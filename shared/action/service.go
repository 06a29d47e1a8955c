package action

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Deps are what a Service needs; all of them.
type Deps struct {
	Client *firestore.Client
	Now    func() time.Time
	NewKey func() string // a key for an action that was begun without one, and for a lease
	Pause  func(context.Context, time.Duration) error
	Source string // the environment, stored with every document
}

// Service is the life of actions. Whether the person may begin one in the
// conversation, or see it, is decided by who calls.
type Service struct{ Deps }

// NewService gives a Service, and refuses a missing dependency.
func NewService(d Deps) (*Service, error) {
	if d.Client == nil || d.Now == nil || d.NewKey == nil || d.Pause == nil || d.Source == "" {
		return nil, errors.New("action: a dependency is missing")
	}
	return &Service{d}, nil
}

// Stored is an action as it was read, or as it was written last. Its methods'
// writes hold only as long as nobody else has written it.
type Stored struct {
	Action
	held *held
}

// held is what is known of the document behind a Stored; the copies of one share
// it.
type held struct {
	mu     sync.Mutex // held while writing
	readAt time.Time  // the update time of the last version that is known
}

// now is the time to the millisecond, as clients see it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

func (s *Service) ref(id string) *firestore.DocumentRef { return Ref(s.Client, id) }

// live says whether somebody works on the action.
func (s *Service) live(a Action) bool {
	return a.Output.Status == Processing && a.Lease != nil && s.Now().Before(a.Lease.Until)
}

// Settled says whether beginning the action again gives it as it is: it was
// completed or cancelled, or somebody works on it.
func (s *Service) Settled(a Action) bool {
	return a.Output.Status == Completed || a.Output.Status == Cancelled || s.live(a)
}

func storedFrom(doc *firestore.DocumentSnapshot) (Stored, error) {
	st := Stored{held: &held{readAt: doc.UpdateTime}}
	if err := doc.DataTo(&st.Action); err != nil {
		return st, fmt.Errorf("action: unreadable %s: %w", doc.Ref.Path, err)
	}
	st.ID = doc.Ref.ID
	return st, nil
}

// Load reads an action; one that does not exist or was deleted is a NotFound.
func (s *Service) Load(ctx context.Context, actionID string) (Stored, error) {
	st, err := s.load(ctx, actionID)
	if err == nil && st.DeletedAt != nil {
		err = Missing()
	}
	return st, err
}

func (s *Service) load(ctx context.Context, actionID string) (Stored, error) {
	if !id.Valid(actionID) {
		return Stored{}, Missing()
	}
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.ref(actionID)})
	if err != nil {
		return Stored{}, unavailable(fmt.Errorf("action: load %s: %w", actionID, err))
	}
	if !docs[0].Exists() {
		return Stored{}, Missing()
	}
	return storedFrom(docs[0])
}

// Missing is the answer to an action that does not exist or that the person may
// not see.
func Missing() error {
	return fault.Missing(lang.Text{ES: "esa acción", EN: "that action"})
}

// unavailable tells a database that can't be reached from a fault of ours.
func unavailable(err error) error {
	if err == nil {
		return nil
	}
	if _, remote := status.FromError(err); remote || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return fault.Busy(err)
	}
	return err
}

// unlessRaced keeps an error that trying again resolves, and words any other.
func unlessRaced(err error) error {
	if store.Raced(err) {
		return err
	}
	return unavailable(err)
}
