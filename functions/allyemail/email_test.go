package allyemail_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/postbox"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

const path = "/api/ally/apps/email"

type object = map[string]any

// email is an action of this app, as callers see it.
type email struct {
	ID, Status, Title string
	Revision          int
	Error             *struct{ Code string }
	Cards             []struct {
		Type    string
		Content any
		Actions []struct{ Action string }
	}
	Result struct {
		Draft struct {
			To, CC        []string
			Subject, Body string
			Attachment    *struct{ ActionID, Name string }
		}
		Delivery struct {
			State, TimeZone, Problem string
			At, SentAt               *time.Time
			Attempts                 int
			Recipients               []struct{ Address, State, Reason string }
		}
	}
}

type answer struct{ Action email }

// office is a world with an SMTP server.
type office struct {
	*allytest.World
	server *postbox.Server
	me     sample.Person
	thread string
}

func newOffice(t *testing.T, script postbox.Script, change ...allytest.Option) *office {
	t.Helper()
	server, err := postbox.Start("127.0.0.1:0", script)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	o := &office{server: server, me: sample.Granted()}
	o.World = allytest.New(t, append([]allytest.Option{
		allytest.NoEvents(), allytest.Environment("ALLY_SMTP_URL="+server.URL(), "ALLY_MESSAGES_PER_MINUTE=0"),
	}, change...)...)
	o.thread = o.Thread(o.me, object{"title": "Torre B"}).ID
	return o
}

func (o *office) post(below string, body object) (a answer) {
	o.Call(o.me, http.MethodPost, path+below, body).Into(&a)
	return a
}

func (o *office) code(method, below string, body object) string {
	return o.Call(o.me, method, path+below, body).Problem().Code
}

func (o *office) draft(inputs object) email {
	return o.post("", object{"conversationId": o.thread, "inputs": inputs}).Action
}

// written is a draft as its person wrote it.
func (o *office) written(to ...string) email {
	return o.draft(object{"to": to, "subject": "Avance", "body": "Hola **a todos**"})
}

func states(e email) string {
	text := e.Result.Delivery.State
	for _, r := range e.Result.Delivery.Recipients {
		text += " " + r.Address + ":" + r.State
	}
	return text
}

func TestAnEmailIsDraftedEditedAndSentOnlyWhenItsPersonSaysSo(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Asunto: Avance de la Torre B\n\nEstimados:\n\nSe decidió comprar a Melón. [mira](https://evil.example/x)\n\nAna")
	o := newOffice(t, nil, allytest.Model(writer))
	o.Say(o.me, o.thread, "Se decidió comprar el hormigón a Melón.")
	e := o.draft(object{"to": []string{"b@example.com"}, "instructions": "Cuenta qué se decidió", "tone": "friendly"})
	if e.Status != "completed" || e.Result.Draft.Subject != "Avance de la Torre B" || !strings.HasPrefix(e.Result.Draft.Body, "Estimados:") ||
		strings.Contains(e.Result.Draft.Body, "evil") || states(e) != "draft" || e.Title != "Avance de la Torre B" {
		t.Fatalf("%+v", e)
	}
	asked := writer.Asked()
	if last := asked[len(asked)-1]; len(last.Sources) != 1 || last.Sources[0].Kind != model.Conversation || !strings.Contains(last.Sources[0].Text, "Melón") {
		t.Errorf("%+v", last.Sources)
	}
	if calls := e.Cards[1].Actions; e.Cards[0].Type != "markdown" || len(calls) != 3 || calls[0].Action != "send_email" {
		t.Errorf("%+v", e.Cards)
	}
	var changed answer
	edit := object{"revision": e.Revision, "to": []string{"b@example.com", "B@example.com"}, "cc": []string{"c@example.com"}, "subject": "Avance", "body": "Hola **a todos**"}
	o.Call(o.me, http.MethodPatch, path+"/"+e.ID, edit).Into(&changed)
	if d := changed.Action.Result.Draft; len(d.To) != 1 || len(d.CC) != 1 || d.Subject != "Avance" || changed.Action.Revision != 1 {
		t.Errorf("%+v", changed.Action)
	}
	if code := o.code(http.MethodPatch, "/"+e.ID, edit); code != "changed" {
		t.Errorf("an older revision is changed: %s", code)
	}
	if code := o.code(http.MethodPost, "/"+e.ID+"/send", object{"revision": 0}); code != "changed" {
		t.Errorf("an older revision is sent: %s", code)
	}
	if o.Sweep(); len(o.server.Letters()) > 0 {
		t.Fatal("it was sent without its person's word")
	}
	sent := o.post("/"+e.ID+"/send", object{"revision": 1}).Action
	if states(sent) != "sent b@example.com:sent c@example.com:sent" || sent.Result.Delivery.SentAt == nil || sent.Revision != 2 {
		t.Errorf("%+v", sent)
	}
	o.post("/"+e.ID+"/send", object{"revision": 1}) // the same once more
	o.Sweep()
	letters := o.server.Letters()
	if len(letters) != 2 {
		t.Fatalf("%d letters", len(letters))
	}
	c, err := letters[0].Content()
	if err != nil || c.From[0] != o.me.Name+" · Ally <ally@ally.example.com>" || c.ReplyTo[0] != o.me.Email || !strings.Contains(c.HTML, "<strong>a todos</strong>") {
		t.Errorf("%+v, %v", c, err)
	}
	if code := o.code(http.MethodPatch, "/"+e.ID, edit); code != "already_sent" {
		t.Errorf("what was sent is changed: %s", code)
	}
	if code := o.code(http.MethodPost, "/"+e.ID+"/cancel", nil); code != "already_sent" {
		t.Errorf("what was sent is taken back: %s", code)
	}
	trail, err := o.DB.Collection("ally_audit").Documents(t.Context()).GetAll()
	if err != nil || len(trail) != 1 || trail[0].Data()["what"] != "email.queued" || trail[0].Data()["userId"] != o.me.ID {
		t.Errorf("%d entries, %v", len(trail), err)
	}
}

func TestTheSameKeyIsTheSameDraft(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Hola")
	o := newOffice(t, nil, allytest.Model(writer))
	body := object{"conversationId": o.thread, "clientActionId": "k", "inputs": object{"to": []string{"b@example.com"}, "instructions": "Saluda."}}
	first, second := o.post("", body).Action, o.post("", body).Action
	if first.ID != second.ID || len(writer.Asked()) != 1 || second.Result.Draft.Subject != "Saluda" || second.Result.Draft.Body != "Hola" {
		t.Errorf("%+v", second)
	}
	spent, err := o.DB.Collection("ally_ledger").Documents(t.Context()).GetAll()
	if err != nil || len(spent) != 1 || spent[0].Data()["purpose"] != "app" || spent[0].Data()["messageId"] != first.ID {
		t.Errorf("%d entries, %v", len(spent), err)
	}
}

func TestWithoutAModelADraftSaysWhatIsWanted(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.Say(o.me, o.thread, "Se decidió comprar el hormigón a Melón.")
	e := o.draft(object{"to": []string{"b@example.com"}, "instructions": "Confirma la compra del hormigón.", "tone": "formal"})
	for _, part := range []string{"Estimados:", "Confirma la compra del hormigón.", "Melón", o.me.Name} {
		if !strings.Contains(e.Result.Draft.Body, part) {
			t.Errorf("no %q in %q", part, e.Result.Draft.Body)
		}
	}
	if e.Result.Draft.Subject != "Confirma la compra del hormigón" {
		t.Errorf("%q", e.Result.Draft.Subject)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	for name, tc := range map[string]struct {
		inputs object
		field  string
	}{
		"no recipient":        {object{"body": "x"}, "inputs.to"},
		"no address":          {object{"to": []string{"b"}, "body": "x"}, "inputs.to"},
		"a header":            {object{"to": []string{"b@example.com"}, "subject": "a\r\nBcc: c@example.com", "body": "x"}, "inputs.subject"},
		"nothing of the form": {object{"to": []string{"b@example.com"}, "bcc": "x"}, "inputs.bcc"},
		"no such action":      {object{"to": []string{"b@example.com"}, "attachment": "a1"}, "inputs.attachment"},
	} {
		p := o.Call(o.me, http.MethodPost, path, object{"conversationId": o.thread, "inputs": tc.inputs}).Problem()
		if p.Code != "invalid" || len(p.Fields) == 0 || !strings.HasPrefix(p.Fields[0].Field, tc.field) {
			t.Errorf("%s: %+v", name, p)
		}
	}
	e := o.draft(object{"to": []string{"b@example.com"}})
	if p := o.Call(o.me, http.MethodPost, path+"/"+e.ID+"/send", object{"revision": 0}).Problem(); len(p.Fields) != 2 {
		t.Errorf("%+v", p)
	}
	e = o.written("b@example.com")
	for at, zone := range map[string]string{"2020-01-01T00:00:00Z": "", "2999-01-01T00:00:00Z": "", o.Clock.Now().Add(time.Hour).Format(time.RFC3339): "Mars/Olympus"} {
		if code := o.code(http.MethodPost, "/"+e.ID+"/send", object{"revision": 0, "at": at, "timeZone": zone}); code != "invalid" {
			t.Errorf("%s %s: %s", at, zone, code)
		}
	}
}

func TestAScheduledEmailGoesAtItsTimeUnlessItIsTakenBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	at := o.Clock.Now().Add(time.Hour).UTC().Truncate(time.Second)
	later := object{"revision": 0, "at": at.Format(time.RFC3339), "timeZone": "America/Santiago"}
	goes, back, gone := o.written("b@example.com"), o.written("c@example.com"), o.written("d@example.com")
	scheduled := o.post("/"+goes.ID+"/send", later).Action
	if d := scheduled.Result.Delivery; d.State != "scheduled" || d.TimeZone != "America/Santiago" || d.At == nil || !d.At.Equal(at) {
		t.Errorf("%+v", d)
	}
	o.post("/"+back.ID+"/send", later)
	o.post("/"+gone.ID+"/send", later)
	if a := o.post("/"+back.ID+"/cancel", nil).Action; states(a) != "cancelled c@example.com:cancelled" {
		t.Errorf("%s", states(a))
	}
	o.Set("ally_actions/"+gone.ID, object{"deletedAt": o.Clock.Now()})
	o.Clock.Move(time.Hour)
	o.Sweep()
	o.Sweep()
	if letters := o.server.Letters(); len(letters) != 1 || letters[0].To != "b@example.com" {
		t.Errorf("%d letters", len(letters))
	}
	var again answer
	o.Call(o.me, http.MethodPatch, path+"/"+back.ID, object{"revision": 1, "to": []string{"c@example.com"}, "subject": "Otra", "body": "x"}).Into(&again)
	if a := o.post("/"+back.ID+"/send", object{"revision": 2}).Action; states(a) != "sent c@example.com:sent" {
		t.Errorf("what was taken back is not sent again: %s", states(a))
	}
}

func TestWhatFailedSaysSoAndCanBeSentAgain(t *testing.T) {
	t.Parallel()
	refuses := make(chan struct{})
	o := newOffice(t, func(to string, _ int) postbox.Fault {
		select {
		case <-refuses:
		default:
			if to == "b@example.com" {
				return postbox.Fault{Rcpt: &smtp.SMTPError{Code: 550, EnhancedCode: smtp.NoEnhancedCode, Message: "no such user"}}
			}
		}
		return postbox.Fault{}
	})
	e := o.written("b@example.com", "c@example.com")
	sent := o.post("/"+e.ID+"/send", object{"revision": 0}).Action
	if d := sent.Result.Delivery; states(sent) != "partly b@example.com:failed c@example.com:sent" || d.Recipients[0].Reason != "550 no such user" || !strings.Contains(d.Problem, "b@example.com") {
		t.Errorf("%+v", d)
	}
	close(refuses)
	if a := o.post("/"+e.ID+"/resend", nil).Action; states(a) != "sent b@example.com:sent c@example.com:sent" || a.Result.Delivery.Problem != "" {
		t.Errorf("%+v", a.Result.Delivery)
	}
	if code := o.code(http.MethodPost, "/"+e.ID+"/resend", nil); code != "not_failed" {
		t.Errorf("%s", code)
	}
	if n := len(o.server.Letters()); n != 2 {
		t.Errorf("%d letters", n)
	}
}

func TestTheResultOfAnActionGoesAlongAsPDF(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.Act(o.me, o.thread, "act-1", "Resumen de marzo", "Se decidió comprar a Melón.", o.Clock.Now(), nil)
	e := o.draft(object{"to": []string{"b@example.com"}, "subject": "Resumen", "body": "Va adjunto.", "attachment": "act-1"})
	if a := e.Result.Draft.Attachment; a == nil || a.ActionID != "act-1" || a.Name == "" {
		t.Fatalf("%+v", e.Result.Draft)
	}
	o.post("/"+e.ID+"/send", object{"revision": 0})
	c, err := o.server.Letters()[0].Content()
	if err != nil || len(c.Files) != 1 || c.Files[0].Type != "application/pdf" || !strings.HasSuffix(c.Files[0].Name, ".pdf") || !strings.HasPrefix(string(c.Files[0].Data), "%PDF-") {
		t.Errorf("%v, %v", c.Files, err)
	}
}

func TestADayHasALimitOfRecipients(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, allytest.Environment("ALLY_EMAILS_PER_DAY=3", "ALLY_ORGANIZATION_EMAILS_PER_DAY=10"))
	first, second := o.written("b@example.com", "c@example.com"), o.written("d@example.com", "e@example.com")
	o.post("/"+first.ID+"/send", object{"revision": 0})
	a := o.Call(o.me, http.MethodPost, path+"/"+second.ID+"/send", object{"revision": 0})
	if p := a.Problem(); a.Status != http.StatusTooManyRequests || p.Code != "limit_emails" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	var left struct{ PerDay, Left, OrganizationLeft *int }
	o.Call(o.me, http.MethodGet, path+"/limits", nil).Into(&left)
	if *left.PerDay != 3 || *left.Left != 1 || left.OrganizationLeft == nil || *left.OrganizationLeft > 10 {
		t.Errorf("%+v", left)
	}
	o.Clock.Move(24 * time.Hour)
	if a := o.post("/"+second.ID+"/send", object{"revision": 0}).Action; states(a) != "sent d@example.com:sent e@example.com:sent" {
		t.Errorf("%s", states(a))
	}
}

func TestWithoutAServerEmailsWait(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil, allytest.Environment("ALLY_SMTP_URL="))
	e := o.written("b@example.com")
	if a := o.post("/"+e.ID+"/send", object{"revision": 0}).Action; states(a) != "queued b@example.com:waiting" {
		t.Errorf("%s", states(a))
	}
	o.Sweep()
	if a := o.post("/"+e.ID+"/cancel", nil).Action; states(a) != "cancelled b@example.com:cancelled" {
		t.Errorf("%s", states(a))
	}
}

func TestWhileAllyIsSwitchedOffNothingIsSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	e := o.written("b@example.com")
	o.post("/"+e.ID+"/send", object{"revision": 0, "at": o.Clock.Now().Add(time.Hour).Format(time.RFC3339)})
	o.Set("ally_config/switches", object{"off": true})
	o.Clock.Move(2 * time.Hour)
	if o.Sweep(); len(o.server.Letters()) > 0 {
		t.Error("it was sent")
	}
	o.Set("ally_config/switches", object{"off": false})
	o.Clock.Move(time.Minute)
	if o.Sweep(); len(o.server.Letters()) != 1 {
		t.Errorf("%d letters", len(o.server.Letters()))
	}
}

func TestAnEmailIsItsPersonsOnly(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	e := o.written("b@example.com")
	colleague := o.Colleagues(1)[0]
	o.Join(o.thread, map[string][]sample.Person{"collaborator": {colleague}})
	for below, body := range map[string]object{"/send": {"revision": 0}, "/cancel": {}, "/resend": {}} {
		if p := o.Call(colleague, http.MethodPost, path+"/"+e.ID+below, body).Problem(); p.Code != "not_yours" {
			t.Errorf("%s: %s", below, p.Code)
		}
	}
	o.Set("ally_apps/email", object{"isActive": false})
	o.Clock.Move(11 * time.Second)
	if code := o.code(http.MethodPost, "/"+e.ID+"/send", object{"revision": 0}); code != "app_off" {
		t.Errorf("%s", code)
	}
	if len(o.server.Letters()) > 0 {
		t.Error("it was sent")
	}
}
