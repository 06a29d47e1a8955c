package prove

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/localcloud"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/wait"
)

// sender is a person with a conversation of their own.
type sender struct {
	person       sample.Person
	conversation string
	cookie       *http.Cookie
}

// attempt is a message that was sent, whatever came of it.
type attempt struct {
	sender
	key   string
	redo  string // the key with which its reply was made anew; "" for not at all
	known bool   // it was told that the message is stored
	reply string // the reply's id, once it is known
}

func (k *killing) newSender(ctx context.Context, n int) (sender, error) {
	p := sample.Person{ID: fmt.Sprintf("usr_prove%02d", n), Email: fmt.Sprintf("prove%02d@salfagestion.cl", n), Organization: sample.OrganizationSalfa}
	return place{k.config, k.db, k.system, time.Now}.newSender(ctx, p)
}

// place is where people are and functions run.
type place struct {
	config config.Config
	db     *firestore.Client
	system *localcloud.System
	now    func() time.Time
}

// newSender gives a new person Ally and opens their conversation.
func (p place) newSender(ctx context.Context, who sample.Person) (sender, error) {
	if _, err := p.db.Collection("users").Doc(who.ID).Set(ctx, map[string]any{
		"email": who.Email, "organizationId": who.Organization, "allyBetaAccess": map[string]any{"enabled": true},
	}); err != nil {
		return sender{}, err
	}
	s := sender{person: who, conversation: conversation.MainID(who.ID)}
	return s, p.call(ctx, who, http.MethodGet, "/api/ally?"+url.Values{
		"userId": {who.ID}, "userEmail": {who.Email}, "userDomain": {who.Domain()},
	}.Encode(), nil, &s.cookie)
}

// call makes a request of the person's, and keeps the cookie that it was made with.
func (p place) call(ctx context.Context, who sample.Person, method, path string, body any, cookie **http.Cookie) error {
	token, err := access.Token(p.config.Secret, access.Holder{ID: who.ID, GoogleUserID: who.GoogleUserID, Email: who.Email}, p.now(), 24*time.Hour)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	content := io.Reader(http.NoBody)
	if body != nil {
		content = bytes.NewReader(raw)
	}
	r := httptest.NewRequestWithContext(ctx, method, path, content)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	*cookie = &http.Cookie{Name: p.config.Cookie, Value: token}
	r.AddCookie(*cookie)
	w := httptest.NewRecorder()
	if p.system.Routes().ServeHTTP(w, r); w.Code != http.StatusOK {
		return fmt.Errorf("prove: %s %s by %s: %d %s", method, path, who.ID, w.Code, w.Body)
	}
	return nil
}

// send sends messages, one after the other, until the process is killed. Some
// replies are stopped, some made anew.
func (s sender) send(ctx context.Context, base, prefix string, random *rand.Rand) []*attempt {
	var attempts []*attempt
	for n := 0; ctx.Err() == nil; n++ {
		a := &attempt{sender: s, key: fmt.Sprintf("%s-%d", prefix, n)}
		attempts = append(attempts, a)
		stop := random.IntN(10) == 0
		if a.stream(ctx, base, stop) != nil {
			return attempts
		}
		if random.IntN(6) == 0 && a.reply != "" {
			a.redo = a.key + "-redo"
			if s.call(ctx, base, "/api/ally/messages/"+a.reply+"/regenerate", map[string]any{"key": a.redo}) != nil {
				return attempts
			}
		}
	}
	return attempts
}

func (a *attempt) body() map[string]any {
	return map[string]any{"conversationId": a.conversation, "message": "clave " + a.key, "clientMessageId": a.key}
}

// again sends the message again until it is answered, and has its reply made
// anew where that was asked for and it is still the last one.
func (a *attempt) again(ctx context.Context, base string) error {
	if err := a.until(ctx, base, "/api/ally/messages", a.body()); err != nil {
		return err
	}
	if a.redo == "" {
		return nil
	}
	err := a.until(ctx, base, "/api/ally/messages/"+a.reply+"/regenerate", map[string]any{"key": a.redo})
	if refused := (*refusal)(nil); errors.As(err, &refused) && refused.status == http.StatusConflict {
		return nil // the kill came before it was begun, and newer messages since
	}
	return err
}

const tries = 40

func (a *attempt) until(ctx context.Context, base, path string, body any) error {
	for try := 1; ; try++ {
		err := a.call(ctx, base, path, body)
		refused := (*refusal)(nil)
		if err == nil || errors.As(err, &refused) && refused.status < http.StatusInternalServerError || try == tries {
			return err
		}
		if err := wait.For(ctx, 200*time.Millisecond); err != nil {
			return err
		}
	}
}

// refusal is an answer that is no success.
type refusal struct {
	status int
	body   string
}

func (r *refusal) Error() string { return fmt.Sprintf("%d %s", r.status, r.body) }

func (s sender) request(ctx context.Context, base, path string, body any) (*http.Response, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, base+path, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if path == "/api/ally/messages" {
		r.Header.Set("Accept", "text/event-stream")
	}
	r.AddCookie(s.cookie)
	return http.DefaultClient.Do(r)
}

// call makes a request and reads its answer to the end.
func (s sender) call(ctx context.Context, base, path string, body any) error {
	answer, err := s.request(ctx, base, path, body)
	if err != nil {
		return err
	}
	return told(answer)
}

// get reads something to its end.
func (s sender) get(ctx context.Context, base, path string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, http.NoBody)
	if err != nil {
		return err
	}
	r.AddCookie(s.cookie)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	return told(answer)
}

// told reads an answer, and is an error where it is no success.
func told(answer *http.Response) error {
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || bytes.Contains(raw, []byte("event: error\n"))) {
		return &refusal{max(answer.StatusCode, statusOf(raw)), string(raw)}
	}
	return err
}

// statusOf is the status that an error told in a stream would have had.
func statusOf(raw []byte) int {
	if bytes.Contains(raw, []byte("event: error\n")) {
		return http.StatusServiceUnavailable
	}
	return 0
}

// stream sends the message and reads its answer as events, to the end or until it
// has stopped the reply.
func (a *attempt) stream(ctx context.Context, base string, stop bool) error {
	answer, err := a.request(ctx, base, "/api/ally/messages", a.body())
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	scanner := bufio.NewScanner(answer.Body)
	scanner.Buffer(nil, 1<<20)
	event := ""
	for scanner.Scan() {
		field, value, _ := strings.Cut(scanner.Text(), ": ")
		switch {
		case field == "event":
			event = value
		case field == "data" && event == "message":
			var told struct{ Reply struct{ ID string } }
			if err := json.Unmarshal([]byte(value), &told); err != nil {
				return err
			}
			a.known, a.reply = true, told.Reply.ID
		case field == "data" && event == "delta" && stop:
			stop = false
			go func() { _ = a.call(ctx, base, "/api/ally/messages/"+a.reply+"/stop", map[string]any{}) }() // it may be killed first
		case field == "data" && event == "done":
			return nil
		}
	}
	return errors.Join(errors.New("prove: the answer was cut off"), scanner.Err())
}
