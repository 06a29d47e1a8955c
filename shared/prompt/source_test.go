package prompt_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

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

func (s *stage) active() prompt.Super {
	s.t.Helper()
	super, err := s.source.Active(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return super
}

func TestTheActiveSuperPromptIsInForceElseTheBuiltInOne(t *testing.T) {
	t.Parallel()
	ours := prompt.Super{ID: "default", Version: 7, SystemPrompt: "You are Ally."}
	full := ours
	full.Rules, full.Prohibitions, full.Capabilities = []string{"Be brief.", "Be kind."}, []string{"Never lie."}, []string{"Find agents."}
	for _, tc := range []struct {
		name   string
		stored map[string]any // nil for none
		want   prompt.Super
	}{
		{"active", map[string]any{"version": 7, "systemPrompt": "You are Ally.", "isActive": true}, ours},
		{"with rules, prohibitions and capabilities", map[string]any{"version": 7, "systemPrompt": "You are Ally.", "isActive": true,
			"rules": []any{"Be brief.", "Be kind."}, "prohibitions": []any{"Never lie."}, "capabilities": []any{"Find agents."}}, full},
		{"with fields of a later version", map[string]any{"version": 7, "systemPrompt": "You are Ally.", "isActive": true, "tone": "warm"}, ours},
		{"inactive", map[string]any{"version": 7, "systemPrompt": "You are Ally.", "isActive": false}, prompt.BuiltIn()},
		{"not said to be active", map[string]any{"version": 7, "systemPrompt": "You are Ally."}, prompt.BuiltIn()},
		{"blank", map[string]any{"version": 7, "systemPrompt": " \n", "isActive": true}, prompt.BuiltIn()},
		{"without text", map[string]any{"version": 7, "isActive": true}, prompt.BuiltIn()},
		{"missing", nil, prompt.BuiltIn()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			if tc.stored != nil {
				s.store(tc.stored)
			}
			if diff := cmp.Diff(tc.want, s.active()); diff != "" {
				t.Error(diff)
			}
			who := prompt.Person{UserID: "u1", UserPrompt: "Call me Rosa."}
			got, err := s.source.For(t.Context(), who)
			if diff := cmp.Diff(prompt.Compose(tc.want, who.Levels()...), got); diff != "" || err != nil {
				t.Errorf("for a person: %v, %s", err, diff)
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
		if got := s.active().Version; got != step.want {
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
	if got := s.active().Version; got != 2 {
		t.Errorf("version %d", got)
	}
}

// A prohibition that was cut off would be missed by nobody.
func TestASuperPromptWithTooLongListsIsAnErrorAndNotCut(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	half := strings.Repeat("ñ", prompt.Longest/2)
	store := func(more string) {
		s.store(map[string]any{"systemPrompt": "You are Ally.", "isActive": true, "rules": []any{half}, "prohibitions": []any{half, more}})
	}
	store("x")
	if got, err := s.source.Active(t.Context()); err == nil || !strings.Contains(err.Error(), "20001") {
		t.Errorf("%+v, %v", got, err)
	}
	store("")
	if got := s.active(); got.ID != prompt.ActiveID {
		t.Errorf("at its longest: %s is in force", got.ID)
	}
}

func TestADatabaseThatDoesNotAnswerIsAnError(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := s.source.For(ctx, prompt.Person{}); err == nil {
		t.Errorf("%+v", got)
	}
}
