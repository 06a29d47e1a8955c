package localcloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/emulator"
)

// settleTrigger is the trigger that Settle waits for.
const settleTrigger = "ally-local-settle"

// Settle waits until the emulator has told the bridge of every write that
// returned before. It tells of writes one after the other, some time after they
// returned, so Settle makes one of its own and waits until it is told of that.
// The bridge must deliver to Events.
func (s *System) Settle(ctx context.Context, b *emulator.Bridge) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("localcloud: wait for the events of %s: %w", s.project, err)
		}
	}()
	client, err := s.emulator.Client(ctx, s.project)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, client.Close()) }()
	before := b.Counts(s.project, settleTrigger).Delivered
	trigger := emulator.Trigger{EventType: "google.cloud.firestore.document.v1.written", Document: "ally_local/settle"}
	if err := s.emulator.Register(ctx, s.project, settleTrigger, trigger); err != nil {
		return err
	}
	if _, err := client.Collection("ally_local").Doc("settle").Set(ctx, map[string]any{"at": firestore.ServerTimestamp}); err != nil {
		return err
	}
	return b.WaitFor(ctx, s.project, settleTrigger, before+1)
}

// settled takes Settle's event.
func settled(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
