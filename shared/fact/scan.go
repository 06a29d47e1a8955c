package fact

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"golang.org/x/sync/errgroup"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/store"
)

// Bounds on what one run reads of the classic system: pages × perPage messages with
// at most as many chats and people, and pages × perPage ratings. A run every five
// minutes so reads at most 2,880,000 messages a day.
const (
	pages   = 40
	perPage = 250
	atOnce  = 8 // days that are written at a time
)

// classicMessages is the reader of the classic chat's messages.
const classicMessages = "classic_messages"

// Backfill is how far back the classic system is read the first time.
const Backfill = 56 * 24 * time.Hour

// settled is how long a message is left alone, for a server's clock may be behind and
// its messages come in between those that were read.
const settled = 5 * time.Minute

// Scanned is what a run read of the classic system.
type Scanned struct {
	Messages, Chats, Ratings int
}

// Scan reads what is new in the classic system and notes it, in the order of its
// times, from where the last run came to. Reading anything twice changes nothing:
// to read all anew, the documents `classic_messages` and `classic_feedback` of
// `ally_measuring` are deleted.
func (k *Keeper) Scan(ctx context.Context) (Scanned, error) {
	var s Scanned
	messages := k.read(ctx, classicMessages, func(ctx context.Context, from classic.Place, until time.Time) (int, classic.Place, error) {
		sent, to, err := k.classic.MessagesSince(ctx, from, until, perPage)
		if err != nil {
			return 0, from, err
		}
		chats, err := k.classic.Chats(ctx, conversationsOf(sent))
		if err != nil {
			return 0, from, err
		}
		s.Messages += len(sent)
		s.Chats += len(chats)
		return len(sent), to, k.noteAll(ctx, Classic, ofMessages(sent, chats))
	})
	ratings := k.read(ctx, "classic_feedback", func(ctx context.Context, from classic.Place, until time.Time) (int, classic.Place, error) {
		thought, to, err := k.classic.FeedbackSince(ctx, from, until, perPage)
		if err != nil {
			return 0, from, err
		}
		s.Ratings += len(thought)
		return len(thought), to, k.noteAll(ctx, Classic, ofFeedback(thought))
	})
	return s, errors.Join(messages, ratings)
}

// read reads a stream of the classic system page by page, and stores its place after
// each page, when all that was in it is noted.
func (k *Keeper) read(ctx context.Context, reader string, page func(ctx context.Context, from classic.Place, until time.Time) (int, classic.Place, error)) error {
	now := k.Now().UTC()
	h, err := k.hold(ctx, reader, progress{At: now.Add(-Backfill).Truncate(24 * time.Hour)})
	if errors.Is(err, errHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	from := classic.Place{At: h.At, ID: h.ID}
	for range pages {
		n, to, err := page(ctx, from, now.Add(-settled))
		if err != nil {
			return errors.Join(fmt.Errorf("fact: %s: %w", reader, err), h.release(ctx, k.Client))
		}
		if n > 0 {
			from = to
			err := h.step(ctx, k.Client, nil, firestore.Update{Path: "at", Value: to.At}, firestore.Update{Path: "id", Value: to.ID})
			if errors.Is(err, errLost) {
				return nil
			}
			if err != nil {
				return err
			}
		}
		if n < perPage {
			break
		}
	}
	return h.release(ctx, k.Client)
}

func conversationsOf(sent []classic.Sent) []string {
	ids := map[string]bool{}
	for _, m := range sent {
		if m.ConversationID != "" {
			ids[m.ConversationID] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// ofMessages gives the marks of the classic chat's messages, by person. What belongs to
// no chat of a person counts for nobody.
func ofMessages(sent []classic.Sent, chats map[string]classic.Held) map[string]Marks {
	people := map[string]Marks{}
	for _, m := range sent {
		chat, ok := chats[m.ConversationID]
		person := chat.UserID
		if m.Role == "user" && m.UserID != "" {
			person = m.UserID
		}
		if !ok || chat.OfAlly || person == "" {
			continue
		}
		mark := Mark{At: m.At, Of: m.ConversationID}
		switch m.Role {
		case "user":
			mark.Kind = Message
		case "assistant":
			mark.Kind, mark.OK = Answer, true
			mark.MS = int64(m.ResponseMS)
			mark.At = m.At.Add(-time.Duration(m.ResponseMS) * time.Millisecond) // it is stored when it is complete
		default:
			continue
		}
		if chat.AgentID != "" {
			mark.Agents, mark.Features = []string{chat.AgentID}, []string{"agent"}
		}
		if chat.Sources {
			mark.Features = append(mark.Features, "documents")
		}
		if people[person] == nil {
			people[person] = Marks{}
		}
		people[person][m.ID] = mark
		if !chat.Agent && DayOf(chat.CreatedAt) == DayOf(m.At) {
			people[person][m.ConversationID] = Mark{Kind: Opened, At: chat.CreatedAt}
		}
	}
	return people
}

// ofFeedback gives the marks of ratings, by person.
func ofFeedback(thought []classic.Feedback) map[string]Marks {
	people := map[string]Marks{}
	for _, f := range thought {
		if f.UserID == "" || f.Stars == 0 {
			continue
		}
		if people[f.UserID] == nil {
			people[f.UserID] = Marks{}
		}
		people[f.UserID][f.ID] = Mark{Kind: Rated, At: f.At, Of: f.ConversationID, Stars: f.Stars}
	}
	return people
}

// noteAll notes the marks of many people, some at a time, and has their days that are
// over rolled up again, whether they changed or not: the run before may have been killed
// between the two.
func (k *Keeper) noteAll(ctx context.Context, arm Arm, people map[string]Marks) error {
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	over, today := map[string]bool{}, DayOf(k.Now())
	for userID, marks := range people {
		for _, m := range marks {
			if day := DayOf(m.At); day < today && !m.At.IsZero() {
				over[day] = true
			}
		}
		group.Go(func() error { return k.note(groupCtx, arm, userID, marks, false) })
	}
	if err := group.Wait(); err != nil || len(over) == 0 {
		return err
	}
	_, err := store.Commit(ctx, k.Client, k.late(slices.Sorted(maps.Keys(over))...))
	return err
}
