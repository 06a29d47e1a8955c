package prove

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/ledger"
)

// Report is what became of everything that was sent.
type Report struct {
	Kills    int
	Sent     int            // messages
	Known    int            // of which the sender was told that they are stored
	Redone   int            // replies that were to be made anew
	Replies  map[string]int // by status
	Attempts int            // at writing a reply

	Entries map[string]int // of the ledger, by outcome
	Calls   int            // that reached the provider
	// Tokens are those that the provider reported, those in the ledger, and those of
	// the provider's that are missing there because a kill came between its report
	// and the next write.
	Reported, Accounted, Lost int

	Wrong []string // what must not be
}

// String tells the figures, a line each.
func (r Report) String() string {
	var b strings.Builder
	line := func(name string, value any) { fmt.Fprintf(&b, "%-40s %v\n", name, value) }
	line("kills", r.Kills)
	line("messages sent", r.Sent)
	line("… told to be stored before the kill", r.Known)
	line("replies to be made anew", r.Redone)
	line("replies by status", r.Replies)
	line("attempts at writing a reply", r.Attempts)
	line("ledger entries by outcome", r.Entries)
	line("calls that reached the provider", r.Calls)
	line("tokens reported by the provider", r.Reported)
	line("tokens in the ledger", r.Accounted)
	line("tokens whose report a kill swallowed", r.Lost)
	if len(r.Wrong) == 0 {
		line("lost, doubled or miscounted", "nothing")
	}
	for _, w := range r.Wrong {
		line("WRONG", w)
	}
	return b.String()
}

// Err is an error where something is wrong.
func (r Report) Err() error {
	if len(r.Wrong) == 0 {
		return nil
	}
	return errors.New("prove: " + strings.Join(r.Wrong, "; "))
}

func (r *Report) wrong(format string, args ...any) {
	r.Wrong = append(r.Wrong, fmt.Sprintf(format, args...))
}

// count reads what is stored, and compares it with what was sent and with what
// the provider reported.
func (k *killing) count(ctx context.Context) (Report, error) {
	r := Report{Kills: k.Kills, Sent: len(k.sent), Replies: map[string]int{}, Entries: map[string]int{}}
	for _, a := range k.sent {
		if a.known {
			r.Known++
		}
		if a.redo != "" {
			r.Redone++
		}
	}
	attempts := map[string]int{} // by reply
	found := map[string]int{}    // messages by key
	for _, s := range k.people {
		if err := countConversation(ctx, k.db, s, &r, found, attempts); err != nil {
			return r, err
		}
	}
	for key := range k.sent {
		if found[key] != 1 {
			r.wrong("message %s is there %d times", key, found[key])
		}
	}
	return r, k.countLedger(ctx, &r, attempts)
}

func countConversation(ctx context.Context, db *firestore.Client, s sender, r *Report, found, attempts map[string]int) error {
	docs, err := db.Collection("ally_messages").Where("conversationId", "==", s.conversation).OrderBy("timestamp", 1).Documents(ctx).GetAll()
	if err != nil {
		return err
	}
	replies := map[string]int{}
	var last conversation.Message
	for _, doc := range docs {
		var m conversation.Message
		if err := doc.DataTo(&m); err != nil {
			return err
		}
		m.ID = doc.Ref.ID
		if !m.Timestamp.After(last.Timestamp) {
			r.wrong("%s and %s have one time", last.ID, m.ID)
		}
		switch m.Role {
		case conversation.User:
			found[m.ClientMessageID]++
		case conversation.Ally:
			replies[m.InReplyTo]++
			r.Replies[string(m.Status)]++
			r.Attempts += m.Attempts
			attempts[m.ID] = m.Attempts
			if m.InReplyTo != last.ID {
				r.wrong("reply %s does not follow its message", m.ID)
			}
			finished := m.Status == conversation.Completed || m.Status == conversation.Stopped || m.Failure != nil && m.Failure.Retryable
			if !finished || m.Lease != nil {
				r.wrong("reply %s was left %s", m.ID, m.Status)
			}
		}
		last = m
	}
	for message, n := range replies {
		if n != 1 {
			r.wrong("message %s has %d replies", message, n)
		}
	}
	stored, err := db.Collection("ally_conversations").Doc(s.conversation).Get(ctx)
	if err != nil {
		return err
	}
	var c conversation.Conversation
	if err := stored.DataTo(&c); err != nil {
		return err
	}
	if c.MessageCount != len(docs) || !c.LastMessageAt.Equal(last.Timestamp) {
		r.wrong("%s counts %d of %d messages, the last at %s instead of %s", s.conversation, c.MessageCount, len(docs), c.LastMessageAt, last.Timestamp)
	}
	return nil
}

// countLedger sees to it that every attempt has one entry, and that every entry
// says what the provider reported for one call: all of it, or, where a kill
// interrupted it, what it had said at some moment.
func (k *killing) countLedger(ctx context.Context, r *Report, attempts map[string]int) error {
	docs, err := k.db.Collection(ledger.Collection).Documents(ctx).GetAll()
	if err != nil {
		return err
	}
	calls := map[int]call{}
	for _, c := range k.provider.reported() {
		r.Calls++
		r.Reported += c.input + c.output
		calls[c.input] = c
	}
	entries := map[string]int{}
	accounted := map[int]int{}
	for _, doc := range docs {
		var e ledger.Entry
		if err := doc.DataTo(&e); err != nil {
			return err
		}
		r.Entries[string(e.Outcome)]++
		r.Accounted += e.Tokens()
		if e.Outcome != ledger.Late {
			entries[e.MessageID]++
		}
		if e.InputTokens == 0 && e.OutputTokens == 0 {
			continue // interrupted before the provider had reported anything
		}
		c, known := calls[e.InputTokens]
		accounted[e.InputTokens] += e.OutputTokens
		switch {
		case !known:
			r.wrong("entry %s counts %d input tokens, which no call reported", doc.Ref.ID, e.InputTokens)
		case e.Outcome != ledger.Interrupted && e.Outcome != ledger.Stopped && e.OutputTokens != c.output, e.OutputTokens > c.output:
			r.wrong("entry %s (%s) counts %d output tokens of %d", doc.Ref.ID, e.Outcome, e.OutputTokens, c.output)
		}
	}
	for reply, n := range attempts {
		if entries[reply] != n {
			r.wrong("reply %s was attempted %d times and has %d entries", reply, n, entries[reply])
		}
	}
	r.Lost = r.Reported - r.Accounted
	return nil
}
