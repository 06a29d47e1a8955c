package comparison

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/metric"
	"getaifactory.com/ally/shared/store"
)

// keptRef is the place of the figures of everything since the comparison began: gathered
// once for each revision of the roll-ups, not for each look.
func keptRef(client *firestore.Client) *firestore.DocumentRef {
	return client.Collection(fact.Progresses).Doc("figures")
}

// keptFigures is what keptRef holds.
type keptFigures struct {
	Of      string `firestore:"of"`      // the question's key
	Figures []byte `firestore:"figures"` // JSON of gathered
}

// generation is raised when other figures are gathered, or others are made of them, so that those
// of an older deployment are not taken.
const generation = 1

// key says what figures are of: the question, and what is measured.
func (q question) key() (string, error) {
	raw, err := json.Marshal([]any{q, metric.Definitions})
	return id.Derive("figures", strconv.Itoa(generation), string(raw)), err
}

// kept gives the figures that are at hand, where they answer the question.
func (q question) kept(doc *firestore.DocumentSnapshot) (g gathered, ok bool) {
	var k keptFigures
	if !doc.Exists() || doc.DataTo(&k) != nil {
		return gathered{}, false
	}
	if key, err := q.key(); err != nil || key != k.Of || json.Unmarshal(k.Figures, &g) != nil {
		return gathered{}, false
	}
	return g, true
}

// keep has the figures at hand for who asks next. Of two who keep at once either will do:
// figures of another revision are of another question.
func (s *Service) keep(ctx context.Context, r Result) error {
	key, err := r.question.key()
	if err != nil {
		return fmt.Errorf("comparison: figures: %w", err)
	}
	raw, err := json.Marshal(r.gathered)
	if err != nil {
		return fmt.Errorf("comparison: figures: %w", err)
	}
	_, err = store.Commit(ctx, s.Client, store.Set(keptRef(s.Client), keptFigures{key, raw}))
	return err
}
