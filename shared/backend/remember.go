package backend

import (
	"context"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/memory"
)

// remember learns from a stretch of a conversation that was indexed. What was cleared
// may be brought back, and is left out when it is learnt; what is purged is taken out
// of memory by the sweep.
func (b *Backend) remember(ctx context.Context, s conversation.Stretch) error {
	c := s.Conversation
	var said []memory.Said
	for _, m := range s.Messages {
		if m.Role == conversation.System || m.Status == conversation.Generating || m.Status == conversation.Failed {
			continue
		}
		if m.UserID == "" {
			continue // who wrote it had themselves erased: what was learnt of it before stays, without their name
		}
		one := memory.Said{
			MessageID: m.ID, AuthorID: m.UserID, Role: memory.Role(m.Role), Text: m.Content, At: m.Timestamp, Version: m.Version}
		one.AuthorEmail, one.AuthorName = authorOf(c, m.UserID)
		if m.Role == conversation.Ally {
			one.AuthorName = ""
		}
		said = append(said, one)
	}
	return b.Memory.Learn(ctx, memory.Conversation{
		ID: s.ID, OwnerID: c.UserID, OwnerEmail: strings.ToLower(c.UserEmail), OrganizationID: c.OrganizationID,
	}, said)
}

// authorOf gives e-mail and name of somebody in a conversation.
func authorOf(c conversation.Conversation, userID string) (email, name string) {
	i := slices.IndexFunc(c.Collaborators, func(o conversation.Collaborator) bool { return o.UserID == userID })
	if i >= 0 {
		o := c.Collaborators[i]
		return strings.ToLower(o.UserEmail), o.UserName
	}
	if userID == c.UserID {
		return strings.ToLower(c.UserEmail), c.UserEmail
	}
	return "", ""
}
