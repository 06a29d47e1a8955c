package conversation

import (
	"context"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/audit"
)

const (
	// readingLife is how long this instance knows that a reading was noted: it saves
	// writes, for an entry that is there already stays as it is.
	readingLife  = time.Hour
	mostReadings = 10_000
)

// reading is somebody's day with a conversation that is neither theirs nor shared with
// them by name.
type reading struct {
	conversationID, organizationID string
	who, email                     string
	day                            string // in UTC
}

// toldOf notes in the trail, before anything is shown, that somebody reads a conversation
// of others that is only open to them as to everybody of an organization or domain. Who
// was let in by name has an entry from then.
func (s *Service) toldOf(ctx context.Context, conversationID string, c Conversation, who access.Person) error {
	if _, in := c.Collaborator(who.ID); in || c.UserID == who.ID {
		return nil
	}
	_, err := s.readings.Get(ctx, reading{conversationID, c.OrganizationID, who.ID, who.Email, s.now().Format(time.DateOnly)})
	return err
}

func (s *Service) noteReading(ctx context.Context, r reading) (struct{}, error) {
	return struct{}{}, audit.NoteOnce(ctx, s.Client, audit.Entry{
		Who: r.who, WhoEmail: r.email, What: "conversation.read", Target: conversations + "/" + r.conversationID,
		OrganizationID: r.organizationID, At: s.now(), Source: s.Source,
	}, r.conversationID, r.who, r.day)
}
