// Package summarybench measures the summary of a long conversation with the local
// model, over a real Firestore emulator.
package summarybench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"getaifactory.com/ally/functions/allysummary"
	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/internal/searchset"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/local"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/summary"
)

// Styles are the styles that are measured.
var Styles = []string{"concise", "bullets", "detailed"}

// Options say what is summed up.
type Options struct {
	Messages int
	Seed     uint64
}

// Figures are what one summary took.
type Figures struct {
	Style                   string
	Steps                   int // told as progress
	Requests                int
	Input, Output           int // tokens, as the model counts them
	Cost                    store.Cost
	Statements, Sources     int
	Total, Model, Firestore time.Duration // Model and Firestore: while at least one call was under way; they overlap
	Ours                    time.Duration // while neither was waited for, looked at every half millisecond
}

// Measure sums up a conversation of so many messages in each style.
func Measure(ctx context.Context, o Options) (all []Figures, err error) {
	data, err := emulator.Start(ctx, emulator.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, data.Stop(context.WithoutCancel(ctx))) }()
	c, err := config.FromEnvironment([]string{"ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true", "ALLY_MODEL=local", "GOOGLE_CLOUD_PROJECT=demo-summary"})
	if err != nil {
		return nil, err
	}
	c.Emulator = data.Addr()
	watched := &watched{Generator: local.New()}
	back, err := backend.New(ctx, backend.Options{
		Config: c, Now: time.Now, Log: logging.New(io.Discard), AsksModel: true, Model: watched, Writes: allysummary.Function.Writes,
	})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, back.Close()) }()
	conversationID, err := load(ctx, data, c.Project, o)
	if err != nil {
		return nil, err
	}
	p := sample.Granted()
	who, _, err := back.Access.Find(ctx, access.Session{ID: p.ID, Email: p.Email, Domain: p.Domain(), Name: p.Name})
	if err != nil {
		return nil, err
	}
	for _, style := range Styles {
		f, err := measure(ctx, back, watched, who, conversationID, style)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

func measure(ctx context.Context, back *backend.Backend, w *watched, who access.Person, conversationID, style string) (Figures, error) {
	w.reset()
	f := Figures{Style: style}
	metered, meter := store.Metered(ctx, time.Now)
	ours := watch(metered, func() bool { return meter.Waiting() || w.working() })
	began := time.Now()
	a, err := back.Summaries.Run(metered, who,
		summary.Asked{ConversationID: conversationID, Inputs: map[string]any{"source": "conversation", "style": style}},
		summary.Told{Progress: func(_ string, _, total int) { f.Steps = total }})
	if err != nil {
		return f, err
	}
	f.Total = time.Since(began)
	f.Ours, f.Firestore, f.Cost = time.Duration(ours()*float64(f.Total)), meter.Time(), meter.Cost()
	if a.Output.Status != action.Completed {
		return f, fmt.Errorf("summarybench: it ended as %s: %+v", a.Output.Status, a.Output.Error)
	}
	f.Requests, f.Input, f.Output, f.Model = w.sums()
	result, _ := a.Output.Result.(map[string]any)
	sources, _ := result["sources"].([]any)
	f.Sources = len(sources)
	f.Statements, _ = result["statements"].(int)
	return f, nil
}

// watch looks every half millisecond whether something is waited for, until the
// function that it gives is called, which tells in what part of the looks nothing
// was.
func watch(ctx context.Context, waiting func() bool) (free func() float64) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	looks, idle := 0, 0
	go func() {
		defer close(done)
		ticks := time.NewTicker(500 * time.Microsecond)
		defer ticks.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticks.C:
				looks++
				if !waiting() {
					idle++
				}
			}
		}
	}()
	return func() float64 {
		cancel()
		<-done
		return float64(idle) / float64(max(looks, 1))
	}
}

// leastSet is how many conversations a set has at least.
const leastSet = 1000

// load writes one conversation with the messages of many, a few minutes apart.
func load(ctx context.Context, data *emulator.Emulator, project string, o Options) (string, error) {
	db, err := data.Client(ctx, project)
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }()
	if err := sample.LoadCore(ctx, db, time.Now()); err != nil {
		return "", err
	}
	set, err := searchset.Make(o.Seed, max(o.Messages, leastSet))
	if err != nil {
		return "", err
	}
	const id = "long"
	p, at := sample.Granted(), time.Now().Add(-time.Duration(o.Messages)*5*time.Minute).UTC().Truncate(time.Millisecond)
	bulk, n := db.BulkWriter(ctx), 0
	for _, c := range set.Conversations {
		for _, m := range c.Messages {
			if n == o.Messages {
				break
			}
			n++
			at = at.Add(5 * time.Minute)
			one := conversation.Message{
				ConversationID: id, UserID: p.ID, Role: conversation.Role(m.Role), Content: m.Text, Timestamp: at, Source: config.Localhost, Number: n,
			}
			if one.Role == conversation.Ally {
				one.Status = conversation.Completed
			}
			if _, err := bulk.Set(db.Collection("ally_messages").Doc(fmt.Sprintf("long-%d", n)), one); err != nil {
				return "", fmt.Errorf("summarybench: load: %w", err)
			}
		}
	}
	bulk.End()
	_, err = db.Collection("ally_conversations").Doc(id).Set(ctx, conversation.Conversation{
		UserID: p.ID, UserEmail: p.Email, OrganizationID: p.Organization, Domain: p.Domain(), IsAllyConversation: true, Type: conversation.Thread,
		Title: "Larga", CreatedAt: at, UpdatedAt: at, LastMessageAt: at, MessageCount: n, Sharing: conversation.Sharing{Visibility: conversation.Private}, Source: config.Localhost,
	})
	return id, err
}

// watched is a model of which is known how long it was at work and what it took.
type watched struct {
	model.Generator
	mu       sync.Mutex
	flying   int
	since    time.Time
	spent    time.Duration
	requests int
	used     model.Usage
}

// Generate has the model write, and notes what that took.
func (w *watched) Generate(ctx context.Context, r model.Request, emit func(string) error) (model.Reply, error) {
	w.mu.Lock()
	if w.flying == 0 {
		w.since = time.Now()
	}
	w.flying++
	w.requests++
	w.mu.Unlock()
	reply, err := w.Generator.Generate(ctx, r, emit)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.used = w.used.Plus(reply.Usage)
	if w.flying--; w.flying == 0 {
		w.spent += time.Since(w.since)
	}
	return reply, err
}

func (w *watched) working() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.flying > 0
}

func (w *watched) reset() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spent, w.requests, w.used = 0, 0, model.Usage{}
}

func (w *watched) sums() (requests, input, output int, spent time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.requests, w.used.Input, w.used.Output, w.spent
}
