package conversation

import (
	"context"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/store"
)

// gathering is the search for what a reply stands on, which may go on beside
// other work. It belongs to one goroutine.
type gathering struct {
	ctx    context.Context
	cancel context.CancelFunc
	gather func(context.Context) error
	wait   func() error // nil until it was started
	ground grounding.Ground
}

func (s *Service) newGathering(ctx context.Context, who access.Person, l *Loaded) *gathering {
	g := &gathering{}
	g.ctx, g.cancel = context.WithCancel(ctx)
	// What is asked for is settled now: l changes while the message is stored.
	around, choice, question, before := l.surroundings, l.choice(), l.draft.Text, l.questionsBefore()
	g.gather = func(ctx context.Context) (err error) {
		g.ground, err = s.Grounds.Gather(ctx, who, around, choice, question, before)
		return err
	}
	return g
}

// start lets it go on beside what follows.
func (g *gathering) start() {
	if g.wait == nil {
		g.wait = store.Beside(g.ctx, g.gather)
	}
}

// result starts it if need be, and waits for it.
func (g *gathering) result() (grounding.Ground, error) {
	g.start()
	err := g.wait()
	return g.ground, err
}

// end gives it up where nobody has waited for it.
func (g *gathering) end() {
	g.cancel()
	if g.wait != nil {
		_ = g.wait() // nobody needs it any more
	}
}
