package emulator

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"getaifactory.com/ally/shared/store"
)

// Client gives a client of one project's (default) database, which the caller
// closes. It reads and writes everything, past rules and fences: it is for
// sample data, tests and tools, and can't reach anything but this emulator.
func (e *Emulator) Client(ctx context.Context, project string) (*firestore.Client, error) {
	conn, err := grpc.NewClient("passthrough:///"+e.addr,
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithPerRPCCredentials(store.EmulatorOwner{}))
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
