package prompt

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/cache"
)

// ActiveID is the document of `super_prompts` that is in force, if it is
// active.
const ActiveID = "default"

// superPrompt is a document of `super_prompts`.
type superPrompt struct {
	Version      int      `firestore:"version"`
	SystemPrompt string   `firestore:"systemPrompt"`
	Rules        []string `firestore:"rules"`
	Prohibitions []string `firestore:"prohibitions"`
	Capabilities []string `firestore:"capabilities"`
	IsActive     bool     `firestore:"isActive"`
}

// life is how long a super prompt is kept: a new version is in force within
// it.
const life = 5 * time.Second

// Source gives the prompt in force.
type Source struct {
	client *firestore.Client
	active *cache.Cache[string, Super]
}

// NewSource gives a Source over the client.
func NewSource(client *firestore.Client, now func() time.Time) *Source {
	s := &Source{client: client}
	s.active = cache.New(life, 1, now, s.load)
	return s
}

// Active gives the active super prompt, or the built-in one. It reads at most
// one document every five seconds.
func (s *Source) Active(ctx context.Context) (Super, error) { return s.active.Get(ctx, ActiveID) }

// Now gives the active super prompt past what is kept.
func (s *Source) Now(ctx context.Context) (Super, error) { return s.load(ctx, ActiveID) }

// For composes the prompt for the person. It reads what Active reads.
func (s *Source) For(ctx context.Context, who Person) (Prompt, error) {
	super, err := s.Active(ctx)
	if err != nil {
		return Prompt{}, err
	}
	return Compose(super, who.Levels()...), nil
}

func (s *Source) load(ctx context.Context, id string) (Super, error) {
	docs, err := s.client.GetAll(ctx, []*firestore.DocumentRef{s.client.Collection("super_prompts").Doc(id)})
	if err != nil {
		return Super{}, fmt.Errorf("prompt: super prompt %s: %w", id, err)
	}
	if !docs[0].Exists() {
		return BuiltIn(), nil
	}
	var stored superPrompt
	if err := docs[0].DataTo(&stored); err != nil {
		return Super{}, fmt.Errorf("prompt: super prompt %s: %w", id, err)
	}
	if !stored.IsActive || strings.TrimSpace(stored.SystemPrompt) == "" {
		return BuiltIn(), nil
	}
	super := Super{
		ID: id, Version: stored.Version, SystemPrompt: stored.SystemPrompt,
		Rules: stored.Rules, Prohibitions: stored.Prohibitions, Capabilities: stored.Capabilities,
	}
	if err := super.Check(); err != nil {
		return Super{}, fmt.Errorf("prompt: super prompt %s: %w", id, err)
	}
	return super, nil
}
