package allyinvitations_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
)

func TestAnInvitationOpensOnceAndForItsAddressOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	people := w.Colleagues(3)
	invited, other := people[0], people[1]
	_, token := w.invite(invited.Email, "view")

	guessed := base64.RawURLEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))
	for name, wrong := range map[string]string{"guessed": guessed, "short": token[:20], "longer": token + "A", "empty hash": "x"} {
		if a := w.accept(invited, wrong); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d %s", name, a.Status, a.Body)
		}
	}
	// Looking uses nothing up, and nothing is accepted by GET.
	for range 3 {
		a := w.Call(sample.Person{}, http.MethodPost, invitationsPath+"look", opened(token))
		if a.Status != ok || !strings.Contains(string(a.Body), `"pending"`) || strings.Contains(string(a.Body), invited.Email) {
			t.Errorf("looked at: %d %s", a.Status, a.Body)
		}
		if a := w.Call(invited, http.MethodGet, invitationsPath+"accept", nil); a.Status != http.StatusMethodNotAllowed {
			t.Errorf("accepted by GET: %d", a.Status)
		}
	}
	if a := w.accept(other, token); a.Status != http.StatusForbidden || a.Problem().Code != "other_address" {
		t.Errorf("forwarded: %d %s", a.Status, a.Body)
	}
	if a := w.accept(sample.Person{}, token); a.Status != http.StatusUnauthorized {
		t.Errorf("without a session: %d", a.Status)
	}
	for range 2 { // the second time is a normal branch
		if a := w.accept(invited, token); a.Status != ok {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
	}
	if a := w.accept(other, token); a.Status != http.StatusNotFound {
		t.Errorf("replayed by another: %d", a.Status)
	}
	if a := w.Call(w.owner, http.MethodDelete, collaboratePath+"/people/"+invited.ID+"?conversationId="+w.thread, nil); a.Status != ok {
		t.Fatal(string(a.Body))
	}
	if a := w.accept(invited, token); a.Status != http.StatusNotFound {
		t.Errorf("replayed after being taken out: %d", a.Status)
	}

	expired, late := w.invite(other.Email, "view")
	w.Clock.Move(7 * 24 * time.Hour)
	if a := w.accept(other, late); a.Status != http.StatusNotFound {
		t.Errorf("expired: %d", a.Status)
	}
	var fresh struct{ URL string }
	w.Call(w.owner, http.MethodPost, collaboratePath+"/invitations/"+expired.ID+"/link", nil).Into(&fresh)
	_, renewed, _ := strings.Cut(fresh.URL, "#")
	if a := w.accept(other, late); a.Status != http.StatusNotFound {
		t.Errorf("the link before the renewed one: %d", a.Status)
	}
	if a := w.Call(people[2], http.MethodDelete, collaboratePath+"/invitations/"+expired.ID, nil); a.Status != http.StatusNotFound {
		t.Errorf("revoked by another: %d", a.Status)
	}
	if a := w.accept(other, renewed); a.Status != ok {
		t.Errorf("renewed: %d %s", a.Status, a.Body)
	}
	_, declined := w.invite("nadie@"+w.owner.Domain(), "view")
	for range 2 {
		if a := w.Call(sample.Person{}, http.MethodPost, invitationsPath+"decline", opened(declined)); a.Status != ok {
			t.Errorf("declined: %d %s", a.Status, a.Body)
		}
	}
	if a := w.Call(sample.Person{}, http.MethodPost, invitationsPath+"look", opened(declined)); !strings.Contains(string(a.Body), `"gone"`) {
		t.Errorf("declined: %s", a.Body)
	}
	for _, secret := range []string{token, late, renewed, declined} {
		if lines := w.Log.Lines(secret); len(lines) > 0 {
			t.Errorf("the log holds a token: %s", lines[0])
		}
		for _, collection := range []string{"ally_invitations", "ally_actions", "ally_audit", "ally_conversations"} {
			if w.holds(collection, secret) {
				t.Errorf("%s holds a token", collection)
			}
		}
	}
}

// holds says whether a document of the collection holds the text anywhere.
func (w *world) holds(collection, text string) bool {
	w.t.Helper()
	docs, err := w.DB.Collection(collection).Documents(w.t.Context()).GetAll()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, doc := range docs {
		if holds(doc.Data(), text) {
			return true
		}
	}
	return false
}

func holds(v any, text string) bool {
	switch v := v.(type) {
	case string:
		return strings.Contains(v, text)
	case []any:
		for _, one := range v {
			if holds(one, text) {
				return true
			}
		}
	case map[string]any:
		for _, one := range v {
			if holds(one, text) {
				return true
			}
		}
	}
	return false
}

// A link for whoever has it lets in one of those who open it at once.
func TestOfTwoPeopleWithOneLinkOneIsLetIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	people := w.Colleagues(6)
	a := w.inviting(map[string]any{"method": "link", "level": "view", "days": 7})
	var out struct {
		Action struct {
			Result struct{ Invitations []invitation }
		}
	}
	a.Into(&out)
	_, token, _ := strings.Cut(out.Action.Result.Invitations[0].URL, "#")
	statuses := make([]int, len(people))
	var wait sync.WaitGroup
	for i, p := range people {
		wait.Go(func() {
			statuses[i] = w.Do(w.Request(p, http.MethodPost, invitationsPath+"accept", opened(token))).Status
		})
	}
	wait.Wait()
	in := 0
	for i, p := range people {
		if statuses[i] == ok {
			in++
		}
		if (w.reads(p) == ok) != (statuses[i] == ok) {
			t.Errorf("%s was answered %d", p.Email, statuses[i])
		}
	}
	if in != 1 || len(w.people().People) != 1 {
		t.Errorf("%d were let in: %v", in, statuses)
	}
}

func TestTheSameKeyInvitesOnceAndItsLinkIsGivenOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := map[string]any{"conversationId": w.thread, "clientActionId": "k1",
		"inputs": map[string]any{"method": "email", "recipients": []string{"ana@" + w.owner.Domain()}, "level": "comment", "days": 3, "message": "Mira [esto](http://malo.example.com)"}}
	for range 2 {
		if a := w.Call(w.owner, http.MethodPost, collaboratePath, body); a.Status != ok || strings.Contains(string(a.Body), "invitation#") {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
	}
	letters, err := w.DB.Collection("ally_outbox").Documents(t.Context()).GetAll()
	if err != nil || len(letters) != 1 {
		t.Fatalf("%d letters, %v", len(letters), err)
	}
	text, _ := letters[0].Data()["markdown"].(string)
	if !strings.Contains(text, "/invitation#") || strings.Contains(text, "](http://malo") {
		t.Errorf("the letter says %s", text)
	}
	if p := w.people(); len(p.Invitations) != 1 || p.Invitations[0].Status != "pending" || p.Invitations[0].Level != "comment" || !p.MayManage {
		t.Errorf("%+v", p)
	}
	if a := w.Call(w.owner, http.MethodPost, collaboratePath+"/invitations/"+w.people().Invitations[0].ID+"/resend", nil); a.Status != ok {
		t.Errorf("sent again: %d %s", a.Status, a.Body)
	}
	a := w.inviting(map[string]any{"method": "whatsapp", "phone": "+56 9 1234 5678", "level": "view", "days": 7})
	if a.Status != ok || !strings.Contains(string(a.Body), "https://wa.me/56912345678?text=") {
		t.Errorf("by WhatsApp: %d %s", a.Status, a.Body)
	}
}

func TestAGuestIsWhoKnowsTheCodeThatWasSentToTheAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.invite(outside, "view")
	w.askCode(token, "otra@sur.example.com")
	w.askCode(strings.Repeat("A", 43), outside)
	if n := w.codes(); n != 0 {
		t.Fatalf("%d codes were sent to a wrong address", n)
	}
	w.askCode(token, outside)
	right := w.code()
	wrong := "000000"
	if right == wrong {
		wrong = "000001"
	}
	if a := w.verify(token, "otra@sur.example.com", right); a.Status != http.StatusForbidden {
		t.Errorf("for another address: %d", a.Status)
	}
	// Five tries, however many at once.
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			a := w.Do(w.Request(sample.Person{}, http.MethodPost, invitationsPath+"verify", map[string]any{"token": token, "email": outside, "code": wrong}))
			if a.Status != http.StatusForbidden {
				t.Errorf("a wrong code: %d %s", a.Status, a.Body)
			}
		})
	}
	wait.Wait()
	if a := w.verify(token, outside, right); a.Status != http.StatusForbidden {
		t.Errorf("the right code after five wrong ones: %d", a.Status)
	}
	w.askCode(token, outside)
	late := w.code()
	w.Clock.Move(10 * time.Minute)
	if a := w.verify(token, outside, late); a.Status != http.StatusForbidden {
		t.Errorf("a code of ten minutes ago: %d", a.Status)
	}
	session := w.enter(token, "Visita@Sur.example.com")
	if a := w.verify(token, outside, w.code()); a.Status != http.StatusForbidden {
		t.Errorf("the same code again: %d", a.Status)
	}
	a := w.asGuest(session, http.MethodGet, "", nil)
	if a.Status != ok || !strings.Contains(string(a.Body), "Permiso de la torre") {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if a := w.asGuest(session, http.MethodPost, "/comments", map[string]any{"message": "hola"}); a.Status != http.StatusForbidden {
		t.Errorf("who may read comments: %d", a.Status)
	}
	again := w.enter(token, outside) // with the same link, as long as it lasts
	if a := w.asGuest(again, http.MethodGet, "/messages", nil); a.Status != ok {
		t.Errorf("a second session: %d", a.Status)
	}
	if p := w.people(); len(p.People) != 1 || !p.People[0].Guest || !p.People[0].External {
		t.Errorf("%+v", p.People)
	}

	// A session opens that conversation and nothing else, and no other session is one.
	for _, path := range []string{"/api/ally/messages?conversationId=" + w.thread, "/api/ally/conversations", "/api/ally/search?q=plazo", collaboratePath + "/people?conversationId=" + w.thread} {
		if a := w.Call(sample.Person{}, http.MethodGet, path, nil, bearer(session)); a.Status != out {
			t.Errorf("%s with a guest's session: %d", path, a.Status)
		}
	}
	forged, err := access.NewGuests("another secret", w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	one, err := forged.Sign(access.GuestSession{InvitationID: "x", Email: outside, ExpiresAt: w.Clock.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{"the owner's": w.Token(w.owner), "forged": one, "none": ""} {
		if a := w.asGuest(token, http.MethodGet, "", nil); a.Status != out {
			t.Errorf("%s session as a guest's: %d", name, a.Status)
		}
	}
	w.Clock.Move(12 * time.Hour)
	if a := w.asGuest(again, http.MethodGet, "", nil); a.Status != out {
		t.Errorf("after twelve hours: %d", a.Status)
	}
}

func TestTooManyCodesAreNotSentAndNobodyIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.invite(outside, "view")
	for range 8 {
		w.askCode(token, outside)
	}
	if n := w.codes(); n != 5 {
		t.Errorf("%d codes in eight minutes", n)
	}
}

func TestWhatIsOffIsOffForGuestsAndLinksToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.invite(outside, "view")
	session := w.enter(token, outside)
	check := func(w *world, when string) {
		t.Helper()
		for name, a := range map[string]allytest.Answer{
			"guest":   w.asGuest(session, http.MethodGet, "/messages", nil),
			"looking": w.Call(sample.Person{}, http.MethodPost, invitationsPath+"look", opened(token)),
			"code":    w.Call(sample.Person{}, http.MethodPost, invitationsPath+"code", map[string]any{"token": token, "email": outside}),
			"share":   w.Call(sample.Person{}, http.MethodPost, "/api/ally/shares/view", opened(token)),
		} {
			if a.Status != http.StatusForbidden || strings.Contains(string(a.Body), said) {
				t.Errorf("%s, %s: %d %s", when, name, a.Status, a.Body)
			}
		}
	}
	off := w.Config
	off.AllyOn = false
	check(&world{World: w.Again(off), t: t, owner: w.owner, thread: w.thread}, "environment off")
	w.Set("ally_config/switches", map[string]any{"off": true})
	w.Clock.Move(5 * time.Second)
	check(w, "switched off")
}

// A guest whose time is over leaves the conversation, and the place that they took.
func TestAGuestsTimeEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.invite(outside, "view")
	w.Clock.Move(7*24*time.Hour - 2*time.Minute)
	session := w.enter(token, outside)
	w.Clock.Move(2 * time.Minute)
	if a := w.asGuest(session, http.MethodGet, "/messages", nil); a.Status != out {
		t.Errorf("after seven days: %d", a.Status)
	}
	w.Sweep()
	if p := w.people(); len(p.People) != 0 || len(p.Invitations) != 1 || p.Invitations[0].Status != "expired" {
		t.Errorf("%+v", p)
	}
	w.Clock.Move(30 * 24 * time.Hour)
	w.Sweep()
	if p := w.people(); len(p.Invitations) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestWhoHasReadWhatIsTheOwnersToSee(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	colleague := w.Colleagues(1)[0]
	_, token := w.invite(colleague.Email, "view")
	w.accept(colleague, token)
	messages := w.Messages(w.owner, w.thread).Messages
	seen := func(id string) {
		t.Helper()
		if a := w.Call(colleague, http.MethodPost, collaboratePath+"/seen", map[string]any{"conversationId": w.thread, "messageId": id}); a.Status != ok {
			t.Errorf("%d %s", a.Status, a.Body)
		}
	}
	seen(messages[0].ID)
	if p := w.people().People[0]; p.ReadUpTo != messages[0].ID || p.Online == nil || !*p.Online {
		t.Errorf("%+v", p)
	}
	seen(messages[1].ID) // too soon to be written
	if p := w.people().People[0]; p.ReadUpTo != messages[0].ID {
		t.Errorf("%+v", p)
	}
	w.Clock.Move(30 * time.Second)
	seen(messages[1].ID)
	w.Clock.Move(30 * time.Second)
	seen(messages[0].ID) // looking back unreads nothing
	if p := w.people().People[0]; p.ReadUpTo != messages[1].ID {
		t.Errorf("%+v", p)
	}
	w.Clock.Move(75 * time.Second)
	if p := w.people().People[0]; *p.Online {
		t.Errorf("%+v", p)
	}
	var theirs people
	w.Call(colleague, http.MethodGet, collaboratePath+"/people?conversationId="+w.thread, nil).Into(&theirs)
	if p := theirs.People[0]; p.Online != nil || p.ReadUpTo != "" || p.LastSeenAt != "" || len(theirs.Invitations) != 0 || theirs.MayManage {
		t.Errorf("to others: %+v", theirs)
	}
}
