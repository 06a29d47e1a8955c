package conversation

import (
	"context"

	"getaifactory.com/ally/shared/access"
)

// Writable gives a conversation to a person who may write in it, and so begin an
// action there.
func (s *Service) Writable(ctx context.Context, l *LoadedConversation, who access.Person) (Seen, error) {
	if !l.exists {
		return Seen{}, missingConversation()
	}
	known, err := s.policiesFor(ctx, who, l.data)
	if err != nil {
		return Seen{}, err
	}
	if err := require(write, l.data, who, known); err != nil {
		return Seen{}, err
	}
	return seen(l.id, l.data, who, known), nil
}
