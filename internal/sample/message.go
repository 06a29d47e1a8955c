package sample

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// message is one message before it gets a document's shape.
type message struct {
	ID    string
	Role  string
	Text  string
	After time.Duration // since the message before
	At    time.Time

	Typed    bool  // content is {type, text}
	Tokens   int64 // 0 is missing
	Response int64 // milliseconds, 0 is missing
}

// converse gives what was said in c its messages, with a system message
// ahead where asked for. An answer's responseTime is the time since its
// question.
func converse(r *rand.Rand, c chat, said draft, system bool) []message {
	var messages []message
	add := func(m message) {
		m.ID = id(fmt.Sprintf("%s/message/%d", c.ID, len(messages)))
		messages = append(messages, m)
	}
	if system {
		add(message{Role: "system", Text: "Se actualizaron los documentos de esta conversación."})
	}
	typed := oneIn(r, 3)
	for i, text := range said.Said {
		m := message{Role: "user", Text: text, After: time.Duration(15_000+r.IntN(200_000)) * time.Millisecond}
		if i%2 == 1 {
			m.Role = "assistant"
			m.After = time.Duration(900+r.IntN(7_500)) * time.Millisecond
			if !oneIn(r, 5) {
				m.Response = m.After.Milliseconds()
			}
		}
		if !oneIn(r, 4) {
			m.Tokens = tokens(text)
		}
		m.Typed = typed
		if c.Old {
			m.Typed, m.Tokens, m.Response = false, 0, 0
		}
		add(m)
	}
	return messages
}

func (m message) document(c chat) map[string]any {
	document := map[string]any{
		"conversationId": c.ID, "userId": c.User, "role": m.Role, "content": m.Text, "timestamp": m.At,
	}
	if m.Typed {
		document["content"] = map[string]any{"type": "text", "text": m.Text}
	}
	if m.Tokens != 0 {
		document["tokenCount"] = m.Tokens
	}
	if m.Response != 0 {
		document["responseTime"] = m.Response
	}
	if !c.Old {
		document["source"] = "production"
	}
	return document
}
