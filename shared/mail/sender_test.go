package mail_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/emersion/go-smtp"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/postbox"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/store"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

// office is an outbox with a server of a script.
type office struct {
	t      *testing.T
	db     *firestore.Client
	server *postbox.Server
	sender *mail.Sender
	mu     sync.Mutex
	clock  time.Time
}

func newOffice(t *testing.T, script postbox.Script, change ...func(*mail.Options)) *office {
	t.Helper()
	o := &office{t: t, db: emulatortest.Client(t, emulatortest.Project(t)), clock: time.Now()}
	var err error
	if o.server, err = postbox.Start("127.0.0.1:0", script); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.server.Close() })
	o.sender = o.another(change...)
	return o
}

// another gives a sender of another process over the same outbox.
func (o *office) another(change ...func(*mail.Options)) *mail.Sender {
	o.t.Helper()
	server, err := mail.ParseServer(o.server.URL())
	if err != nil {
		o.t.Fatal(err)
	}
	options := mail.Options{
		Client: o.db, Server: server, Now: o.now, Pause: func(context.Context, time.Duration) error { return nil }, Log: slog.New(slog.DiscardHandler),
		AnswerTime: 5 * time.Second,
	}
	for _, c := range change {
		c(&options)
	}
	s, err := mail.NewSender(options)
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

func (o *office) now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.clock
}

func (o *office) later(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.clock = o.clock.Add(d)
}

func (o *office) queue(id string, to ...string) {
	o.t.Helper()
	o.queueAt(id, time.Time{}, to...)
}

func (o *office) queueAt(id string, at time.Time, to ...string) {
	o.t.Helper()
	write, err := mail.Queue(o.db, mail.Letter{
		ID: id, Kind: "email", From: mail.Party{Name: "Ana", Address: "ana@example.com"}, To: to, Subject: "Avance " + id, Markdown: "Hola", NotBefore: at, UserID: "u1",
	}, o.now())
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := store.Commit(o.t.Context(), o.db, write); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) try(id string) mail.Kept {
	o.t.Helper()
	k, err := o.sender.Try(o.t.Context(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	return k
}

func (o *office) run() mail.Ran {
	o.t.Helper()
	ran, err := o.sender.Run(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return ran
}

// came counts the letters of each recipient.
func (o *office) came() map[string]int {
	n := map[string]int{}
	for _, l := range o.server.Letters() {
		n[l.To]++
	}
	return n
}

func states(k mail.Kept) string {
	text := ""
	for _, r := range k.Recipients {
		text += fmt.Sprintf("%s %s %d %s;", r.Address, r.State, r.Attempts, r.Reason)
	}
	return text
}

func answer(code int, text string) *smtp.SMTPError {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: text}
}

const (
	b = "b@example.com"
	c = "c@example.com"
)

func TestALetterIsSentOnceToEachRecipient(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.queue("l1", b, c, "B@Example.com")
	k := o.try("l1")
	if got := states(k); got != "b@example.com sent 1 ;c@example.com sent 1 ;" || k.DueAt != nil || k.Markdown != "" || k.PurgeAfter == nil {
		t.Errorf("%s %+v", got, k)
	}
	o.try("l1")
	if ran := o.run(); ran != (mail.Ran{}) {
		t.Errorf("%+v", ran)
	}
	letters := o.server.Letters()
	if len(letters) != 2 || letters[0].To != b || letters[1].To != c || letters[0].From != "ally@ally.example.com" {
		t.Fatalf("%+v", letters)
	}
	first, err := letters[0].Content()
	second, err2 := letters[1].Content()
	if err != nil || err2 != nil || first.MessageID != second.MessageID || len(first.To) != 2 || first.Subject != "Avance l1" {
		t.Errorf("%+v, %v, %v", first, err, err2)
	}
	write, _ := mail.Queue(o.db, mail.Letter{ID: "l1", To: []string{b}, Subject: "otra", Markdown: "x"}, o.now())
	if _, err := store.Commit(t.Context(), o.db, write); !store.Raced(err) {
		t.Errorf("queued twice: %v", err)
	}
}

// What a server does to one attempt, what is noted of it, and how it ends when it
// was tried again.
func TestWhatAServerDoesToALetter(t *testing.T) {
	t.Parallel()
	never := make(chan struct{})
	for name, tc := range map[string]struct {
		first   postbox.Fault
		options func(*mail.Options)
		noted   string
		ended   string
		came    int
	}{
		"refuses the recipient for good": {
			first: postbox.Fault{Rcpt: answer(550, "no such user")},
			noted: "b@example.com failed 1 550 no such user;", ended: "b@example.com failed 1 550 no such user;", came: 0,
		},
		"refuses the letter for good": {
			first: postbox.Fault{Final: answer(554, "spam\r\nis not taken")},
			noted: "b@example.com failed 1 554 spam is not taken;", ended: "b@example.com failed 1 554 spam is not taken;", came: 0,
		},
		"refuses the recipient for now": {
			first: postbox.Fault{Rcpt: answer(451, "greylisted")},
			noted: "b@example.com waiting 1 451 greylisted;", ended: "b@example.com sent 2 ;", came: 1,
		},
		"refuses the letter for now": {
			first: postbox.Fault{Final: answer(452, "disk full")},
			noted: "b@example.com waiting 1 452 disk full;", ended: "b@example.com sent 2 ;", came: 1,
		},
		"goes down": {
			first: postbox.Fault{Rcpt: answer(421, "closing")},
			noted: "b@example.com waiting 1 421 closing;", ended: "b@example.com sent 2 ;", came: 1,
		},
		"closes amid the letter": {
			first: postbox.Fault{Cut: 10},
			noted: "b@example.com waiting 1 unavailable;", ended: "b@example.com sent 2 ;", came: 1,
		},
		"does not answer": {
			first: postbox.Fault{Held: never}, options: func(o *mail.Options) { o.AnswerTime = 200 * time.Millisecond },
			noted: "b@example.com waiting 1 unavailable;", ended: "b@example.com sent 2 ;", came: 1,
		},
		"loses the last answer: the window in which a letter comes twice": {
			first: postbox.Fault{Lost: true},
			noted: "b@example.com waiting 1 unavailable;", ended: "b@example.com sent 2 ;", came: 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var changes []func(*mail.Options)
			if tc.options != nil {
				changes = append(changes, tc.options)
			}
			o := newOffice(t, func(to string, n int) postbox.Fault {
				if to == b && n == 1 {
					return tc.first
				}
				return postbox.Fault{}
			}, changes...)
			o.queue("l1", b, c)
			other := "c@example.com sent 1 ;"
			if got := states(o.try("l1")); got != tc.noted+other {
				t.Errorf("noted: %s", got)
			}
			if ran := o.run(); ran.Letters > 0 {
				t.Errorf("tried again at once: %+v", ran)
			}
			o.later(time.Minute)
			o.run()
			k, _, err := o.sender.Look(t.Context(), "l1")
			if err != nil || states(k) != tc.ended+other || k.DueAt != nil {
				t.Errorf("ended: %s, %v", states(k), err)
			}
			if came := o.came(); came[b] != tc.came || came[c] != 1 {
				t.Errorf("came: %v", came)
			}
			ids := map[string]bool{}
			for _, l := range o.server.Letters() {
				content, err := l.Content()
				if err != nil {
					t.Error(err)
				}
				ids[content.MessageID] = true
			}
			if len(ids) != 1 {
				t.Errorf("%v", ids)
			}
		})
	}
}

func TestAnAttemptAtNobodyEndsWithADeadLetterThatCanBeSentAgain(t *testing.T) {
	t.Parallel()
	refuses := true
	o := newOffice(t, func(string, int) postbox.Fault {
		if refuses {
			return postbox.Fault{Rcpt: answer(450, "later")}
		}
		return postbox.Fault{}
	})
	o.queue("l1", b)
	began := o.now()
	for {
		k, _, err := o.sender.Look(t.Context(), "l1")
		if err != nil {
			t.Fatal(err)
		}
		if k.DueAt == nil {
			break
		}
		o.later(k.DueAt.Sub(o.now()))
		o.run()
	}
	if n, took := o.server.Attempts(b), o.now().Sub(began).Round(time.Hour); n != 10 || took != 21*time.Hour {
		t.Errorf("%d attempts in %s", n, took)
	}
	k, _, _ := o.sender.Look(t.Context(), "l1")
	if states(k) != "b@example.com failed 10 450 later;" || k.Markdown == "" {
		t.Errorf("%+v", k)
	}
	refuses = false
	if _, err := o.sender.Resend(t.Context(), "l1"); err != nil {
		t.Fatal(err)
	}
	if got := states(o.try("l1")); got != "b@example.com sent 1 ;" || o.came()[b] != 1 {
		t.Errorf("%s %v", got, o.came())
	}
	if _, err := o.sender.Resend(t.Context(), "l1"); !fault.Has(err, "not_failed") {
		t.Errorf("sent again what had come: %v", err)
	}
	o.later(31 * 24 * time.Hour)
	if ran := o.run(); ran.Purged != 1 {
		t.Errorf("%+v", ran)
	}
	if _, ok, err := o.sender.Look(t.Context(), "l1"); ok || err != nil {
		t.Errorf("the record is still there: %v", err)
	}
}

func TestWhileThereIsNoServerNothingIsLost(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.queue("l1", b, c)
	away := o.another(func(o *mail.Options) { o.Server.Port = "1" })
	k, err := away.Try(t.Context(), "l1")
	if err != nil || states(k) != "b@example.com waiting 1 unavailable;c@example.com waiting 1 unavailable;" {
		t.Errorf("%s, %v", states(k), err)
	}
	none := o.another(func(o *mail.Options) { o.Server = mail.Server{} })
	o.later(time.Minute)
	if k, err := none.Try(t.Context(), "l1"); err != nil || states(k) != "b@example.com waiting 1 unavailable;c@example.com waiting 1 unavailable;" || none.CanSend() {
		t.Errorf("%s, %v", states(k), err)
	}
	if ran := o.run(); ran.Sent != 2 || ran.Letters != 1 {
		t.Errorf("%+v", ran)
	}
}

func TestALetterIsSentWhenItsTimeHasComeAndNotAfterItWasCancelled(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	at := o.now().Add(time.Hour)
	o.queueAt("l1", at, b)
	o.queueAt("l2", at, c)
	if o.try("l1"); len(o.came()) > 0 || o.run().Letters > 0 {
		t.Errorf("before its time: %v", o.came())
	}
	k, err := o.sender.Cancel(t.Context(), "l2")
	if err != nil || states(k) != "c@example.com cancelled 0 ;" || k.DueAt != nil || k.Markdown != "" {
		t.Errorf("%+v, %v", k, err)
	}
	o.later(time.Hour)
	if ran := o.run(); ran.Letters != 1 || o.came()[b] != 1 || o.came()[c] != 0 {
		t.Errorf("%+v %v", ran, o.came())
	}
	for _, id := range []string{"l1", "l2"} {
		if _, err := o.sender.Cancel(t.Context(), id); !fault.Has(err, "already_sent") {
			t.Errorf("%s: %v", id, err)
		}
	}
	if _, err := o.sender.Cancel(t.Context(), "l3"); !fault.Has(err, "not_found") {
		t.Errorf("%v", err)
	}
	c, err := o.server.Letters()[0].Content()
	if err != nil || !c.Date.Equal(at.Truncate(time.Second)) {
		t.Errorf("%v, %v", c.Date, err)
	}
}

func TestWhatIsBeingSentIsNeitherTakenNorCancelled(t *testing.T) {
	t.Parallel()
	reached, held := make(chan struct{}), make(chan struct{})
	o := newOffice(t, func(_ string, n int) postbox.Fault {
		if n > 1 {
			return postbox.Fault{}
		}
		return postbox.Fault{Held: held, Reached: func() { close(reached) }}
	})
	o.queue("l1", b)
	sent := make(chan mail.Kept)
	go func() {
		k, err := o.another().Try(context.Background(), "l1")
		if err != nil {
			t.Error(err)
		}
		sent <- k
	}()
	<-reached
	if _, err := o.sender.Cancel(t.Context(), "l1"); !fault.Has(err, "already_sent") {
		t.Errorf("%v", err)
	}
	if ran := o.run(); ran.Letters != 0 {
		t.Errorf("%+v", ran)
	}
	o.try("l1")
	close(held)
	if got := states(<-sent); got != "b@example.com sent 1 ;" || o.server.Attempts(b) != 1 {
		t.Errorf("%s after %d attempts", got, o.server.Attempts(b))
	}
}

func TestALetterOfAKilledProcessIsTakenOverWhenItsLeaseIsOver(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	o.queue("l1", b)
	ref := mail.Ref(o.db, "l1")
	end := o.now().Add(2 * time.Minute).Truncate(time.Millisecond)
	if _, err := ref.Update(t.Context(), []firestore.Update{{Path: "lease", Value: end}, {Path: "dueAt", Value: end}}); err != nil {
		t.Fatal(err)
	}
	o.later(time.Minute)
	if o.run(); len(o.came()) > 0 {
		t.Error("within the lease")
	}
	if _, err := o.sender.Cancel(t.Context(), "l1"); !fault.Has(err, "already_sent") {
		t.Errorf("%v", err)
	}
	o.later(time.Minute)
	if ran := o.run(); ran.Sent != 1 {
		t.Errorf("%+v", ran)
	}
}

func TestOfManyWhoSendTheSameOneDoes(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	for i := range 10 {
		o.queue(fmt.Sprint("l", i), b)
	}
	var all sync.WaitGroup
	for range 4 {
		s := o.another()
		all.Go(func() {
			if _, err := s.Run(context.Background()); err != nil {
				t.Error(err)
			}
			for i := range 10 {
				if _, err := s.Try(context.Background(), fmt.Sprint("l", i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := o.came()[b]; n != 10 {
		t.Errorf("%d letters", n)
	}
}

func TestOthersAreToldInTheSameCommit(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	told := o.db.Collection("ally_actions").Doc("a1")
	s := o.another(func(op *mail.Options) {
		op.Told = func(k mail.Kept) []store.Write {
			return []store.Write{store.Change(told, firestore.Update{Path: "state", Value: states(k)})}
		}
	})
	if _, err := told.Set(t.Context(), map[string]any{"state": ""}); err != nil {
		t.Fatal(err)
	}
	o.queue("l1", b)
	if _, err := s.Try(t.Context(), "l1"); err != nil {
		t.Fatal(err)
	}
	doc, err := told.Get(t.Context())
	if err != nil || doc.Data()["state"] != "b@example.com sent 1 ;" {
		t.Errorf("%v, %v", doc.Data(), err)
	}
	if _, err := told.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.queue("l2", c)
	k, err := s.Try(t.Context(), "l2")
	if err != nil || states(k) != "c@example.com sent 1 ;" || o.came()[c] != 1 {
		t.Errorf("whom to tell is gone: %s, %v", states(k), err)
	}
}

func TestWhatIsToldMayBeWhatIsKnownAlready(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	told := o.db.Collection("ally_actions").Doc("a1")
	if _, err := told.Set(t.Context(), map[string]any{"state": "same"}); err != nil {
		t.Fatal(err)
	}
	s := o.another(func(op *mail.Options) {
		op.Told = func(mail.Kept) []store.Write {
			return []store.Write{store.Change(told, firestore.Update{Path: "state", Value: "same"})}
		}
	})
	o.queue("l1", b, c)
	if k, err := s.Try(t.Context(), "l1"); err != nil || states(k) != "b@example.com sent 1 ;c@example.com sent 1 ;" {
		t.Errorf("%s, %v", states(k), err)
	}
}

func TestALetterThatIsNotWantedAnyMoreIsCancelled(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	s := o.another(func(op *mail.Options) {
		op.Wanted = func(context.Context, mail.Kept) (bool, error) { return false, nil }
	})
	o.queue("l1", b)
	if k, err := s.Try(t.Context(), "l1"); err != nil || states(k) != "b@example.com cancelled 0 ;" || len(o.came()) > 0 {
		t.Errorf("%s, %v", states(k), err)
	}
}

func TestALetterThatWasErasedIsNotSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	if k, err := o.sender.Try(t.Context(), "gone"); err == nil || len(k.Recipients) > 0 {
		t.Errorf("%+v, %v", k, err)
	}
	if _, ok, err := o.sender.Look(t.Context(), "gone"); ok || err != nil {
		t.Errorf("%v", err)
	}
}
