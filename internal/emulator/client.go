package emulator

import (
	"context"
	"fmt"
	"path"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/store"
)

// Client gives a client of one project's (default) database, which the caller
// closes. It reads and writes everything, past rules and fences: it is for
// sample data, tests and tools, and can't reach anything but this emulator.
func (e *Emulator) Client(ctx context.Context, project string) (*firestore.Client, error) {
	conn, err := grpc.NewClient("passthrough:///"+e.addr,
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithPerRPCCredentials(store.EmulatorOwner{}),
		grpc.WithChainUnaryInterceptor(insist))
	if err != nil {
		return nil, fmt.Errorf("connecting to the Firestore emulator on %s: %w", e.addr, err)
	}
	client, err := firestore.NewClient(ctx, project, option.WithGRPCConn(conn))
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("client of project %q in the Firestore emulator on %s: %w", project, e.addr, err)
	}
	return client, nil
}

// insist commits once more where the emulator gave no answer: when somebody who listens to
// a document leaves just as it changes, the emulator cancels the commit or gives no reason.
func insist(ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	err := invoke(ctx, method, req, reply, conn, opts...)
	if code := status.Code(err); path.Base(method) == "Commit" && ctx.Err() == nil && (code == codes.Canceled || code == codes.Unknown) {
		return invoke(ctx, method, req, reply, conn, opts...)
	}
	return err
}
