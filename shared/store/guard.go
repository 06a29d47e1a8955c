package store

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path"
	"sync"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// guard stands between the client and the network: it asks the fence, and
// counts.
type guard struct {
	fence   fence
	log     *slog.Logger
	observe func(*firestorepb.StructuredQuery) // nil for nobody
}

// refuse asks the fence about one outgoing message, and logs a refusal.
func (g guard) refuse(ctx context.Context, method string, msg any) error {
	err := g.fence.refuse(method, msg)
	if err == nil && isReadOnly(ctx) && writeMethods[method] {
		err = &FenceError{Method: method, Reason: "nothing may be written before access is decided"}
	}
	if err != nil {
		g.log.ErrorContext(ctx, "write refused", "error", err.Error())
	}
	return err
}

func (g guard) unary(ctx context.Context, fullMethod string, req, reply any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	method := path.Base(fullMethod)
	if err := g.refuse(ctx, method, req); err != nil {
		return err
	}
	s := strandOf(ctx)
	if s == nil {
		return openOutcome(ctx, method, invoke(ctx, fullMethod, req, reply, conn, opts...))
	}
	s.step()
	s.meter.begin()
	defer s.meter.end()
	err := invoke(ctx, fullMethod, req, reply, conn, opts...)
	if err == nil {
		s.meter.add(readsOf(reply), writesOf(req))
	}
	return openOutcome(ctx, method, err)
}

// openOutcome makes of a commit that has failed at the server in a way that leaves open
// whether it came through, one that has raced: whoever reads again finds out. The emulator
// cancels one, or gives no reason, when somebody who listens to a document that it changes
// leaves just then.
func openOutcome(ctx context.Context, method string, err error) error {
	if method != "Commit" || ctx.Err() != nil {
		return err
	}
	switch status.Code(err) {
	case codes.Canceled, codes.Unknown, codes.Internal:
		return status.Error(codes.Aborted, err.Error())
	}
	return err
}

func (g guard) stream(ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn, fullMethod string, open grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	method := path.Base(fullMethod)
	if !readMethods[method] && !writeMethods[method] {
		return nil, g.refuse(ctx, method, nil)
	}
	s := strandOf(ctx)
	if s != nil {
		s.step()
		s.meter.begin()
	}
	under, err := open(ctx, desc, conn, fullMethod, opts...)
	if err != nil {
		if s != nil {
			s.meter.end()
		}
		return nil, err
	}
	guarded := &guardedStream{ClientStream: under, guard: g, ctx: ctx, method: method, strand: s}
	if s != nil {
		// A stream that nobody reads to its end is over with its context.
		context.AfterFunc(ctx, func() { guarded.end.Do(s.meter.end) })
	}
	return guarded, nil
}

// guardedStream examines each message sent and counts each received.
type guardedStream struct {
	grpc.ClientStream
	guard  guard
	ctx    context.Context
	method string
	strand *strand // nil when nobody counts
	got    bool    // a document has come
	end    sync.Once
}

func (s *guardedStream) SendMsg(m any) error {
	if err := s.guard.refuse(s.ctx, s.method, m); err != nil {
		return err
	}
	if q := queryOf(m); q != nil && s.guard.observe != nil {
		s.guard.observe(q)
	}
	if s.strand != nil {
		s.strand.meter.add(0, writesOf(m))
	}
	return s.ClientStream.SendMsg(m)
}

func (s *guardedStream) RecvMsg(m any) error {
	err := s.ClientStream.RecvMsg(m)
	if s.strand == nil {
		return err
	}
	if err == nil {
		n := readsOf(m)
		s.got = s.got || n > 0
		s.strand.meter.add(n, 0)
		if s.method == "Listen" {
			s.end.Do(s.strand.meter.end) // waiting for a change is not the database's time
		}
		return nil
	}
	s.end.Do(s.strand.meter.end)
	if errors.Is(err, io.EOF) && !s.got && s.method == "RunQuery" {
		s.got = true
		s.strand.meter.add(1, 0) // a query without a result is billed as one read
	}
	return err
}

// readsOf counts the document reads that a response stands for.
func readsOf(msg any) int {
	switch m := msg.(type) {
	case *firestorepb.BatchGetDocumentsResponse:
		if m.GetResult() != nil {
			return 1
		}
	case *firestorepb.RunQueryResponse:
		if m.GetDocument() != nil {
			return 1
		}
	case *firestorepb.RunAggregationQueryResponse:
		return aggregationReads(m)
	case *firestorepb.ListenResponse:
		if m.GetDocumentChange() != nil {
			return 1
		}
	case *firestorepb.Document:
		return 1
	case *firestorepb.ListDocumentsResponse:
		return max(1, len(m.GetDocuments()))
	}
	return 0
}

// aggregationReads is one read per thousand index entries counted, at least
// one (Firestore's price list).
func aggregationReads(m *firestorepb.RunAggregationQueryResponse) int {
	reads := 1
	for _, v := range m.GetResult().GetAggregateFields() {
		reads = max(reads, int((v.GetIntegerValue()+999)/1000))
	}
	return reads
}

// queryOf is the query that a request asks; nil for any other request.
func queryOf(msg any) *firestorepb.StructuredQuery {
	switch m := msg.(type) {
	case *firestorepb.RunQueryRequest:
		return m.GetStructuredQuery()
	case *firestorepb.RunAggregationQueryRequest:
		return m.GetStructuredAggregationQuery().GetStructuredQuery()
	case *firestorepb.ListenRequest:
		return m.GetAddTarget().GetQuery().GetStructuredQuery()
	}
	return nil
}

// writesOf counts the document writes that a request asks for.
func writesOf(msg any) int {
	switch m := msg.(type) {
	case *firestorepb.CommitRequest:
		return len(m.GetWrites())
	case *firestorepb.BatchWriteRequest:
		return len(m.GetWrites())
	case *firestorepb.WriteRequest:
		return len(m.GetWrites())
	case *firestorepb.CreateDocumentRequest, *firestorepb.UpdateDocumentRequest, *firestorepb.DeleteDocumentRequest:
		return 1
	}
	return 0
}
