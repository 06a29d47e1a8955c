package prove

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/emersion/go-smtp"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/postbox"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/wait"
)

const (
	mailProject   = "demo-prove-mail"
	newLetters    = 5                      // of each round
	mailKillAfter = 600 * time.Millisecond // at most, after the process began to send
	mostRuns      = 60                     // in which everything must have ended
)

// Mail has the process that serves allyoutbox send letters to a server that answers
// late, refuses for now and loses answers, takes some letters back, and kills the
// process with SIGKILL at random moments; then lets the rest be sent, and counts what
// came. The time for which a killed process keeps its lease is not waited for: once
// no conversation with the server is open any more, the leases are put back.
func Mail(ctx context.Context, o KillOptions) (report MailReport, err error) {
	if o.Kills < 1 || o.Tool == "" || o.Progress == nil {
		return MailReport{}, errors.New("prove: at least one kill, the tool and a place for its progress are needed")
	}
	p := &posting{
		KillOptions: o, random: rand.New(rand.NewPCG(o.Seed, 3)), letters: map[string]*posted{}, lost: map[string]int{},
		report: MailReport{Kills: o.Kills},
	}
	defer func() { err = errors.Join(err, p.end(ctx)) }()
	if err := p.start(ctx); err != nil {
		return MailReport{}, err
	}
	for n := range o.Kills {
		if err := p.round(ctx, n); err != nil {
			return MailReport{}, err
		}
		if (n+1)%25 == 0 || n+1 == o.Kills {
			fmt.Fprintf(o.Progress, "%d of %d kills, %d letters\n", n+1, o.Kills, len(p.letters))
		}
	}
	if err := p.complete(ctx); err != nil {
		return MailReport{}, err
	}
	return p.report, p.count(ctx)
}

// posted is a letter that was queued.
type posted struct {
	to        []string
	cancelled int // how many letters had come when it was taken back; -1 for never
}

// posting is a proof under way.
type posting struct {
	KillOptions
	random  *rand.Rand
	data    *emulator.Emulator
	db      *firestore.Client
	server  *postbox.Server
	sender  *mail.Sender // takes letters back, and sends what is left in the end
	letters map[string]*posted
	rounds  []int // how many letters had come at the end of each round
	report  MailReport

	mu     sync.Mutex
	faults *rand.Rand
	lost   map[string]int // answers, by recipient
}

func (p *posting) start(ctx context.Context) (err error) {
	p.faults = rand.New(rand.NewPCG(p.Seed, 4))
	if p.data, err = emulator.Start(ctx, emulator.Options{}); err != nil {
		return err
	}
	if p.db, err = p.data.Client(ctx, mailProject); err != nil {
		return err
	}
	if p.server, err = postbox.Start("127.0.0.1:0", p.script); err != nil {
		return err
	}
	at, err := mail.ParseServer(p.server.URL())
	if err != nil {
		return err
	}
	p.sender, err = mail.NewSender(mail.Options{Client: p.db, Server: at, Now: time.Now, Pause: wait.For, Log: logging.New(io.Discard)})
	return err
}

func (p *posting) end(ctx context.Context) error {
	var failed []error
	if p.server != nil {
		failed = append(failed, p.server.Close())
	}
	if p.db != nil {
		failed = append(failed, p.db.Close())
	}
	if p.data != nil {
		failed = append(failed, p.data.Stop(context.WithoutCancel(ctx)))
	}
	return errors.Join(failed...)
}

// script draws what the server does to an attempt.
func (p *posting) script(to string, _ int) postbox.Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	pause := time.Duration(p.faults.IntN(60)) * time.Millisecond
	f := postbox.Fault{Reached: func() { time.Sleep(pause) }}
	switch p.faults.IntN(12) {
	case 0:
		f.Rcpt = &smtp.SMTPError{Code: 451, Message: "try later"}
	case 1:
		f.Final = &smtp.SMTPError{Code: 452, Message: "no room"}
	case 2:
		f.Cut = 100
	case 3:
		f.Lost, f.Reached = true, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.lost[to]++
		}
	}
	return f
}

// round queues letters, has a process send, takes some back meanwhile, and kills the
// process at a random moment.
func (p *posting) round(ctx context.Context, n int) error {
	var queued []string
	for i := range newLetters {
		id := fmt.Sprintf("r%d-%d", n, i)
		l := &posted{cancelled: -1}
		for j := range 1 + p.random.IntN(3) {
			l.to = append(l.to, fmt.Sprintf("%s-%d@example.com", id, j))
		}
		write, err := mail.Queue(p.db, mail.Letter{ID: id, Kind: "email", To: l.to, Subject: id, Markdown: "Letter " + id, UserID: "u1"}, time.Now())
		if err != nil {
			return err
		}
		if _, err := store.Commit(ctx, p.db, write); err != nil {
			return err
		}
		p.letters[id] = l
		queued = append(queued, id)
	}
	victim, err := serve(ctx, p.Tool, "allyoutbox", append(append([]string{}, p.Environ...),
		"GOOGLE_CLOUD_PROJECT="+mailProject, "ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true", "ALLY_MODEL=local",
		"FIRESTORE_EMULATOR_HOST="+p.data.Addr(), "ALLY_SMTP_URL="+p.server.URL(),
	))
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	var done sync.WaitGroup
	done.Go(func() {
		for running.Err() == nil && runOnce(running, victim.url) == nil {
		}
	})
	pause := time.Duration(p.random.Int64N(int64(mailKillAfter)))
	before := time.Duration(p.random.Int64N(int64(pause) + 1))
	taken := queued[p.random.IntN(len(queued))]
	if err := wait.For(ctx, before); err != nil {
		return err
	}
	if err := p.cancel(ctx, taken); err != nil {
		return err
	}
	if err := wait.For(ctx, pause-before); err != nil {
		return err
	}
	victim.kill()
	stop()
	done.Wait()
	p.server.Idle()
	p.rounds = append(p.rounds, len(p.server.Letters()))
	return p.ripen(ctx)
}

// cancel takes a letter back, where it is not too late.
func (p *posting) cancel(ctx context.Context, id string) error {
	_, err := p.sender.Cancel(ctx, id)
	if fault.Has(err, "already_sent") {
		p.report.TooLate++
		return nil
	}
	if err == nil {
		p.letters[id].cancelled = len(p.server.Letters())
		p.report.Cancelled++
	}
	return err
}

// runOnce has the process send what is due.
func runOnce(ctx context.Context, url string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// ripen lets the time pass for which killed processes keep their leases, and
// refused letters wait.
func (p *posting) ripen(ctx context.Context) error {
	docs, err := p.db.Collection(mail.Collection).Where("dueAt", ">", time.Now()).Documents(ctx).GetAll()
	if err != nil {
		return err
	}
	past := time.Now().Add(-time.Second).UTC().Truncate(time.Millisecond)
	for _, doc := range docs {
		var k mail.Kept
		if err := doc.DataTo(&k); err != nil {
			return err
		}
		if k.Lease != nil {
			p.report.Leases++
		}
		for i := range k.Recipients {
			k.Recipients[i].DueAt = past
		}
		if _, err := store.Commit(ctx, p.db, store.Change(doc.Ref,
			firestore.Update{Path: "recipients", Value: k.Recipients}, firestore.Update{Path: "lease", Value: nil}, firestore.Update{Path: "dueAt", Value: past},
		)); err != nil {
			return err
		}
	}
	return nil
}

// complete lets the rest be sent.
func (p *posting) complete(ctx context.Context) error {
	for range mostRuns {
		ran, err := p.sender.Run(ctx)
		if err != nil {
			return err
		}
		p.server.Idle()
		p.rounds = append(p.rounds, len(p.server.Letters()))
		if ran.Letters == 0 {
			return nil
		}
		if err := p.ripen(ctx); err != nil {
			return err
		}
	}
	return errors.New("prove: letters are still due")
}
