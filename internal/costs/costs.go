// Package costs measures what each call takes from Firestore, on the sample
// classic system, and writes it down as a table.
package costs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/functions/allywelcome"
	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/localcloud"
	"getaifactory.com/ally/internal/printed"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/local"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/surroundings"
)

// Row is what one call takes.
type Row struct {
	Call   string
	Cost   store.Cost
	Before int // of a message: the rounds before the model starts
}

// bench is a backend that calls are measured on.
type bench struct {
	ctx    context.Context
	config config.Config
	system *localcloud.System
	bridge *emulator.Bridge
	server *httptest.Server
	log    *printed.Text
	writer *watched
	data   *emulator.Emulator
	close  []func() error
	events int
	rows   []Row
	reply  string // the one made last
	thread string // the one opened last
	action string // the one made last
	opens  string // what the link made last holds
}

// Measure starts an emulator and a backend, makes each call, and gives what it
// took, in the order of a person's first visit.
func Measure(ctx context.Context) (rows []Row, err error) {
	b := &bench{ctx: ctx, log: &printed.Text{}}
	defer func() {
		for i := len(b.close) - 1; i >= 0; i-- {
			err = errors.Join(err, b.close[i]())
		}
	}()
	if err := b.start(); err != nil {
		return nil, err
	}
	if err := b.visit(); err != nil {
		return nil, err
	}
	return b.rows, nil
}

func (b *bench) start() error {
	var err error
	b.config, err = config.FromEnvironment([]string{"ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true", "GOOGLE_CLOUD_PROJECT=demo-costs", "ALLY_MESSAGES_PER_MINUTE=0"})
	if err != nil {
		return err
	}
	b.bridge, err = emulator.NewBridge(emulator.BridgeOptions{
		Deliver: emulator.ToHandler(func(_, trigger string) http.Handler { return b.system.Events(trigger) }),
	})
	if err != nil {
		return err
	}
	if b.data, err = emulator.Start(b.ctx, emulator.Options{Events: b.bridge}); err != nil {
		return err
	}
	b.close = append(b.close, func() error { return b.data.Stop(context.WithoutCancel(b.ctx)) },
		func() error { return b.bridge.Close(context.WithoutCancel(b.ctx)) })
	client, err := b.data.Client(b.ctx, b.config.Project)
	if err != nil {
		return err
	}
	b.close = append(b.close, client.Close)
	if err := sample.Load(b.ctx, client, began); err != nil {
		return err
	}
	open := map[string]any{"allyConfig": map[string]any{"collaborationSettings": map[string]any{"allowCrossOrgSharing": true}}}
	if _, err := client.Collection("organizations").Doc(sample.OrganizationSalfa).Set(b.ctx, open, firestore.MergeAll); err != nil {
		return err
	}
	b.writer = &watched{Generator: local.New()}
	if b.system, err = localcloud.Start(b.ctx, localcloud.Options{
		Functions: functions.All, Config: b.config, Emulator: b.data, Now: clock(), Log: logging.New(b.log), Model: b.writer,
	}); err != nil {
		return err
	}
	b.close = append(b.close, b.system.Close)
	b.server = httptest.NewServer(b.system.Routes())
	b.close = append(b.close, func() error { b.server.Close(); return nil })
	// Only the welcome's events are waited for; what indexes is measured by itself.
	return localcloud.Register(b.ctx, b.data, b.config.Project, []function.Function{allywelcome.Function})
}

// visit makes the calls of a person's visit.
func (b *bench) visit() error {
	p := sample.Granted()
	identity := url.Values{"userId": {p.ID}, "userEmail": {p.Email}, "userDomain": {p.Domain()}}.Encode()
	var opened struct{ AllyID string }
	steps := []func() error{
		func() error { return b.get("GET /api/ally/health", "/api/ally/health", nil) },
		func() error { return b.get("GET /api/feature-flags, first on an instance", "/api/feature-flags", nil) },
		func() error { return b.get("GET /api/feature-flags", "/api/feature-flags", nil) },
		func() error {
			return b.get("GET /api/ally, which creates it, first on an instance", "/api/ally?"+identity, &opened)
		},
		func() error { return b.event("… its event: surroundings and welcome", "… the welcome's own event") },
		func() error { return b.get("GET /api/ally", "/api/ally?"+identity, nil) },
		func() error { return b.fill(opened.AllyID, 0, 10) },
	}
	for _, size := range []int{10, 1000} {
		steps = append(steps, func() error { return b.fill(opened.AllyID, 10, size) }, func() error { return b.talk(opened.AllyID, size) })
	}
	steps = append(steps, b.threads, b.memories, func() error { return b.early(opened.AllyID) }, func() error { return b.search(opened.AllyID) }, b.apps)
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// early writes before there are surroundings, as somebody who is faster than
// the event of their conversation's opening.
func (b *bench) early(conversation string) error {
	client, err := b.data.Client(b.ctx, b.config.Project)
	if err != nil {
		return err
	}
	_, err = client.Collection(surroundings.Collection).Doc(sample.Granted().ID).Delete(b.ctx)
	return errors.Join(err, client.Close(),
		b.post("POST /api/ally/messages, before there are surroundings", map[string]string{"conversationId": conversation, "message": question}),
		b.event("… its event, which makes them", "… its reply's event"))
}

const question = "¿Qué agente me ayuda con un permiso de edificación?"

// talk reads and writes in a conversation with at least so many messages.
func (b *bench) talk(conversation string, size int) error {
	in := fmt.Sprintf(", with %d messages in the conversation", size)
	page := "/api/ally/messages?limit=10&conversationId=" + conversation
	asked := map[string]string{"conversationId": conversation, "message": question}
	again := map[string]string{"conversationId": conversation, "message": "¿Y cuánto demora?", "clientMessageId": fmt.Sprint("key", size)}
	return errors.Join(
		b.warm(page, asked),
		b.get("GET /api/ally/messages, a page of 10"+in, page, nil),
		b.post("POST /api/ally/messages"+in, asked),
		b.event("… its event", "… its reply's event"),
		b.quietly(func() error { return b.post("", again) }),
		b.post("POST /api/ally/messages, sent again with the same key"+in, again),
		b.last(in),
	)
}

// last does what can be done with the reply that was made last.
func (b *bench) last(in string) error {
	one := "/api/ally/messages/" + b.reply
	return errors.Join(
		b.get("GET /api/ally/messages/{id}"+in, one, nil),
		b.send(http.MethodPut, "PUT /api/ally/messages/{id}/rating"+in, one+"/rating", map[string]any{"stars": 5}),
		b.send(http.MethodPost, "POST /api/ally/messages/{id}/stop, of a reply that has ended"+in, one+"/stop", map[string]any{}),
		b.send(http.MethodPost, "POST /api/ally/messages/{id}/regenerate"+in, one+"/regenerate", map[string]any{}),
		b.get("GET /api/ally/messages/{id}/versions, of one"+in, one+"/versions", nil),
	)
}

// warm fills what an instance keeps for some seconds.
func (b *bench) warm(page string, question any) error {
	return b.quietly(func() error { return errors.Join(b.get("", page, nil), b.post("", question)) })
}

// quietly does something that is not written down, and lets its events pass.
func (b *bench) quietly(do func() error) error {
	kept := b.rows
	err := errors.Join(do(), b.event("", ""))
	b.rows = kept
	return err
}

func (b *bench) get(name, path string, into any) error {
	r, err := http.NewRequestWithContext(b.ctx, http.MethodGet, b.server.URL+path, nil)
	if err != nil {
		return err
	}
	return b.call(name, r, into)
}

func (b *bench) post(name string, body any) error {
	return b.send(http.MethodPost, name, "/api/ally/messages", body)
}

func (b *bench) send(method, name, path string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(b.ctx, method, b.server.URL+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	b.writer.reset()
	var out struct {
		AllyMessageID string
		Conversation  struct{ ID string }
		Share         struct{ URL string }
		Action        struct {
			ID     string
			Result struct{ Invitations []struct{ URL string } }
		}
	}
	if err := b.call(name, r, &out); err != nil {
		return err
	}
	if out.AllyMessageID != "" {
		b.reply = out.AllyMessageID
	}
	if out.Conversation.ID != "" {
		b.thread = out.Conversation.ID
	}
	if out.Action.ID != "" {
		b.action = out.Action.ID
	}
	link := out.Share.URL
	for _, i := range out.Action.Result.Invitations {
		link = i.URL
	}
	if _, token, ok := strings.Cut(link, "#"); ok {
		b.opens = token
	}
	b.rows[len(b.rows)-1].Before = b.writer.rounds()
	return nil
}

func (b *bench) call(name string, r *http.Request, into any) error {
	p := sample.Granted()
	token, err := access.Token(b.config.Secret, access.Holder{ID: p.ID, Email: p.Email, Name: p.Name}, began, time.Hour)
	if err != nil {
		return err
	}
	r.AddCookie(&http.Cookie{Name: b.config.Cookie, Value: token})
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("costs: %s %s: %d %s", r.Method, r.URL.Path, answer.StatusCode, body)
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			return err
		}
	}
	row := Row{Call: name}
	_, err = fmt.Sscanf(answer.Header.Get("Ally-Cost"), "reads=%d; writes=%d; rounds=%d", &row.Cost.Reads, &row.Cost.Writes, &row.Cost.Rounds)
	b.rows = append(b.rows, row)
	return err
}

// event waits for as many events as it is given names, and reads their costs
// from their log lines, in the order of their documents' names: those of one
// commit come in any order.
func (b *bench) event(names ...string) error {
	done := b.events
	b.events += len(names)
	if err := b.bridge.WaitFor(b.ctx, b.config.Project, "allywelcome", b.events); err != nil {
		return err
	}
	type line struct {
		Document              string
		Reads, Writes, Rounds int
	}
	var found []line
	for _, text := range b.log.Lines(`"message":"event"`)[done:b.events] {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			return err
		}
		found = append(found, l)
	}
	slices.SortFunc(found, func(a, b line) int { return strings.Compare(a.Document, b.Document) })
	for i, l := range found {
		b.rows = append(b.rows, Row{Call: names[i], Cost: store.Cost{Reads: l.Reads, Writes: l.Writes, Rounds: l.Rounds}})
	}
	return nil
}

// fill stores messages, number from up to but without number to, and lets their
// events pass.
func (b *bench) fill(conversation string, from, to int) error {
	client, err := b.data.Client(b.ctx, b.config.Project)
	if err != nil {
		return err
	}
	bulk := client.BulkWriter(b.ctx)
	for i := from; i < to; i++ {
		role := []string{"user", "ally"}[i%2]
		_, err := bulk.Create(client.Collection("ally_messages").Doc(fmt.Sprintf("filled%05d", i)), map[string]any{
			"conversationId": conversation, "userId": sample.Granted().ID, "role": role, "content": "¿Qué hay de nuevo?",
			"timestamp": began.Add(time.Duration(i-100_000) * time.Second), "status": "completed",
		})
		if err != nil {
			return errors.Join(err, client.Close())
		}
	}
	bulk.End()
	kept := b.rows
	if err := b.event(make([]string, to-from)...); err != nil {
		return errors.Join(err, client.Close())
	}
	b.rows = kept
	return client.Close()
}

// began is when the visit begins. The sample's chats are told relative to it, and
// some of what is counted lies within some weeks: another hour of the day would
// count a read more or less.
var began = time.Date(2026, 3, 18, 15, 0, 0, 0, time.UTC)

// clock gives a clock that goes on a millisecond at each look, so that what an
// instance keeps for some seconds is kept however slow the machine is.
func clock() func() time.Time {
	var looks atomic.Int64
	return func() time.Time { return began.Add(time.Duration(looks.Add(1)) * time.Millisecond) }
}

// watched is a model that notes what the request had cost when it was asked.
type watched struct {
	model.Generator
	mu     sync.Mutex
	before store.Cost
}

func (w *watched) Generate(ctx context.Context, req model.Request, emit func(string) error) (model.Reply, error) {
	w.mu.Lock()
	w.before = store.CostOf(ctx)
	w.mu.Unlock()
	return w.Generator.Generate(ctx, req, emit)
}

func (w *watched) reset() { w.mu.Lock(); w.before = store.Cost{}; w.mu.Unlock() }

func (w *watched) rounds() int { w.mu.Lock(); defer w.mu.Unlock(); return w.before.Rounds }
