package fact

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
)

// Reply is what a reply of Ally tells once it ended.
type Reply struct {
	ID, ConversationID, InReplyTo string
	Status                        string // completed, stopped or failed
	At                            time.Time
	MS                            int64
	Attempts, Version             int
	Agents                        []string // ids, of those it was made with
	Kinds                         []string // of the inputs that it was made with
	First                         bool     // it may be the first one of its conversation
}

// Marks are those of a reply: of the message that it answers, which stands right
// before it, and of the answer. So a message costs one event and not two.
func (r Reply) Marks() Marks {
	marks := Marks{r.ID: {
		Kind: Answer, At: r.At, Version: int64(r.Attempts), Of: r.ConversationID, MS: r.MS,
		OK: r.Status == "completed", Failed: r.Status == "failed", Again: r.Version > 1,
		Agents: r.Agents, Features: features(r.Kinds),
	}}
	if r.InReplyTo != "" {
		marks[r.InReplyTo] = Mark{Kind: Message, At: r.At.Add(-time.Millisecond), Of: r.ConversationID}
	}
	return marks
}

// Reply notes a reply of Ally. With one that may be the first of a conversation it reads when
// that was opened, and by whom: a collaborator's message is not what it was opened for.
func (k *Keeper) Reply(ctx context.Context, userID string, r Reply) error {
	marks := r.Marks()
	if r.First {
		docs, err := k.Client.GetAll(ctx, []*firestore.DocumentRef{k.Client.Collection("ally_conversations").Doc(r.ConversationID)})
		if err != nil {
			return fmt.Errorf("fact: when %s was opened: %w", r.ConversationID, err)
		}
		conversation := docs[0].Data()
		if opened, ok := conversation["createdAt"].(time.Time); ok && conversation["userId"] == userID && DayOf(opened) == DayOf(r.At) {
			marks[r.ConversationID] = Mark{Kind: Opened, At: opened}
		}
	}
	return k.Note(ctx, Ally, userID, marks)
}

// features are what inputs count as. Earlier conversations and actions are in a reply only
// where somebody chose them; an agent may have been found.
func features(kinds []string) []string {
	var used []string
	for _, kind := range kinds {
		switch kind {
		case "conversation", "action":
			used = append(used, "input:"+kind)
		}
	}
	return used
}
