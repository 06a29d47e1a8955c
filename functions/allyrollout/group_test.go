package allyrollout_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

type group struct {
	People []struct {
		UserID, Email, Reason string
		On                    bool
	}
}

func TestABetaGroupIsProposedAndGrantedAtOnceWithOneEntry(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	var proposed, granted group
	call(w, http.MethodGet, route+"/candidates?limit=3", nil).Into(&proposed)
	if len(proposed.People) != 3 {
		t.Fatalf("%+v", proposed)
	}
	var emails []string
	for _, p := range proposed.People {
		if p.On || p.Reason != "not_in_rollout" {
			t.Errorf("%+v is proposed", p)
		}
		emails = append(emails, p.Email)
	}
	body := fields{"emails": append(emails, emails[0]), "enabled": true, "why": "grupo beta"}
	call(w, http.MethodPost, route+"/grants", body).Into(&granted)
	if len(granted.People) != 3 {
		t.Fatalf("%+v", granted)
	}
	for _, p := range granted.People {
		if !p.On || p.Reason != "granted" {
			t.Errorf("%+v", p)
		}
	}
	var after group
	call(w, http.MethodGet, route+"/candidates?limit=50", nil).Into(&after)
	for _, p := range after.People {
		if slices.Contains(emails, p.Email) {
			t.Errorf("%s is proposed again", p.Email)
		}
	}
	docs, err := w.DB.Collection("ally_audit").Where("what", "==", "access.granted").Documents(t.Context()).GetAll()
	if err != nil || len(docs) != 1 {
		t.Fatalf("%d entries, %v", len(docs), err)
	}
	if named, ok := docs[0].Data()["after"].(map[string]any); !ok || len(named) != 3 || named[granted.People[0].UserID] == nil {
		t.Errorf("%v", docs[0].Data())
	}
}

func TestAnAddressThatIsNobodysIsNamedAndNobodyIsGranted(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Stranger()
	a := call(w, http.MethodPost, route+"/grants", fields{
		"emails": []string{"nadie@example.com", p.Email, "nunca@example.com"}, "enabled": true, "why": "grupo beta",
	})
	problem := a.Problem()
	if a.Status != http.StatusBadRequest || len(problem.Fields) != 2 || problem.Fields[0].Field != "emails" ||
		!strings.Contains(string(a.Body), "nadie@example.com") || !strings.Contains(string(a.Body), "nunca@example.com") {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if got := reason(w, p); got != "not_in_rollout" {
		t.Errorf("the reason is %s", got)
	}
	many := make([]string, 51)
	for i := range many {
		many[i] = p.Email
	}
	if a := call(w, http.MethodPost, route+"/grants", fields{"emails": many, "enabled": true, "why": "grupo beta"}); a.Status != http.StatusBadRequest {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}
