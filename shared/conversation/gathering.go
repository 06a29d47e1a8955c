package conversation

import (
	"context"
	"slices"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/store"
)

// gathering is the search for what a reply stands on, which may go on beside
// other work. It belongs to one goroutine.
type gathering struct {
	ctx     context.Context
	cancel  context.CancelFunc
	gather  func(context.Context) error
	wait    func() error // nil until it was started
	ground  grounding.Ground
	dropped []Input // was chosen, and the person may not see it any more
}

func (s *Service) newGathering(ctx context.Context, who access.Person, l *Loaded) *gathering {
	g := &gathering{}
	g.ctx, g.cancel = context.WithCancel(ctx)
	// What is asked for is settled now: l changes while the message is stored.
	chosen := l.chosen()
	recall := s.newRecall(who, l, chosen)
	request := grounding.Request{
		Who: who, Known: l.surroundings, Choice: chosen.choice(), Question: l.draft.Text, Before: l.questionsBefore(),
		Tokens: s.inputRoom(l), Recall: recall.read,
	}
	g.gather = func(ctx context.Context) (err error) {
		g.ground, err = s.Grounds.Gather(ctx, request)
		g.dropped = slices.Concat(recall.asking.named("agent", g.ground.Unavailable), recall.dropped)
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

// result starts it if need be, and waits for what it finds.
func (g *gathering) result() error {
	g.start()
	return g.wait()
}

// end gives it up where nobody has waited for it.
func (g *gathering) end() {
	g.cancel()
	if g.wait != nil {
		_ = g.wait() // nobody needs it any more
	}
}
