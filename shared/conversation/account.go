package conversation

import (
	"context"
	"fmt"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/store"
)

// entryOf begins the ledger's entry for the writing of a reply.
func (s *Service) entryOf(r Message) ledger.Entry {
	e := ledger.Entry{
		UserID: r.UserID, OrganizationID: r.Lease.OrganizationID, Domain: r.Lease.Domain,
		ConversationID: r.ConversationID, MessageID: r.ID, Model: r.Model, Source: s.Source,
	}
	if e.StartedAt = r.Lease.Since; e.StartedAt.IsZero() {
		e.StartedAt = r.Timestamp
	}
	return e
}

// account gives the writes that account for an entry: the entry itself, and the
// tokens of the person and their organization. There are none where no model was
// asked.
func (s *Service) account(r Message, e ledger.Entry) []store.Write {
	if e.Calls == 0 && e.Tokens() == 0 && e.Outcome != ledger.Interrupted {
		return nil
	}
	return append([]store.Write{ledger.Add(ledger.Ref(s.Client, r.ID, r.Lease.Holder), e)}, s.spending(r, e)...)
}

func (s *Service) spending(r Message, e ledger.Entry) []store.Write {
	if e.Tokens() == 0 {
		return nil
	}
	writes := []store.Write{quota.Spending(quota.Ref(s.Client, e.UserID), e.Tokens(), s.now())}
	if r.Lease.Limited {
		writes = append(writes, s.Organizations.Spending(e.OrganizationID, e.UserID, e.Tokens()))
	}
	return writes
}

// writeOff gives the writes that account for a reply in the making whose writer
// is gone, with what was stored of it last. There are none for any other reply.
func (s *Service) writeOff(r Message) []store.Write {
	if r.Status != Generating || r.Lease == nil {
		return nil
	}
	e := s.entryOf(r).With(r.Lease.Used.usage(), s.Prices)
	e.Outcome, e.Code = ledger.Interrupted, interrupted
	e.DurationMS = s.now().Sub(e.StartedAt).Milliseconds()
	return s.account(r, e)
}

// settle accounts for a reply that was lost to somebody else, or deleted, while
// it was written: whole where nobody has, else what is missing in the entry of
// whoever wrote it off.
func (s *Service) settle(ctx context.Context, r Message, e ledger.Entry) error {
	writes := s.account(r, e)
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
	_, err = store.Commit(ctx, s.Client, append(s.spending(r, e), ledger.Add(ledger.LateRef(s.Client, r.ID, r.Lease.Holder), e))...)
	if status.Code(err) == codes.AlreadyExists {
		return nil
	}
	return err
}
