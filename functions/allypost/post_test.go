package allypost_test

import (
	"net/http"
	"os"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/postbox"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/store"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

type object = map[string]any

// The bridge delivers events at least once; the letter goes out once, without the
// schedule, and not while Ally is off. An e-mail is sent by the function that its person waits for, once as well.
func TestALetterGoesOutAsSoonAsItIsQueued(t *testing.T) {
	t.Parallel()
	server, err := postbox.Start("127.0.0.1:0", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	w := allytest.New(t, allytest.AllEvents(), allytest.Environment("ALLY_SMTP_URL="+server.URL()))
	p := sample.Granted()
	thread := w.Thread(p, object{"title": "Torre B"}).ID
	w.Set("organizations/"+p.Organization, object{"allyConfig": object{"collaborationSettings": object{"allowCrossOrgSharing": true}}})
	invite := func(address string) {
		t.Helper()
		w.Call(p, http.MethodPost, "/api/ally/apps/collaborate", object{"conversationId": thread, "inputs": object{
			"method": "email", "recipients": []string{address}, "level": "view", "days": 7,
		}}).Into(&object{})
		w.Settled()
	}
	invite("visita@sur.example.com")
	if letters := server.Letters(); len(letters) != 1 || letters[0].To != "visita@sur.example.com" {
		t.Fatalf("%d letters", len(letters))
	}
	var made struct {
		Action struct {
			ID       string
			Revision int
		}
	}
	w.Call(p, http.MethodPost, "/api/ally/apps/email", object{"conversationId": thread, "inputs": object{
		"to": []string{"b@example.com"}, "subject": "Avance", "body": "Hola",
	}}).Into(&made)
	w.Call(p, http.MethodPost, "/api/ally/apps/email/"+made.Action.ID+"/send", object{"revision": made.Action.Revision}).Into(&object{})
	w.Settled()
	if n := len(server.Letters()); n != 2 {
		t.Fatalf("%d letters after an e-mail", n)
	}

	w.Set("ally_config/switches", object{"off": true})
	w.Clock.Move(5 * time.Second)
	write, err := mail.Queue(w.DB, mail.Letter{ID: "later", Kind: "code", To: []string{"b@example.com"}, Subject: "x", Markdown: "x"}, w.Clock.Now())
	if err == nil {
		_, err = store.Commit(t.Context(), w.DB, write)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.Settled()
	if n := len(server.Letters()); n != 2 {
		t.Errorf("%d letters while Ally is off", n)
	}
}
