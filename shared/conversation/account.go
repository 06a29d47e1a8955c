package conversation

import (
	"context"
	"fmt"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/store"
)

// entryOf begins the ledger's entry for the writing of a reply.
func (s *Service) entryOf(who access.Person, r Message) ledger.Entry {
	e := ledger.Entry{
		UserID: who.ID, OrganizationID: who.Organization.ID, Domain: who.Domain,
		ConversationID: r.ConversationID, MessageID: r.ID, Model: r.Model, Source: s.Source,
	}
	if r.Lease != nil {
		e.StartedAt = r.Lease.Since
	}
	return e
}

// account gives the writes that account for an entry: the entry itself, and the
// tokens of the person and their organization. There are none where no model was
// asked.
func (s *Service) account(who access.Person, r Message, e ledger.Entry) []store.Write {
	if e.Calls == 0 && e.Tokens() == 0 && e.Outcome != ledger.Interrupted {
		return nil
	}
	return append([]store.Write{ledger.Add(ledger.Ref(s.Client, r.ID, r.Lease.Holder), e)}, s.spending(who, e)...)
}

func (s *Service) spending(who access.Person, e ledger.Entry) []store.Write {
	if e.Tokens() == 0 {
		return nil
	}
	writes := []store.Write{quota.Spending(quota.Ref(s.Client, who.ID), e.Tokens(), s.now())}
	if who.Organization.MonthlyTokens > 0 {
		writes = append(writes, s.Organizations.Spending(who.Organization.ID, who.ID, e.Tokens()))
	}
	return writes
}

// writeOff gives the writes that account for a reply in the making whose writer
// is gone, with what was stored of it last. There are none for any other reply.
func (s *Service) writeOff(c Conversation, r Message) []store.Write {
	if r.Status != Generating || r.Lease == nil {
		return nil
	}
	who := access.Person{ID: r.UserID, Domain: c.Domain}
	who.Organization.ID = c.OrganizationID
	e := s.entryOf(who, r).With(r.Lease.Used.usage(), s.Prices)
	e.Outcome, e.Code = ledger.Interrupted, interrupted
	e.DurationMS = s.now().Sub(e.StartedAt).Milliseconds()
	return s.account(who, r, e)
}

// settle accounts for a reply that was lost to somebody else, or deleted, while
// it was written: whole where nobody has, else what is missing in the entry of
// whoever wrote it off.
func (s *Service) settle(ctx context.Context, who access.Person, r Message, e ledger.Entry) error {
	writes := s.account(who, r, e)
	if len(writes) == 0 {
		return nil
	}
	_, err := store.Commit(ctx, s.Client, writes...)
	if status.Code(err) != codes.AlreadyExists {
		return err
	}
	doc, err := ledger.Ref(s.Client, r.ID, r.Lease.Holder).Get(ctx)
	if err != nil {
		return fmt.Errorf("conversation: settle reply %s: %w", r.ID, err)
	}
	var known ledger.Entry
	if err := doc.DataTo(&known); err != nil {
		return fmt.Errorf("conversation: settle reply %s: %w", r.ID, err)
	}
	if known.Outcome != ledger.Interrupted {
		return nil // our own write had come through unnoticed
	}
	all, had := e.Usage(), known.Usage()
	e = e.With(model.Usage{
		Calls: all.Calls - had.Calls, Input: all.Input - had.Input, Output: all.Output - had.Output, Cached: all.Cached - had.Cached,
	}, s.Prices)
	e.Outcome = ledger.Late
	if e.Calls == 0 && e.Tokens() == 0 {
		return nil
	}
	_, err = store.Commit(ctx, s.Client, append(s.spending(who, e), ledger.Add(ledger.LateRef(s.Client, r.ID, r.Lease.Holder), e))...)
	if status.Code(err) == codes.AlreadyExists {
		return nil
	}
	return err
}
