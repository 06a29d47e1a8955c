package main

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
)

func TestRollbackOfAPersonAndOfAllIsFeltWithoutADeploymentAndUndone(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	s := newSite(t)
	s.project = w.Project
	s.set("GOOGLE_CLOUD_PROJECT", w.Project)
	s.environ = []string{"ALLY_FIRESTORE_API=http://" + emulatortest.WithEvents(t).Emulator.Addr() + "/v1"}
	me := sample.Granted()
	document := func() map[string]any {
		t.Helper()
		snapshot, err := w.DB.Doc("users/" + me.ID).Get(t.Context())
		must(t, err)
		return snapshot.Data()
	}
	before := document()
	is := func(on bool, reason string) {
		t.Helper()
		w.Clock.Move(15 * time.Second)
		var got struct {
			AllyBetaAccess bool
			Reason         string
		}
		must(t, json.Unmarshal([]byte(w.Call(me, http.MethodGet, "/api/feature-flags", nil).Body), &got))
		if got.AllyBetaAccess != on || reason != "" && got.Reason != reason {
			t.Errorf("told %+v", got)
		}
	}
	is(true, "")

	s.do("rollback", "user", me.ID)
	is(false, "denied")
	s.do("rollback", "user", me.ID) // again, it still knows how it was
	s.do("rollback", "user", me.ID, "--undo")
	is(true, "")
	if diff := cmp.Diff(before, document()); diff != "" {
		t.Errorf("it is not as it was (- before, + now):\n%s", diff)
	}
	s.refuses("that tells how it was", s.named("rollback", "user", me.ID, "--undo")...)
	s.refuses("no person usr_nobody", s.named("rollback", "user", "usr_nobody")...)

	s.do("rollback", "global", "off")
	is(false, "kill_switch")
	s.do("rollback", "global", "off", "--undo")
	is(true, "")
	s.do("rollback", "global", "off")
	s.do("rollback", "global", "on")
	is(true, "")
}
