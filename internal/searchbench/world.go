// Package searchbench measures the search as it is deployed, over a real Firestore
// emulator: how well it finds, what it reads, and how long it takes.
package searchbench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/functions/allyindexmessages"
	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/localcloud"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/internal/searchset"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/search"
	"getaifactory.com/ally/shared/store"
)

// World is a backend over a database in which one person has the conversations of
// a set.
type World struct {
	data   *emulator.Emulator
	db     *firestore.Client
	back   *backend.Backend
	system *localcloud.System
	server *httptest.Server
	token  string
	person sample.Person
}

// Open loads a set's conversations, indexes them as the trigger does, and serves
// the functions. Close ends it.
func Open(ctx context.Context, set searchset.Set, progress io.Writer) (w *World, err error) {
	w = &World{person: sample.Granted()}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Close(ctx))
		}
	}()
	c, err := config.FromEnvironment([]string{"ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true", "ALLY_MODEL=local", "GOOGLE_CLOUD_PROJECT=demo-search"})
	if err != nil {
		return w, err
	}
	if w.data, err = emulator.Start(ctx, emulator.Options{}); err != nil {
		return w, err
	}
	c.Emulator = w.data.Addr()
	if w.db, err = w.data.Client(ctx, c.Project); err != nil {
		return w, err
	}
	if err := sample.LoadCore(ctx, w.db, time.Now()); err != nil {
		return w, err
	}
	log := logging.New(io.Discard)
	if w.back, err = backend.New(ctx, backend.Options{
		Config: c, Now: time.Now, Log: log, AsksModel: true, Writes: allyindexmessages.Function.Writes,
	}); err != nil {
		return w, err
	}
	if err := w.load(ctx, set, progress); err != nil {
		return w, err
	}
	if w.system, err = localcloud.Start(ctx, localcloud.Options{
		Functions: functions.All, Config: c, Emulator: w.data, Now: time.Now, Log: log,
	}); err != nil {
		return w, err
	}
	w.server = httptest.NewServer(w.system.Routes())
	w.token, err = access.Token(c.Secret, access.Holder{
		ID: w.person.ID, Email: w.person.Email, Name: w.person.Name, Role: w.person.Role, Roles: w.person.Roles,
	}, time.Now(), 24*time.Hour)
	return w, err
}

// Close ends what Open began.
func (w *World) Close(ctx context.Context) error {
	var failed []error
	if w.server != nil {
		w.server.Close()
	}
	if w.system != nil {
		failed = append(failed, w.system.Close())
	}
	if w.back != nil {
		failed = append(failed, w.back.Close())
	}
	if w.db != nil {
		failed = append(failed, w.db.Close())
	}
	if w.data != nil {
		failed = append(failed, w.data.Stop(context.WithoutCancel(ctx)))
	}
	return errors.Join(failed...)
}

func (w *World) load(ctx context.Context, set searchset.Set, progress io.Writer) error {
	bulk := w.db.BulkWriter(ctx)
	stems := map[string]bool{}
	for i, c := range set.Conversations {
		stored, messages := documents(w.person, c)
		if _, err := bulk.Set(w.db.Collection("ally_conversations").Doc(c.ID), stored); err != nil {
			return fmt.Errorf("searchbench: load: %w", err)
		}
		for _, m := range messages {
			if _, err := bulk.Set(w.db.Collection("ally_messages").Doc(m.ID), m); err != nil {
				return fmt.Errorf("searchbench: load: %w", err)
			}
		}
		// What the trigger would write, without its reads: a test shows that both
		// are the same, however the trigger comes to it.
		made, err := search.Compose(ctx, w.back.Embedder, conversation.Stretch{ID: c.ID, Conversation: stored, Exists: true, Messages: messages})
		if err != nil {
			return err
		}
		for name, e := range made {
			if _, err := bulk.Set(w.entries().Doc(name), e); err != nil {
				return fmt.Errorf("searchbench: load: %w", err)
			}
			for stem := range e.Words {
				stems[stem] = true
			}
		}
		if (i+1)%1000 == 0 {
			bulk.Flush()
			fmt.Fprintf(progress, "%d of %d conversations loaded\n", i+1, len(set.Conversations))
		}
	}
	bulk.End()
	_, err := store.Commit(ctx, w.db, search.Learn(w.db, search.PersonScope(w.person.ID), slices.Sorted(maps.Keys(stems)))...)
	return err
}

func (w *World) entries() *firestore.CollectionRef {
	return w.db.Collection(search.Indexes).Doc(string(search.PersonScope(w.person.ID))).Collection(search.Entries)
}

// documents gives a conversation and its messages as they are stored.
func documents(p sample.Person, c searchset.Conversation) (conversation.Conversation, []conversation.Message) {
	last := c.Messages[len(c.Messages)-1].At
	stored := conversation.Conversation{
		UserID: p.ID, UserEmail: p.Email, OrganizationID: p.Organization, Domain: p.Domain(), IsAllyConversation: true,
		Type: conversation.Thread, Title: c.Title, CreatedAt: c.Messages[0].At, UpdatedAt: last, LastMessageAt: last,
		MessageCount: len(c.Messages), Sharing: conversation.Sharing{Visibility: conversation.Private}, Source: config.Localhost,
	}
	var messages []conversation.Message
	for i, m := range c.Messages {
		one := conversation.Message{
			ID: fmt.Sprintf("%s-%d", c.ID, i+1), ConversationID: c.ID, UserID: p.ID, Role: conversation.Role(m.Role), Content: m.Text,
			Timestamp: m.At, Source: config.Localhost, Number: i + 1,
		}
		if one.Role == conversation.Ally {
			one.Status = conversation.Completed
		}
		messages = append(messages, one)
	}
	return stored, messages
}

// Answer is what a search gave and took.
type Answer struct {
	IDs                   []string
	Reads, Rounds         int
	Total, Firestore, Own time.Duration // of the server; Own is Total without Firestore
}

// Ask searches as a browser does.
func (w *World) Ask(ctx context.Context, query string, limit int) (Answer, error) {
	address := w.server.URL + "/api/ally/search?" + url.Values{"q": {query}, "limit": {strconv.Itoa(limit)}}.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Answer{}, err
	}
	r.Header.Set("Authorization", "Bearer "+w.token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return Answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return Answer{}, err
	}
	if response.StatusCode != http.StatusOK {
		return Answer{}, fmt.Errorf("searchbench: %q answered %d: %s", query, response.StatusCode, body)
	}
	var found struct{ Results []struct{ ID string } }
	if err := json.Unmarshal(body, &found); err != nil {
		return Answer{}, err
	}
	var a Answer
	for _, f := range found.Results {
		a.IDs = append(a.IDs, f.ID)
	}
	if _, err := fmt.Sscanf(response.Header.Get("Ally-Cost"), "reads=%d; writes=0; rounds=%d", &a.Reads, &a.Rounds); err != nil {
		return Answer{}, fmt.Errorf("searchbench: Ally-Cost %q: %w", response.Header.Get("Ally-Cost"), err)
	}
	timing := timings(response.Header.Get("Server-Timing"))
	a.Total, a.Firestore = timing["total"], timing["firestore"]
	a.Own = a.Total - a.Firestore
	return a, nil
}

// timings reads a Server-Timing header.
func timings(header string) map[string]time.Duration {
	all := map[string]time.Duration{}
	for one := range strings.SplitSeq(header, ",") {
		name, duration, _ := strings.Cut(strings.TrimSpace(one), ";dur=")
		if ms, err := strconv.ParseFloat(duration, 64); err == nil {
			all[name] = time.Duration(ms * float64(time.Millisecond))
		}
	}
	return all
}

// Search gives the ids of what is found, best first; it makes a World an Engine.
func (w *World) Search(ctx context.Context, query string, limit int) ([]string, error) {
	a, err := w.Ask(ctx, query, limit)
	return a.IDs, err
}
