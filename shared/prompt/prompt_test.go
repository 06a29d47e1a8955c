package prompt_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/shared/prompt"
)

var start = time.Date(2026, 3, 18, 15, 0, 0, 0, time.UTC)

// stage is a source over a database of its own, with a clock that stands.
type stage struct {
	t      *testing.T
	ref    *firestore.DocumentRef
	now    time.Time
	source *prompt.Source
}

func newStage(t *testing.T) *stage {
	t.Helper()
	client := emulatortest.Client(t, emulatortest.Project(t))
	s := &stage{t: t, ref: client.Collection("super_prompts").Doc(prompt.ActiveID), now: start}
	s.source = prompt.NewSource(client, func() time.Time { return s.now })
	return s
}

func (s *stage) store(fields map[string]any) {
	s.t.Helper()
	if _, err := s.ref.Set(s.t.Context(), fields); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) active() prompt.Prompt {
	s.t.Helper()
	p, err := s.source.Active(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func TestTheActiveSuperPromptIsInForceElseTheBuiltInOne(t *testing.T) {
	t.Parallel()
	ours := prompt.Components{SuperPromptID: "default", SuperPromptVersion: 7}
	builtIn := prompt.Components{SuperPromptID: "built-in", SuperPromptVersion: 1}
	for _, tc := range []struct {
		name   string
		stored map[string]any // nil for none
		of     prompt.Components
		text   string // "" for the built-in one's
	}{
		{"active", map[string]any{"version": 7, "systemPrompt": "  You are Ally. ", "isActive": true}, ours, "You are Ally."},
		{"with rules", map[string]any{"version": 7, "systemPrompt": "You are Ally.", "rules": []any{" Be brief.", "", "  ", "Be kind."}, "isActive": true}, ours, "You are Ally.\n- Be brief.\n- Be kind."},
		{"with fields of a later version", map[string]any{"version": 7, "systemPrompt": "You are Ally.", "isActive": true, "tone": "warm"}, ours, "You are Ally."},
		{"inactive", map[string]any{"version": 7, "systemPrompt": "You are Ally.", "isActive": false}, builtIn, ""},
		{"not said to be active", map[string]any{"version": 7, "systemPrompt": "You are Ally."}, builtIn, ""},
		{"blank", map[string]any{"version": 7, "systemPrompt": " \n", "isActive": true}, builtIn, ""},
		{"without text", map[string]any{"version": 7, "isActive": true}, builtIn, ""},
		{"missing", nil, builtIn, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			if tc.stored != nil {
				s.store(tc.stored)
			}
			got := s.active()
			if got.Components != tc.of || tc.text != "" && got.Text != tc.text {
				t.Errorf("%+v", got)
			}
			if tc.text == "" && !strings.HasPrefix(got.Text, "Eres Ally") {
				t.Errorf("%q is not the built-in prompt", got.Text)
			}
		})
	}
}

func TestANewVersionIsInForceWithinFiveSeconds(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	version := func(n int) {
		s.store(map[string]any{"version": n, "systemPrompt": "You are Ally.", "isActive": true})
	}
	version(1)
	for _, step := range []struct {
		after time.Duration
		store int // a version, 0 for none
		want  int
	}{
		{0, 0, 1},
		{0, 2, 1},
		{5*time.Second - time.Nanosecond, 0, 1},
		{time.Nanosecond, 0, 2},
		{time.Second, 3, 2},
		{4 * time.Second, 0, 3},
	} {
		s.now = s.now.Add(step.after)
		if step.store != 0 {
			version(step.store)
		}
		if got := s.active().Components.SuperPromptVersion; got != step.want {
			t.Errorf("%v after the start: version %d, want %d", s.now.Sub(start), got, step.want)
		}
	}
}

// Somebody meant it to be in force: Ally does not quietly become another.
func TestASuperPromptThatCanNotBeReadIsAnErrorAndIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.store(map[string]any{"version": 1, "systemPrompt": []any{"You are Ally."}, "isActive": true})
	if got, err := s.source.Active(t.Context()); err == nil || !strings.Contains(err.Error(), "default") {
		t.Errorf("%+v, %v", got, err)
	}
	s.store(map[string]any{"version": 2, "systemPrompt": "You are Ally.", "isActive": true})
	if got := s.active().Components.SuperPromptVersion; got != 2 {
		t.Errorf("version %d", got)
	}
}

func TestADatabaseThatDoesNotAnswerIsAnError(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := s.source.Active(ctx); err == nil {
		t.Errorf("%+v", got)
	}
}
