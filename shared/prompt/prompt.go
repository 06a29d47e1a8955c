// Package prompt makes the system prompt: what Ally is told to be before
// anybody writes to it.
package prompt

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/cache"
)

// Components names the parts that a system prompt was made of.
type Components struct {
	SuperPromptID      string `firestore:"superPromptId" json:"superPromptId" required:"true"`
	SuperPromptVersion int    `firestore:"superPromptVersion" json:"superPromptVersion" required:"true"`
}

// Prompt is a system prompt with what it was made of.
type Prompt struct {
	Text       string
	Components Components
}

// ActiveID is the document of `super_prompts` that is in force, if it is
// active.
const ActiveID = "default"

// builtIn is in force while there is no active super prompt.
var builtIn = Prompt{
	Text: `Eres Ally, la asistente personal de quien te escribe dentro de la plataforma de su organización.
Ayudas a encontrar el agente adecuado para cada tarea, a encontrar información en los documentos disponibles y a usar la plataforma.
Respondes de forma breve, concreta y amable, en Markdown sencillo.
Te basas en las fuentes que recibes y nombras el documento o el agente de donde sale cada dato.
Si las fuentes no alcanzan para responder, lo dices con claridad y propones cómo seguir; nunca inventas datos, agentes ni documentos.`,
	Components: Components{SuperPromptID: "built-in", SuperPromptVersion: 1},
}

// superPrompt is a document of `super_prompts`.
type superPrompt struct {
	Version      int      `firestore:"version"`
	SystemPrompt string   `firestore:"systemPrompt"`
	Rules        []string `firestore:"rules"`
	IsActive     bool     `firestore:"isActive"`
}

// life is how long a super prompt is kept: a new version is in force within
// it.
const life = 5 * time.Second

// Source gives the prompt in force.
type Source struct {
	client *firestore.Client
	active *cache.Cache[string, Prompt]
}

// NewSource gives a Source over the client.
func NewSource(client *firestore.Client, now func() time.Time) *Source {
	s := &Source{client: client}
	s.active = cache.New(life, 1, now, s.load)
	return s
}

// Active gives the active super prompt, or the built-in one. It reads at most
// one document every five seconds.
func (s *Source) Active(ctx context.Context) (Prompt, error) { return s.active.Get(ctx, ActiveID) }

func (s *Source) load(ctx context.Context, id string) (Prompt, error) {
	docs, err := s.client.GetAll(ctx, []*firestore.DocumentRef{s.client.Collection("super_prompts").Doc(id)})
	if err != nil {
		return Prompt{}, fmt.Errorf("prompt: super prompt %s: %w", id, err)
	}
	if !docs[0].Exists() {
		return builtIn, nil
	}
	var stored superPrompt
	if err := docs[0].DataTo(&stored); err != nil {
		return Prompt{}, fmt.Errorf("prompt: super prompt %s: %w", id, err)
	}
	if !stored.IsActive || strings.TrimSpace(stored.SystemPrompt) == "" {
		return builtIn, nil
	}
	text := strings.TrimSpace(stored.SystemPrompt)
	for _, rule := range stored.Rules {
		if rule = strings.TrimSpace(rule); rule != "" {
			text += "\n- " + rule
		}
	}
	return Prompt{Text: text, Components: Components{SuperPromptID: id, SuperPromptVersion: stored.Version}}, nil
}
