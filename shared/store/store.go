// Package store gives the functions their only Firestore client: one that
// refuses writes outside Ally's own data before they leave the process, and
// that counts what each request costs.
package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// Options says which database to open and what may be written there.
type Options struct {
	Project string
	// Emulator is the address of a Firestore emulator, "" for the real service.
	Emulator string
	// Writes names the collections that may be written. What lies outside
	// Ally's own data is refused even when named here, save for the additive
	// fields of the classic system.
	Writes []string
	Log    *slog.Logger // is told of every refusal
	// Observe is told of every query that leaves the process; nil for nobody. It may
	// be called from many goroutines.
	Observe func(*firestorepb.StructuredQuery)
}

// Open gives a client on the project's default database. Close ends it.
func Open(ctx context.Context, o Options) (*firestore.Client, error) {
	if o.Project == "" || o.Log == nil {
		return nil, errors.New("store: a project and a log are needed")
	}
	intercept := o.interceptors()
	var options []option.ClientOption
	if o.Emulator == "" {
		for _, i := range intercept {
			options = append(options, option.WithGRPCDialOption(i))
		}
	} else {
		conn, err := grpc.NewClient("passthrough:///"+o.Emulator, append(intercept,
			grpc.WithTransportCredentials(insecure.NewCredentials()),
			grpc.WithPerRPCCredentials(EmulatorOwner{}))...)
		if err != nil {
			return nil, fmt.Errorf("store: reach the emulator at %s: %w", o.Emulator, err)
		}
		options = append(options, option.WithGRPCConn(conn))
	}
	client, err := firestore.NewClient(ctx, o.Project, options...)
	if err != nil {
		return nil, fmt.Errorf("store: open project %s: %w", o.Project, err)
	}
	return client, nil
}

// interceptors put the guard between the client and the network.
func (o Options) interceptors() []grpc.DialOption {
	g := guard{
		fence: fence{
			database:    "projects/" + o.Project + "/databases/" + firestore.DefaultDatabaseID,
			collections: o.Writes,
		},
		log: o.Log, observe: o.Observe,
	}
	return []grpc.DialOption{
		grpc.WithChainUnaryInterceptor(g.unary),
		grpc.WithChainStreamInterceptor(g.stream),
	}
}

// EmulatorBearer is the authorization of the database's owner in an emulator.
const EmulatorBearer = "Bearer owner"

// EmulatorOwner is the credential that an emulator takes for the database's
// owner. Like the server libraries' real credentials it passes the security
// rules by; no other server takes it.
type EmulatorOwner struct{}

// GetRequestMetadata gives the header that carries it.
func (EmulatorOwner) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": EmulatorBearer}, nil
}

// RequireTransportSecurity says that it may go over a plain connection.
func (EmulatorOwner) RequireTransportSecurity() bool { return false }
