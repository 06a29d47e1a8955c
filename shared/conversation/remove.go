package conversation

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// undoTime is how long a deleted or cleared conversation can be brought back.
const undoTime = 30 * time.Second

// Remove deletes a thread: from now on nobody sees it, and after undoTime it is
// purged with all that belongs to it. Twice is fine. Only the owner may.
func (s *Service) Remove(ctx context.Context, l *LoadedConversation, who access.Person) (undoUntil time.Time, err error) {
	for try := 0; ; try++ {
		switch {
		case l.exists && l.data.DeletedAt != nil && l.data.UserID == who.ID:
			return l.data.DeletedAt.Add(undoTime), nil
		case !l.exists:
			return time.Time{}, missingConversation()
		}
		if err := s.required(ctx, own, l.data, who); err != nil {
			return time.Time{}, err
		}
		if l.data.Type == Main {
			return time.Time{}, &fault.Fault{Kind: fault.Conflict, Code: "main_permanent", Sentence: lang.Text{
				ES: "Tu Ally principal no se puede eliminar. Puedes vaciarlo.", EN: "Your main Ally can't be deleted. You can clear it.",
			}}
		}
		now := s.now()
		fields := []firestore.Update{{Path: "deletedAt", Value: now}, {Path: "purgeAfter", Value: now.Add(undoTime)}}
		if l.data.Purging { // what was cleared: undoing the deletion does not bring that back
			fields = append(fields, firestore.Update{Path: "purging", Value: firestore.Delete}, firestore.Update{Path: "cleared", Value: firestore.Delete})
		}
		_, err := store.Commit(ctx, s.Client, store.Update(s.conversation(l.id), l.readAt, fields...))
		if err == nil {
			return now.Add(undoTime), nil
		}
		if l, err = s.readAgain(ctx, l.id, err, try); err != nil {
			return time.Time{}, err
		}
	}
}

// Clear empties a conversation, also the main one: its messages are gone for
// everybody from now on, and purged after undoTime. Only the owner may.
func (s *Service) Clear(ctx context.Context, l *LoadedConversation, who access.Person) (cleared Seen, undoUntil time.Time, err error) {
	for try := 0; ; try++ {
		if !l.exists {
			return Seen{}, time.Time{}, missingConversation()
		}
		if err := s.required(ctx, own, l.data, who); err != nil {
			return Seen{}, time.Time{}, err
		}
		c := l.data
		if c.MessageCount == 0 && c.Cleared != nil && c.ClearedAt != nil && c.LastMessageAt.Equal(*c.ClearedAt) && c.PurgeAfter != nil && s.Now().Before(*c.PurgeAfter) {
			return seen(l.id, c, who, nil), *c.PurgeAfter, nil // a second time
		}
		until := s.now().Add(undoTime)
		c.Cleared = &Cleared{
			ClearedAt: c.ClearedAt, LastMessageAt: c.LastMessageAt, MessageCount: c.MessageCount, Indexed: c.Indexed, Memory: c.Memory,
		}
		at := s.after(c.LastMessageAt)
		c.ClearedAt, c.LastMessageAt, c.MessageCount, c.PurgeAfter = &at, at, 0, &until
		c.Memory = Memory{KeyTakeaways: []string{}, ActionItems: []string{}, Decisions: []string{}}
		c.Indexed = Indexed{Topics: []string{}, Entities: []string{}, Keywords: []string{}}
		c.Revision++
		_, err := store.Commit(ctx, s.Client, store.Update(s.conversation(l.id), l.readAt,
			firestore.Update{Path: "cleared", Value: c.Cleared},
			firestore.Update{Path: "clearedAt", Value: at},
			firestore.Update{Path: "lastMessageAt", Value: at},
			firestore.Update{Path: "updatedAt", Value: s.now()},
			firestore.Update{Path: "messageCount", Value: 0},
			firestore.Update{Path: "purgeAfter", Value: until},
			firestore.Update{Path: "purging", Value: firestore.Delete},
			firestore.Update{Path: "memory", Value: c.Memory},
			firestore.Update{Path: "indexed", Value: c.Indexed},
			firestore.Update{Path: "revision", Value: c.Revision},
		))
		if err == nil {
			return seen(l.id, c, who, nil), until, nil
		}
		if l, err = s.readAgain(ctx, l.id, err, try); err != nil {
			return Seen{}, time.Time{}, err
		}
	}
}

// unclear takes the last clearing back, and gives what that changes.
func (c *Conversation) unclear() []firestore.Update {
	before := *c.Cleared
	if c.LastMessageAt.Equal(*c.ClearedAt) { // nothing was written since
		c.LastMessageAt, c.Indexed, c.Memory = before.LastMessageAt, before.Indexed, before.Memory
	}
	c.MessageCount += before.MessageCount
	c.ClearedAt, c.Cleared = before.ClearedAt, nil
	fields := []firestore.Update{
		{Path: "clearedAt", Value: firestore.Delete},
		{Path: "cleared", Value: firestore.Delete},
		{Path: "messageCount", Value: c.MessageCount},
		{Path: "lastMessageAt", Value: c.LastMessageAt},
		{Path: "indexed", Value: c.Indexed},
		{Path: "memory", Value: c.Memory},
	}
	if c.ClearedAt != nil {
		fields[0].Value = *c.ClearedAt
	}
	return fields
}

// Restore undoes a deletion or a clearing until its time is over.
func (s *Service) Restore(ctx context.Context, l *LoadedConversation, who access.Person) (Seen, error) {
	for try := 0; ; try++ {
		c := l.data
		if !l.exists || c.UserID != who.ID {
			return Seen{}, missingConversation()
		}
		if c.DeletedAt == nil && c.Cleared == nil {
			return seen(l.id, c, who, nil), nil // there is nothing to undo, or it was undone before
		}
		if c.Purging || c.PurgeAfter == nil || !s.Now().Before(*c.PurgeAfter) {
			return Seen{}, &fault.Fault{Kind: fault.Conflict, Code: "too_late", Sentence: lang.Text{
				ES: "Ya no se puede deshacer.", EN: "It can't be undone any more.",
			}}
		}
		fields := []firestore.Update{{Path: "purgeAfter", Value: firestore.Delete}}
		if c.DeletedAt != nil {
			c.DeletedAt = nil
			fields = append(fields, firestore.Update{Path: "deletedAt", Value: firestore.Delete})
		} else {
			fields = append(fields, c.unclear()...)
		}
		c.PurgeAfter = nil
		if c.ClearedAt != nil { // an earlier clearing is still to be purged, and may itself be undone
			until := s.now().Add(undoTime)
			c.PurgeAfter = &until
			fields[0].Value = until
		}
		c.Revision++
		fields = append(fields, firestore.Update{Path: "revision", Value: c.Revision})
		_, err := store.Commit(ctx, s.Client, store.Update(s.conversation(l.id), l.readAt, fields...))
		if err == nil {
			return seen(l.id, c, who, nil), nil
		}
		if l, err = s.readAgain(ctx, l.id, err, try); err != nil {
			return Seen{}, err
		}
	}
}
