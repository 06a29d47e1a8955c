package allymessages_test

import (
	"net/http"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

func TestAReplyIsRatedOncePerPersonAndTheRatingCanBeChanged(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")))
	p := sample.Granted()
	id := w.Open(p)
	sent := w.Send(p, id, "una pregunta")
	viewer := with(t, w, id, "viewer", 1)[0]
	at := path + "/" + sent.Message.ID + "/rating"
	for _, stars := range []int{2, 5} {
		w.Call(p, http.MethodPut, at, draft{"stars": stars, "comment": "porque sí"}).Into(&struct{}{})
	}
	w.Call(viewer, http.MethodPut, at, draft{"stars": 1}).Into(&struct{}{})
	mine := func(p sample.Person) int {
		all := w.Messages(p, id).Messages
		if r := all[len(all)-1].Rating; r != nil {
			return r.Stars
		}
		return 0
	}
	if mine(p) != 5 || mine(viewer) != 1 {
		t.Errorf("%d and %d stars", mine(p), mine(viewer))
	}
	docs, err := w.DB.Collection("ally_ratings").Documents(t.Context()).GetAll()
	if err != nil || len(docs) != 2 {
		t.Errorf("%d ratings, %v", len(docs), err)
	}
	for range 2 {
		w.Call(p, http.MethodDelete, at, nil).Into(&struct{}{})
	}
	if mine(p) != 0 || mine(viewer) != 1 {
		t.Errorf("taken back: %d and %d stars", mine(p), mine(viewer))
	}
	for name, tc := range map[string]struct {
		who    sample.Person
		id     string
		stars  any
		status int
	}{
		"no stars":        {p, sent.Message.ID, 0, http.StatusBadRequest},
		"six stars":       {p, sent.Message.ID, 6, http.StatusBadRequest},
		"half a star":     {p, sent.Message.ID, 1.5, http.StatusBadRequest},
		"one's own words": {p, sent.UserMessage.ID, 3, http.StatusConflict},
		"nothing":         {p, "none", 3, http.StatusNotFound},
		"another's":       {sample.Superadmin(), sent.Message.ID, 3, http.StatusNotFound},
	} {
		if a := w.Call(tc.who, http.MethodPut, path+"/"+tc.id+"/rating", draft{"stars": tc.stars}); a.Status != tc.status {
			t.Errorf("%s: %d %s", name, a.Status, a.Body)
		}
	}
}
