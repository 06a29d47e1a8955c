package allyactions_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/action"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

type object = map[string]any

const path = "/api/ally/actions"

type listed struct {
	Actions    []action.View
	NextCursor *string
}

func (l listed) ids() []string {
	var ids []string
	for _, a := range l.Actions {
		ids = append(ids, a.ID)
	}
	return ids
}

type answer struct{ Action action.View }

var at = time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)

func TestActionsAreListedNewestFirstPageByPage(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p, other := sample.Granted(), w.Colleagues(1)[0]
	one, two := w.Thread(p, object{}), w.Thread(p, object{})
	for i := range 5 {
		w.Act(p, one.ID, fmt.Sprint("a", i), "Uno", "texto", at.Add(time.Duration(i)*time.Minute), nil)
	}
	w.Act(p, two.ID, "b", "Dos", "texto", at.Add(time.Hour), object{"appId": "email"})
	w.Act(p, one.ID, "gone", "Tres", "texto", at, object{"deletedAt": at})
	w.Act(other, one.ID, "theirs", "Cuatro", "texto", at.Add(-time.Hour), nil)
	w.Act(p, "elsewhere", "hidden", "Cinco", "texto", at, nil)
	all := func(p sample.Person, query string) (ids []string) {
		for next := ""; ; {
			var page listed
			w.Call(p, http.MethodGet, path+"?limit=2"+query+next, nil).Into(&page)
			ids = append(ids, page.ids()...)
			if page.NextCursor == nil {
				return ids
			}
			next = "&cursor=" + *page.NextCursor
		}
	}
	for _, tc := range []struct {
		query string
		want  []string
	}{
		{"&conversationId=" + one.ID, []string{"a4", "a3", "a2", "a1", "a0", "theirs"}},
		{"", []string{"b", "a4", "a3", "a2", "a1", "a0"}},
		{"&appId=email", []string{"b"}},
		{"&appId=email&conversationId=" + one.ID, nil},
	} {
		if got := all(p, tc.query); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.query, got, tc.want)
		}
	}
	if a := w.Call(other, http.MethodGet, path+"?conversationId="+one.ID, nil); a.Status != http.StatusNotFound {
		t.Errorf("of somebody else's conversation: %d", a.Status)
	}
	if a := w.Call(p, http.MethodGet, path+"?cursor=odd", nil); a.Status != http.StatusBadRequest || a.Problem().Fields[0].Field != "cursor" {
		t.Errorf("an odd cursor: %d %s", a.Status, a.Body)
	}
}

func TestWhoSeesTheConversationSeesTheActionAndOnlyWhoBeganItChangesIt(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	people := w.Colleagues(2)
	thread := w.Thread(p, object{})
	w.Join(thread.ID, map[string][]sample.Person{"viewer": people[:1]})
	w.Act(p, thread.ID, "a", "Uno", "texto", at, nil)
	for i, want := range [][2]int{{200, 200}, {200, 403}, {404, 404}} {
		who := append([]sample.Person{p}, people...)[i]
		if a := w.Call(who, http.MethodGet, path+"/a", nil); a.Status != want[0] {
			t.Errorf("%s sees it: %d", who.Email, a.Status)
		}
		for _, call := range []string{"/a/cancel", "/a/restore"} {
			if a := w.Call(who, http.MethodPost, path+call, "{}"); a.Status != want[1] {
				t.Errorf("%s %s: %d %s", who.Email, call, a.Status, a.Body)
			}
		}
	}
	w.Call(p, http.MethodDelete, allytest.ConversationsPath+"/"+thread.ID, nil).Into(&struct{}{})
	if a := w.Call(p, http.MethodGet, path+"/a", nil); a.Status != http.StatusNotFound || a.Problem().Code != "not_found" {
		t.Errorf("after the conversation was deleted: %d %s", a.Status, a.Body)
	}
}

func TestADeletedActionIsGoneAtOnceAndForGoodAfterHalfAMinute(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	thread := w.Thread(p, object{})
	w.Act(p, thread.ID, "a", "Uno", "texto", at, nil)
	remove := func() { w.Call(p, http.MethodDelete, path+"/a", nil).Into(&struct{}{}) }
	remove()
	remove()
	if a := w.Call(p, http.MethodGet, path+"/a", nil); a.Status != http.StatusNotFound {
		t.Errorf("deleted: %d", a.Status)
	}
	var back answer
	w.Call(p, http.MethodPost, path+"/a/restore", "{}").Into(&back)
	if back.Action.ID != "a" || back.Action.Status != action.Completed {
		t.Errorf("%+v", back.Action)
	}
	remove()
	w.Clock.Move(31 * time.Second)
	if a := w.Call(p, http.MethodPost, path+"/a/restore", "{}"); a.Status != http.StatusConflict || a.Problem().Code != "too_late" {
		t.Errorf("too late: %d %s", a.Status, a.Body)
	}
	w.Sweep()
	if n := w.Held("ally_actions", thread.ID); n != 0 {
		t.Errorf("%d are left after the sweep", n)
	}
}

func TestAnActionThatNobodyWorksOnIsShownAsInterruptedAndCanBeCancelled(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	thread := w.Thread(p, object{})
	w.Act(p, thread.ID, "a", "Uno", "", at, object{"output": object{"status": "processing"}, "lease": object{"holder": "h", "until": at, "since": at}})
	var one answer
	w.Call(p, http.MethodGet, path+"/a", nil).Into(&one)
	if one.Action.Status != action.Failed || one.Action.Error == nil || one.Action.Error.Code != "interrupted" || !one.Action.Error.Retryable {
		t.Errorf("%+v", one.Action)
	}
	w.Call(p, http.MethodPost, path+"/a/cancel", "{}").Into(&one)
	if one.Action.Status != action.Cancelled {
		t.Errorf("%+v", one.Action)
	}
	if a := w.Call(p, http.MethodGet, path+"/a/export", nil); a.Status != http.StatusConflict || a.Problem().Code != "not_completed" {
		t.Errorf("exported: %d %s", a.Status, a.Body)
	}
}

func TestAnActionIsSavedInEachFormat(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	thread := w.Thread(p, object{})
	w.Act(p, thread.ID, "a", "Cotización", "Se aprobó **ñandú**.", at, nil)
	for format, want := range map[string][2]string{
		"md":   {"text/markdown; charset=utf-8", "# Resumen: Cotización\n"},
		"pdf":  {"application/pdf", "%PDF-"},
		"docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK"},
	} {
		a := w.Call(p, http.MethodGet, path+"/a/export?format="+format, nil)
		if a.Status != 200 || a.Header.Get("Content-Type") != want[0] || !bytes.HasPrefix(a.Body, []byte(want[1])) {
			t.Errorf("%s: %d %s %.20q", format, a.Status, a.Header.Get("Content-Type"), a.Body)
		}
		if d := a.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment; filename") {
			t.Errorf("%s: %s", format, d)
		}
		if format == "docx" {
			if _, err := zip.NewReader(bytes.NewReader(a.Body), int64(len(a.Body))); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestAnActionIsInAReportOnceHoweverOftenItIsAdded(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	thread := w.Thread(p, object{"title": "Obra norte"})
	w.Act(p, thread.ID, "a", "Uno", "primera", at, nil)
	w.Act(p, thread.ID, "b", "Dos", "segunda", at, nil)
	add := func(id string) (r action.View) {
		var out answer
		w.Call(p, http.MethodPost, path+"/"+id+"/report", "{}").Into(&out)
		return out.Action
	}
	add("a")
	add("b")
	w.Act(p, thread.ID, "a", "Uno", "tercera", at, nil)
	r := add("a")
	if r.AppID != "report" || r.Title != "Obra norte" || len(r.Cards) != 3 || r.Cards[0].ID != "a" || r.Cards[0].Content != "tercera" || r.Cards[1].ID != "b" {
		t.Errorf("%+v", r)
	}
	if again := add(r.ID); again.ID != r.ID || len(again.Cards) != 3 {
		t.Errorf("added to itself: %+v", again)
	}
	md := string(w.Call(p, http.MethodGet, path+"/"+r.ID+"/export?format=md", nil).Body)
	if !strings.Contains(md, "# Informe: Obra norte") || !strings.Contains(md, "### Resumen: Uno\n\ntercera") {
		t.Errorf("%s", md)
	}
	w.Call(p, http.MethodDelete, path+"/"+r.ID, nil).Into(&struct{}{})
	if r := add("b"); len(r.Cards) != 2 || r.Cards[0].ID != "b" {
		t.Errorf("begun anew: %+v", r.Cards)
	}
}
