package allysuperprompt_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

type object = map[string]any

type tried struct {
	Active struct {
		Answer  string
		Version int
	}
	Draft   struct{ Answer string }
	Differs bool
}

// echo answers with what it was told to be, and says how much it was given.
func echo() *allytest.Writer {
	return &allytest.Writer{Write: func(_ context.Context, _ int, r model.Request, emit func(string) error) (model.Reply, error) {
		what := "en vigor"
		if strings.Contains(r.System, "Eres un borrador.") {
			what = "borrador"
		}
		if strings.Contains(r.Question, "igual") {
			what = "lo mismo"
		}
		return allytest.Say(fmt.Sprint(what, " con ", len(r.Sources) > 0), emit)
	}}
}

// everything is what there is in Ally's collections, by path.
func everything(t *testing.T, w *allytest.World) (paths []string) {
	t.Helper()
	collections, err := w.DB.Collections(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range collections {
		docs, err := c.Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range docs {
			paths = append(paths, c.ID+"/"+doc.Ref.ID)
		}
	}
	return paths
}

func TestADraftIsTriedBesideWhatIsInForceAndNothingIsKeptButWhatItTook(t *testing.T) {
	t.Parallel()
	writer := echo()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	before := everything(t, w)
	for _, tc := range []struct {
		email, want string
		trail       string
	}{
		{"", "con false", "super_prompts/default"},
		{sample.Granted().Email, "con true", "users/" + sample.Granted().ID},
	} {
		body := object{"question": "¿Qué agente me ayuda con un permiso de edificación?", "systemPrompt": "Eres un borrador."}
		if tc.email != "" {
			body["email"] = tc.email
		}
		var out tried
		w.Call(sample.Superadmin(), http.MethodPost, route+"/try", body).Into(&out)
		if out.Active.Answer != "en vigor "+tc.want || out.Draft.Answer != "borrador "+tc.want || out.Active.Version != 0 {
			t.Errorf("%q: %+v", tc.email, out)
		}
		docs, err := w.DB.Collection("ally_audit").Where("target", "==", tc.trail).Documents(t.Context()).GetAll()
		if err != nil || len(docs) != 1 || docs[0].Data()["what"] != "superprompt.tried" || strings.Contains(fmt.Sprint(docs[0].Data()), "permiso") {
			t.Errorf("%d entries, %v", len(docs), err)
		}
	}
	kinds := map[string]int{}
	for _, path := range everything(t, w) {
		if !slices.Contains(before, path) {
			kind, _, _ := strings.Cut(path, "/")
			kinds[kind]++
		}
	}
	if fmt.Sprint(kinds) != "map[ally_audit:2 ally_ledger:4 ally_usage:1]" {
		t.Errorf("%v", kinds)
	}
	entries, err := w.DB.Collection("ally_ledger").Where("purpose", "==", "trial").Where("userId", "==", sample.Superadmin().ID).Documents(t.Context()).GetAll()
	if err != nil || len(entries) != 4 {
		t.Errorf("%d of the ledger, %v", len(entries), err)
	}
	// The person's own instructions and organization are in it only where they are named.
	for i, r := range writer.Asked() {
		if told := strings.Contains(r.System, "Salfa Corp"); told != (i >= 2) {
			t.Errorf("request %d tells of the organization: %t", i, told)
		}
	}
}

func TestATrialBeyondALimitIsRefusedBeforeTheModelIsAsked(t *testing.T) {
	t.Parallel()
	writer := echo()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer), allytest.Environment("ALLY_MESSAGES_PER_MINUTE=1"))
	body := object{"question": "hola", "systemPrompt": "Eres un borrador."}
	w.Call(sample.Superadmin(), http.MethodPost, route+"/try", body).Into(&tried{})
	a := w.Call(sample.Superadmin(), http.MethodPost, route+"/try", body)
	if a.Status != http.StatusTooManyRequests || a.Problem().Code != "too_many" || len(writer.Asked()) != 2 {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	spent := allytest.New(t, allytest.NoEvents(), allytest.Model(echo()), allytest.Environment("ALLY_TOKENS_PER_DAY=30"))
	spent.Call(sample.Superadmin(), http.MethodPost, route+"/try", body).Into(&tried{}) // twice 15
	if a := spent.Call(sample.Superadmin(), http.MethodPost, route+"/try", body); a.Problem().Code != "limit_tokens" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	for name, wrong := range map[string]object{
		"systemPrompt": {"question": "hola", "systemPrompt": " "}, "question": {"question": " ", "systemPrompt": "x"},
	} {
		if a := w.Call(sample.Superadmin(), http.MethodPost, route+"/try", wrong); a.Status != http.StatusBadRequest || a.Problem().Fields[0].Field != name {
			t.Errorf("%d %s", a.Status, a.Body)
		}
	}
	if a := w.Call(sample.Superadmin(), http.MethodPost, route+"/try", object{"question": "x", "systemPrompt": "x", "email": "nobody@example.com"}); a.Status != http.StatusNotFound {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestAModelThatFailsIsToldAndWhatItTookIsBooked(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(&allytest.Writer{
		Write: func(context.Context, int, model.Request, func(string) error) (model.Reply, error) {
			return model.Reply{Usage: model.Usage{Input: 7, Calls: 1}}, &model.Error{Kind: model.RateLimited, Err: fmt.Errorf("busy")}
		},
	}))
	a := w.Call(sample.Superadmin(), http.MethodPost, route+"/try", object{"question": "hola", "systemPrompt": "x"})
	if a.Status != http.StatusServiceUnavailable || a.Problem().Code != "model_rate_limited" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	docs, err := w.DB.Collection("ally_ledger").Where("outcome", "==", "failed").Documents(t.Context()).GetAll()
	if err != nil || len(docs) == 0 {
		t.Errorf("%d of the ledger, %v", len(docs), err)
	}
}

func TestSavedQuestionsAreTriedOneByOneAndTellWhetherAnswersDiffer(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(echo()))
	type question struct{ ID, Text, Author string }
	list := func() (all struct{ Questions []question }) {
		w.Call(sample.Superadmin(), http.MethodGet, route+"/questions", nil).Into(&all)
		return all
	}
	var ids []string
	for _, text := range []string{"¿Quién eres?", "Responde igual.", "  ¿Quién eres? "} { // the last is the first
		var out struct{ Question question }
		w.Call(sample.Superadmin(), http.MethodPost, route+"/questions", object{"text": text}).Into(&out)
		ids = append(ids, out.Question.ID)
	}
	if all := list().Questions; len(all) != 2 || ids[0] != ids[2] || all[0].Text != "¿Quién eres?" || all[0].Author != sample.Superadmin().Email {
		t.Errorf("%+v", all)
	}
	for i, differs := range []bool{true, false} {
		var out tried
		w.Call(sample.Superadmin(), http.MethodPost, route+"/questions/run", object{"id": ids[i], "systemPrompt": "Eres un borrador."}).Into(&out)
		if out.Differs != differs || out.Active.Answer == "" {
			t.Errorf("%d: %+v", i, out)
		}
	}
	for range 2 {
		w.Call(sample.Superadmin(), http.MethodDelete, route+"/questions/"+ids[0], nil).Into(&struct{}{})
	}
	if a := w.Call(sample.Superadmin(), http.MethodPost, route+"/questions/run", object{"id": ids[0], "systemPrompt": "x"}); a.Status != http.StatusNotFound {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	for i := range 49 {
		w.Call(sample.Superadmin(), http.MethodPost, route+"/questions", object{"text": fmt.Sprint("pregunta ", i)}).Into(&struct{}{})
	}
	if a := w.Call(sample.Superadmin(), http.MethodPost, route+"/questions", object{"text": "una más"}); a.Problem().Code != "too_many_questions" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	w.Call(sample.Superadmin(), http.MethodPost, route+"/questions", object{"text": "Responde igual."}).Into(&struct{}{})
	if n := len(list().Questions); n != 50 {
		t.Errorf("%d questions", n)
	}
}
