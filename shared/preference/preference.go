// Package preference keeps what a person tells Ally always to mind, and whether what
// they say may be remembered: additive fields of their own document.
package preference

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/store"
)

// Own is what a person has set for themselves.
type Own struct {
	Prompt      string // part of every prompt of theirs; "" for nothing
	MemoryOptIn bool
}

// Revision follows from what is set: the same for the same.
func (o Own) Revision() string { return prompt.VersionOf(fmt.Sprintf("%#v", o)) }

// Keeper reads and changes preferences.
type Keeper struct {
	Client *firestore.Client
	Memory *memory.Keeper
	Pause  func(context.Context, time.Duration) error
}

// Of gives what the person has set, as it stands now.
func (k *Keeper) Of(ctx context.Context, who access.Person) (Own, error) {
	own, _, err := k.read(ctx, who)
	return own, err
}

func (k *Keeper) ref(who access.Person) *firestore.DocumentRef {
	return classic.NewReader(k.Client).UserRef(who.DocumentID)
}

func (k *Keeper) read(ctx context.Context, who access.Person) (own Own, readAt time.Time, err error) {
	missing := fault.Missing(lang.Text{ES: "tus preferencias", EN: "your preferences"})
	if who.DocumentID == "" {
		return own, readAt, missing
	}
	docs, err := k.Client.GetAll(ctx, []*firestore.DocumentRef{k.ref(who)})
	if err != nil {
		return own, readAt, fault.Busy(fmt.Errorf("preference: %w", err))
	}
	user, ok := classic.UserFrom(docs[0])
	if !ok {
		return own, readAt, missing
	}
	return Own{user.Prompt, user.MemoryOptIn}, docs[0].UpdateTime, nil
}

// tries bounds how often a change is made again because something else of the
// person's document was changed at the same moment.
const tries = 5

// Change sets the preferences, if they still stand as they did at the revision; else
// the error is changed, and what is given is how they stand. With memory off, what was
// remembered goes, also where it was off before: an earlier call may not have come so
// far.
func (k *Keeper) Change(ctx context.Context, who access.Person, revision string, to Own) (now Own, err error) {
	to.Prompt = strings.TrimSpace(to.Prompt)
	err = store.Again(ctx, k.Pause, tries, func() error {
		before, readAt, err := k.read(ctx, who)
		if err != nil {
			return err
		}
		if now = before; before.Revision() != revision {
			return changed()
		}
		if _, err = store.Commit(ctx, k.Client, store.Update(k.ref(who), readAt,
			firestore.Update{Path: "allyUserConfig.userPrompt", Value: to.Prompt},
			firestore.Update{Path: "allyPreferences.memoryOptIn", Value: to.MemoryOptIn},
		)); err == nil {
			now = to
		}
		return err
	})
	if err == nil && !to.MemoryOptIn {
		err = k.Memory.Erase(ctx, who.ID)
	}
	if known := (*fault.Fault)(nil); err == nil || errors.As(err, &known) {
		return now, err
	}
	return now, fault.Busy(fmt.Errorf("preference: %w", err))
}

func changed() error {
	return &fault.Fault{Kind: fault.Conflict, Code: "changed", Sentence: lang.Text{
		ES: "Cambiaste tus preferencias en otro lugar mientras tanto. Mira cómo quedaron y vuelve a guardar.",
		EN: "You have changed your preferences elsewhere meanwhile. Look at how they are now and save again.",
	}}
}
