package mail

import (
	"context"
	"errors"
	"time"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// tries are how often a change is made again where the letter changed meanwhile.
const tries = 5

// Cancel takes back what of a letter is not sent yet; nothing of it is sent once
// Cancel has returned. It fails with the code already_sent where nothing waits any
// more, or where it is being sent at this moment. The extra writes go into the same
// commit.
func (s *Sender) Cancel(ctx context.Context, letterID string, extra ...store.Write) (Kept, error) {
	return s.change(ctx, letterID, func(k *Kept, now time.Time) error {
		if k.leased(now) || k.has(Waiting) == 0 {
			return &fault.Fault{Kind: fault.Conflict, Code: "already_sent", Sentence: lang.Text{
				ES: "Ya no se puede cancelar: el correo se envió o se está enviando.",
				EN: "It can't be cancelled any more: the e-mail was sent or is being sent.",
			}}
		}
		k.cancel()
		return nil
	}, extra)
}

// Resend puts the recipients who could not be reached back into the outbox, due at
// once. It fails with the code not_failed where there are none. The extra writes go
// into the same commit.
func (s *Sender) Resend(ctx context.Context, letterID string, extra ...store.Write) (Kept, error) {
	return s.change(ctx, letterID, func(k *Kept, now time.Time) error {
		if k.leased(now) || k.has(Failed) == 0 {
			return &fault.Fault{Kind: fault.Conflict, Code: "not_failed", Sentence: lang.Text{
				ES: "No hay nada que reenviar: solo se reenvía lo que falló.",
				EN: "There is nothing to send again: only what failed is.",
			}}
		}
		for i := range k.Recipients {
			if r := &k.Recipients[i]; r.State == Failed {
				r.State, r.Attempts, r.DueAt = Waiting, 0, now
			}
		}
		return nil
	}, extra)
}

func (s *Sender) change(ctx context.Context, letterID string, do func(*Kept, time.Time) error, extra []store.Write) (k Kept, err error) {
	err = store.Again(ctx, s.o.Pause, tries, func() error {
		f, err := read(ctx, Ref(s.o.Client, letterID))
		if errors.Is(err, errGone) {
			return fault.Missing(lang.Text{ES: "ese correo", EN: "that e-mail"})
		}
		if err != nil {
			return fault.Busy(err)
		}
		if err := do(&f.Kept, s.now()); err != nil {
			return err
		}
		f.settle(s.now())
		err = s.store(ctx, &f, extra...)
		k = f.Kept
		return err
	})
	if store.Raced(err) || errors.Is(err, errGone) {
		return k, fault.Busy(err)
	}
	return k, err
}

// cancel takes back what is not sent yet.
func (k *Kept) cancel() {
	for i := range k.Recipients {
		if k.Recipients[i].State == Waiting {
			k.Recipients[i].State = Cancelled
		}
	}
}
