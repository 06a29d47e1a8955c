package allymain_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

type answer struct {
	AllyID         string
	IsNew, Success bool
}

func TestAPersonGetsTheirAllyAndAlwaysTheSame(t *testing.T) {
	t.Parallel()
	w := allytest.New(t)
	p := sample.Superadmin()
	var first, second, third answer
	w.Call(p, http.MethodGet, allytest.MainPath(p), nil).Into(&first)
	w.Call(p, http.MethodGet, allytest.MainPath(p), nil).Into(&second)
	w.Call(p, http.MethodPost, "/api/ally", map[string]string{"userId": p.ID, "userEmail": p.Email, "userDomain": p.Domain()}).Into(&third)
	if first.AllyID == "" || !first.IsNew || !first.Success {
		t.Errorf("first: %+v", first)
	}
	again := answer{AllyID: first.AllyID, Success: true}
	if second != again || third != again {
		t.Errorf("again: %+v, %+v", second, third)
	}
}

func TestWhatIsCreatedIsThePlansConversation(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	c := w.Stored(w.Open(p))
	if c.UserID != p.ID || !c.IsAllyConversation || c.Type != "ally-main" || c.Title != "Ally" || c.Source != "localhost" {
		t.Errorf("conversation: %+v", c)
	}
	if c.OrganizationID != sample.OrganizationSalfa || c.Domain != sample.DomainSalfa || c.Sharing.Visibility != "private" {
		t.Errorf("whose: %+v", c)
	}
	if !c.ActiveInputs.OrganizationInfo || !c.ActiveInputs.DomainInfo || len(c.ActiveInputs.AgentIDs) != 0 {
		t.Errorf("inputs: %+v", c.ActiveInputs)
	}
	if c.EffectivePrompt == "" || c.PromptComponents.SuperPromptID == "" || c.MessageCount != 1 {
		t.Errorf("prompt %q of %+v, %d messages", c.EffectivePrompt, c.PromptComponents, c.MessageCount)
	}
	classic, err := w.DB.Collection("conversations").Where("userId", "==", p.ID).Where("title", "==", "Ally").Documents(t.Context()).GetAll()
	if err != nil || len(classic) != 0 {
		t.Errorf("%d classic conversations, %v", len(classic), err)
	}
}

func TestFiftyFirstCallsAtOnceMakeOneConversationAndOneWelcome(t *testing.T) {
	t.Parallel()
	w := allytest.New(t)
	p := sample.Granted()
	var created atomic.Int64
	ids := make([]string, 50)
	var group sync.WaitGroup
	for i := range ids {
		r := w.Request(p, http.MethodGet, allytest.MainPath(p), nil)
		group.Go(func() {
			var a answer
			w.Do(r).Into(&a)
			ids[i] = a.AllyID
			if a.IsNew {
				created.Add(1)
			}
		})
	}
	group.Wait()
	if created.Load() != 1 {
		t.Errorf("isNew was true %d times", created.Load())
	}
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("two conversations: %s and %s", id, ids[0])
		}
	}
	w.Handled("allywelcome", 2) // the opening message and the welcome
	for collection, want := range map[string]int{"ally_conversations": 1, "ally_messages": 2} {
		docs, err := w.DB.Collection(collection).Documents(t.Context()).GetAll()
		if err != nil || len(docs) != want {
			t.Errorf("%d documents in %s, want %d (%v)", len(docs), collection, want, err)
		}
	}
}

func TestEachMissingOrWrongFieldIsNamed(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Superadmin()
	for _, tc := range []struct {
		name, method, query string
		body                any
		want                string
	}{
		{"nothing", http.MethodGet, "", nil, "userDomain userEmail userId"},
		{"empty values", http.MethodGet, "userId=&userEmail=&userDomain=getaifactory.com", nil, "userEmail userId"},
		{"an unknown parameter", http.MethodGet, "userId=" + p.ID + "&userEmail=" + p.Email + "&userDomain=unknown&domain=x", nil, "domain"},
		{"an empty body", http.MethodPost, "", "{}", "userDomain userEmail userId"},
		{"a number", http.MethodPost, "", map[string]any{"userId": 1, "userEmail": p.Email, "userDomain": "unknown"}, "userId"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := w.Call(p, tc.method, "/api/ally?"+tc.query, tc.body)
			var names []string
			for _, f := range a.Problem().Fields {
				names = append(names, f.Field)
			}
			if a.Status != http.StatusBadRequest || strings.Join(names, " ") != tc.want {
				t.Errorf("%d, fields %v: %s", a.Status, names, a.Body)
			}
		})
	}
}

func TestTheRequestMayOnlyNameTheSessionsPerson(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	me, other := sample.Granted(), sample.Superadmin()
	mine := map[string]string{"userId": me.ID, "userEmail": me.Email, "userDomain": me.Domain()}
	for field, value := range map[string]string{
		"userId": other.ID, "userEmail": other.Email, "userDomain": other.Domain(), "organizationId": sample.OrganizationGetAI,
	} {
		query, body := url.Values{field: {value}}, map[string]string{field: value}
		for k, v := range mine {
			if k != field {
				query.Set(k, v)
				body[k] = v
			}
		}
		for _, a := range []allytest.Answer{
			w.Call(me, http.MethodGet, "/api/ally?"+query.Encode(), nil),
			w.Call(me, http.MethodPost, "/api/ally", body),
		} {
			if a.Status != http.StatusForbidden || a.Problem().Code != "forbidden" {
				t.Errorf("another %s: %d %s", field, a.Status, a.Body)
			}
		}
	}
	docs, err := w.DB.Collection("ally_conversations").Documents(t.Context()).GetAll()
	if err != nil || len(docs) != 0 {
		t.Errorf("%d conversations were made, %v", len(docs), err)
	}
	for _, query := range []string{"&userDomain=unknown", "&userDomain=SALFAGESTION.CL", "&userDomain=unknown&organizationId=" + sample.OrganizationSalfa} {
		if a := w.Call(me, http.MethodGet, "/api/ally?userId="+me.ID+"&userEmail="+strings.ToUpper(me.Email)+query, nil); a.Status != http.StatusOK {
			t.Errorf("%s: %d %s", query, a.Status, a.Body)
		}
	}
}

func TestAPersonIsFoundByEmailWhereTheSessionsIdHasNoDocument(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	old := sample.Granted()
	old.ID = "109999999999999999999"
	var a answer
	w.Call(old, http.MethodGet, allytest.MainPath(old), nil).Into(&a)
	if c := w.Stored(a.AllyID); c.UserID != old.ID {
		t.Errorf("the conversation is %s's, want the session's %s", c.UserID, old.ID)
	}
}

func TestOfTwoDocumentsTheSessionsDecides(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	digits, usr := sample.TwoDocuments() // only the second has been granted access
	if a := w.Call(usr, http.MethodGet, allytest.MainPath(usr), nil); a.Status != http.StatusOK {
		t.Errorf("with the granted document: %d %s", a.Status, a.Body)
	}
	if a := w.Call(digits, http.MethodGet, allytest.MainPath(digits), nil); a.Status != http.StatusForbidden {
		t.Errorf("with the other: %d %s", a.Status, a.Body)
	}
}

func TestRevokingAGrantWorksWithTheNextRequest(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	w.Open(p)
	update := []firestore.Update{{Path: "allyBetaAccess.enabled", Value: false}}
	if _, err := w.DB.Collection("users").Doc(p.ID).Update(t.Context(), update); err != nil {
		t.Fatal(err)
	}
	if a := w.Call(p, http.MethodGet, allytest.MainPath(p), nil); a.Status != http.StatusForbidden {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestAWarmCallReadsTwoDocumentsInOneRoundTrip(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Superadmin()
	w.Clock.Stop()
	w.Open(p)
	reads, writes, rounds := w.Call(p, http.MethodGet, allytest.MainPath(p), nil).Cost()
	if reads != 2 || writes != 0 || rounds != 1 {
		t.Errorf("reads=%d writes=%d rounds=%d", reads, writes, rounds)
	}
}

func TestAnAllyThatWasDeletedIsMadeAgainThoughItsFirstMessageWasLeft(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	id := w.Open(p)
	if _, err := w.DB.Collection("ally_conversations").Doc(id).Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	var a answer
	w.Call(p, http.MethodGet, allytest.MainPath(p), nil).Into(&a)
	if !a.IsNew || a.AllyID != id || w.Stored(id).UserID != p.ID {
		t.Errorf("%+v", a)
	}
}
