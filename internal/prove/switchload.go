package prove

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"getaifactory.com/ally/shared/wait"
)

// ours says whether a collection is Ally's own.
func ours(collection string) bool {
	return strings.HasPrefix(collection, "ally_") || collection == "super_prompts"
}

// member is a person who sends without an end.
type member struct {
	sender
	number int
	tries  []try
	made   atomic.Int64 // requests that were answered
}

// try is one request and what was answered.
type try struct {
	key          string // of the message; "" for a look at the conversation
	began, ended time.Time
	through      bool // else it was refused
}

// send sends messages, and looks at the conversation now and then, to an instance that is
// drawn each time, until the context ends. The request under way then is made to its end.
func (m *member) send(ctx context.Context, s *switching) error {
	random := rand.New(rand.NewPCG(s.Seed, uint64(5000+m.number)))
	whole := context.WithoutCancel(ctx)
	for n := 0; ctx.Err() == nil; n++ {
		t, url := try{began: s.Now()}, s.urls[random.IntN(len(s.urls))]
		var err error
		if random.IntN(4) == 0 {
			err = m.look(whole, url)
		} else {
			t.key = fmt.Sprintf("k%d-%d", m.number, n)
			err = m.sender.call(whole, url, "/api/ally/messages", map[string]any{
				"conversationId": m.conversation, "message": "clave " + t.key, "clientMessageId": t.key,
			})
		}
		t.ended, t.through = s.Now(), err == nil
		refused := (*refusal)(nil)
		if err != nil && !(errors.As(err, &refused) && refused.status == http.StatusForbidden && strings.Contains(refused.body, `"no_access"`)) {
			return fmt.Errorf("prove: %s: %w", m.person.ID, err)
		}
		m.tries = append(m.tries, t)
		m.made.Add(1)
		if err := wait.For(ctx, time.Duration(random.Int64N(int64(200*time.Millisecond)))); err != nil {
			break
		}
	}
	return nil
}

// look reads the newest messages.
func (m *member) look(ctx context.Context, url string) error {
	return m.sender.get(ctx, url, "/api/ally/messages?limit=5&conversationId="+m.conversation)
}
