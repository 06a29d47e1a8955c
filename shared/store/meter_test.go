package store

import (
	"context"
	"strings"
	"testing"
	"time"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
)

func TestCallsMadeTogetherAreOneRound(t *testing.T) {
	ctx, meter := Metered(t.Context(), time.Now)
	call := func(ctx context.Context) error { strandOf(ctx).step(); return nil }
	twice := func(ctx context.Context) error { return errorOf(call(ctx), call(ctx)) }
	for _, tc := range []struct {
		name   string
		do     func() error
		rounds int // so far
	}{
		{"one call", func() error { return call(ctx) }, 1},
		{"two together", func() error { return Together(ctx, call, call) }, 2},
		{"the longest counts", func() error { return Together(ctx, call, twice) }, 4},
		{"within one another", func() error {
			return Together(ctx, call, func(ctx context.Context) error { return Together(ctx, twice, call) })
		}, 6},
		{"a branch beside a call", func() error {
			wait := Beside(ctx, call)
			return errorOf(call(ctx), wait())
		}, 7},
		{"and one after", func() error { return call(ctx) }, 8},
	} {
		if err := tc.do(); err != nil {
			t.Fatal(err)
		}
		if got := meter.Cost().Rounds; got != tc.rounds {
			t.Errorf("%s: %d rounds, want %d", tc.name, got, tc.rounds)
		}
	}
}

func TestAPanicBesideIsAnErrorOfItsCaller(t *testing.T) {
	panics := func(context.Context) error { panic("oh") }
	for name, err := range map[string]error{"together": Together(t.Context(), panics), "beside": Beside(t.Context(), panics)()} {
		if err == nil || !strings.Contains(err.Error(), "panic: oh") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func errorOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestReadsAreCountedAsTheyAreBilled(t *testing.T) {
	count := func(n int64) *pb.RunAggregationQueryResponse {
		return &pb.RunAggregationQueryResponse{Result: &pb.AggregationResult{AggregateFields: map[string]*pb.Value{
			"n": {ValueType: &pb.Value_IntegerValue{IntegerValue: n}},
		}}}
	}
	for _, tc := range []struct {
		name string
		msg  any
		want int
	}{
		{"a document", &pb.BatchGetDocumentsResponse{Result: &pb.BatchGetDocumentsResponse_Found{}}, 1},
		{"a missing one", &pb.BatchGetDocumentsResponse{Result: &pb.BatchGetDocumentsResponse_Missing{}}, 1},
		{"the transaction's header", &pb.BatchGetDocumentsResponse{}, 0},
		{"a query's progress", &pb.RunQueryResponse{}, 0},
		{"a count of none", count(0), 1},
		{"a count of a thousand", count(1000), 1},
		{"a count of a thousand and one", count(1001), 2},
	} {
		if got := readsOf(tc.msg); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
}
