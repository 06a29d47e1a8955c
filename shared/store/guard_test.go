package store

import (
	"context"
	"errors"
	"testing"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestACommitWhoseOutcomeIsOpenHasRaced(t *testing.T) {
	gone, leave := context.WithCancel(t.Context())
	leave()
	cancelled, refused := status.Error(codes.Canceled, "call already cancelled"), status.Error(codes.PermissionDenied, "no")
	for name, c := range map[string]struct {
		ctx    context.Context
		method string
		err    error
		raced  bool
	}{
		"cancelled by the server": {t.Context(), "Commit", cancelled, true},
		"cancelled by who asked":  {gone, "Commit", cancelled, false},
		"reading":                 {t.Context(), "BatchGetDocuments", cancelled, false},
		"failed without a reason": {t.Context(), "Commit", status.Error(codes.Unknown, ""), true},
		"refused":                 {t.Context(), "Commit", refused, false},
		"came through":            {t.Context(), "Commit", nil, false},
	} {
		invoke := func(context.Context, string, any, any, *grpc.ClientConn, ...grpc.CallOption) error { return c.err }
		err := guard{}.unary(c.ctx, "/google.firestore.v1.Firestore/"+c.method, &firestorepb.CommitRequest{}, nil, nil, invoke)
		if Raced(err) != c.raced || (err == nil) != (c.err == nil) || !c.raced && !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
