package store

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	firestoreapi "cloud.google.com/go/firestore/apiv1"
	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/types/known/timestamppb"
	"pgregory.net/rapid"
)

const database = "projects/p/databases/(default)"

// network is a server that counts every call that leaves the process, and
// answers none.
type network struct {
	calls atomic.Int64
	conn  *grpc.ClientConn
}

func newNetwork(t *testing.T, writes ...string) *network {
	n := &network{}
	listener := bufconn.Listen(1 << 16)
	server := grpc.NewServer(grpc.UnknownServiceHandler(func(any, grpc.ServerStream) error {
		n.calls.Add(1)
		return status.Error(codes.Unimplemented, "reached the network")
	}))
	go func() { _ = server.Serve(listener) }()
	options := Options{Project: "p", Writes: writes, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	conn, err := grpc.NewClient("passthrough:///network", append(options.interceptors(),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()))...)
	if err != nil {
		t.Fatal(err)
	}
	n.conn = conn
	t.Cleanup(func() { _ = conn.Close(); server.Stop() })
	return n
}

func (n *network) api(t *testing.T) *firestoreapi.Client {
	client, err := firestoreapi.NewClient(t.Context(), option.WithGRPCConn(n.conn))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// everyWrite sends the same change of one document by each RPC that can write.
func everyWrite(ctx context.Context, api *firestoreapi.Client, path string, fields ...string) map[string]error {
	name := database + "/documents/" + path
	collection, id := path[:strings.LastIndex(path, "/")], path[strings.LastIndex(path, "/")+1:]
	document := &pb.Document{Name: name, Fields: map[string]*pb.Value{}}
	mask := &pb.DocumentMask{FieldPaths: fields}
	write := &pb.Write{
		Operation:       &pb.Write_Update{Update: document},
		UpdateMask:      mask,
		CurrentDocument: &pb.Precondition{ConditionType: &pb.Precondition_Exists{Exists: true}},
	}
	parent := database + "/documents"
	if i := strings.LastIndex(collection, "/"); i >= 0 {
		parent, collection = parent+"/"+collection[:i], collection[i+1:]
	}
	failed := map[string]error{}
	_, failed["Commit"] = api.Commit(ctx, &pb.CommitRequest{Database: database, Writes: []*pb.Write{write}})
	_, failed["BatchWrite"] = api.BatchWrite(ctx, &pb.BatchWriteRequest{Database: database, Writes: []*pb.Write{write}})
	_, failed["CreateDocument"] = api.CreateDocument(ctx, &pb.CreateDocumentRequest{
		Parent: parent, CollectionId: collection, DocumentId: id, Document: &pb.Document{},
	})
	_, failed["UpdateDocument"] = api.UpdateDocument(ctx, &pb.UpdateDocumentRequest{
		Document: document, UpdateMask: mask, CurrentDocument: write.CurrentDocument,
	})
	failed["DeleteDocument"] = api.DeleteDocument(ctx, &pb.DeleteDocumentRequest{Name: name})
	stream, err := api.Write(ctx)
	if err == nil {
		err = stream.Send(&pb.WriteRequest{Database: database, Writes: []*pb.Write{write}})
		if err == nil || errors.Is(err, io.EOF) { // the server may end the stream first; Recv tells with what
			_, err = stream.Recv()
		}
	}
	failed["Write"] = err
	return failed
}

func TestNoRPCWritesToTheClassicSystem(t *testing.T) {
	for _, tc := range []struct {
		path   string
		fields []string
	}{
		{"conversations/c1", []string{"title"}},
		{"users/u1", []string{"role"}},
		{"users/u1", []string{"allyBetaAccess", "role"}},
		{"users/u1", nil},
		{"messages/m1", []string{"content"}},
		{"organizations/o1", []string{"domainPrompt"}},
		{"conversations/c1/ally_notes/n1", []string{"text"}},
		{"ally_conversations/c1/conversations/c2", []string{"title"}},
	} {
		t.Run(tc.path+" "+strings.Join(tc.fields, ","), func(t *testing.T) {
			n := newNetwork(t, "conversations", "users", "messages", "organizations", "ally_conversations")
			for rpc, err := range everyWrite(t.Context(), n.api(t), tc.path, tc.fields...) {
				if fenced := (*FenceError)(nil); !errors.As(err, &fenced) {
					t.Errorf("%s: %v, want the fence's refusal", rpc, err)
				}
			}
			if rpc := n.calls.Load(); rpc > 1 { // the Write stream opens before its first message
				t.Errorf("%d calls left the process", rpc)
			}
		})
	}
}

func TestAFunctionWritesOnlyWhereItDeclaresTo(t *testing.T) {
	n := newNetwork(t, "ally_messages")
	for rpc, err := range everyWrite(t.Context(), n.api(t), "ally_actions/a1", "status") {
		if fenced := (*FenceError)(nil); !errors.As(err, &fenced) {
			t.Errorf("%s to an undeclared collection: %v, want the fence's refusal", rpc, err)
		}
	}
	for rpc, err := range everyWrite(t.Context(), n.api(t), "ally_messages/m1", "status") {
		if status.Code(err) != codes.Unimplemented {
			t.Errorf("%s to a declared collection: %v, want it to reach the network", rpc, err)
		}
	}
}

func TestAdditiveFieldsOfExistingDocumentsMayBeSet(t *testing.T) {
	f := fence{database: database, collections: []string{"users", "organizations", "domains", "conversations"}}
	exists := &pb.Precondition{ConditionType: &pb.Precondition_Exists{Exists: true}}
	updated := &pb.Precondition{ConditionType: &pb.Precondition_UpdateTime{UpdateTime: timestamppb.New(time.Unix(1, 0))}}
	absent := &pb.Precondition{ConditionType: &pb.Precondition_Exists{Exists: false}}
	for _, tc := range []struct {
		name         string
		path         string
		fields       []string
		precondition *pb.Precondition
		transform    string
		allowed      bool
	}{
		{"the grant", "users/u1", []string{"allyBetaAccess.enabled"}, exists, "", true},
		{"the grant, optimistically", "users/u1", []string{"allyBetaAccess"}, updated, "", true},
		{"the organization's configuration", "organizations/o1", []string{"allyConfig.enabledApps"}, exists, "", true},
		{"the domain's configuration", "domains/d.cl", []string{"allyDomainConfig"}, exists, "", true},
		{"a time set by the server in a field of ours", "users/u1", []string{"allyBetaAccess.enabled"}, exists, "allyBetaAccess.enabledAt", true},
		{"a time set by the server in a field of theirs", "users/u1", []string{"allyBetaAccess.enabled"}, exists, "updatedAt", false},
		{"a field that only begins like ours", "users/u1", []string{"allyBetaAccessory"}, exists, "", false},
		{"a quoted field that reads like ours", "users/u1", []string{"`allyBetaAccess.x`"}, exists, "", false},
		{"a quoted field behind ours", "users/u1", []string{"allyBetaAccess.`role`"}, exists, "", false},
		{"another collection's field", "users/u1", []string{"allyConfig"}, exists, "", false},
		{"a document that may not exist", "users/u1", []string{"allyBetaAccess"}, nil, "", false},
		{"a new document", "users/u1", []string{"allyBetaAccess"}, absent, "", false},
		{"a whole document", "users/u1", nil, exists, "", false},
		{"a classic conversation", "conversations/c1", []string{"allyConfig"}, exists, "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := &pb.Write{
				Operation:       &pb.Write_Update{Update: &pb.Document{Name: database + "/documents/" + tc.path}},
				CurrentDocument: tc.precondition,
			}
			if tc.fields != nil {
				w.UpdateMask = &pb.DocumentMask{FieldPaths: tc.fields}
			}
			if tc.transform != "" {
				w.UpdateTransforms = []*pb.DocumentTransform_FieldTransform{{FieldPath: tc.transform}}
			}
			err := f.refuse("Commit", &pb.CommitRequest{Writes: []*pb.Write{w}})
			if (err == nil) != tc.allowed {
				t.Errorf("refused: %v, want allowed %v", err, tc.allowed)
			}
		})
	}
}

func TestAnUnknownCallIsRefused(t *testing.T) {
	n := newNetwork(t, "ally_messages")
	err := n.conn.Invoke(t.Context(), "/google.firestore.v1.Firestore/ExecutePipeline", &pb.CommitRequest{}, &pb.CommitResponse{})
	if fenced := (*FenceError)(nil); !errors.As(err, &fenced) {
		t.Errorf("unary: %v", err)
	}
	_, err = n.conn.NewStream(t.Context(), &grpc.StreamDesc{ServerStreams: true}, "/google.firestore.v1.Firestore/ExecutePipeline")
	if fenced := (*FenceError)(nil); !errors.As(err, &fenced) {
		t.Errorf("stream: %v", err)
	}
	if n.calls.Load() != 0 {
		t.Error("it left the process")
	}
}

func TestAnotherDatabaseIsOutOfReach(t *testing.T) {
	f := fence{database: database, collections: []string{"ally_messages"}}
	err := f.refuse("Commit", &pb.CommitRequest{Writes: []*pb.Write{{
		Operation: &pb.Write_Delete{Delete: "projects/other/databases/(default)/documents/ally_messages/m1"},
	}}})
	if err == nil {
		t.Error("a write to another project was let through")
	}
}

func TestNothingIsWrittenBeforeAccessIsDecided(t *testing.T) {
	n := newNetwork(t, "ally_messages")
	client, err := firestore.NewClient(t.Context(), "p", option.WithGRPCConn(n.conn))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Commit(ReadOnly(t.Context()), client, Set(client.Collection("ally_messages").Doc("m1"), map[string]any{"a": 1}))
	if fenced := (*FenceError)(nil); !errors.As(err, &fenced) {
		t.Errorf("%v, want the fence's refusal", err)
	}
	if n.calls.Load() != 0 {
		t.Error("it left the process")
	}
}

// Whatever path a write has, it passes only if every collection in it is ours
// or it is the additive field of a classic document.
func TestNoPathPassesTheFenceByAccident(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		segment := rapid.SampledFrom([]string{"users", "conversations", "ally_messages", "ally_x", "super_prompts", "xally_", "Ally_messages", ".", "a", "", "messages"})
		parts := rapid.SliceOfN(segment, 1, 6).Draw(t, "parts")
		f := fence{database: database, collections: parts}
		w := &pb.Write{Operation: &pb.Write_Delete{Delete: database + "/documents/" + strings.Join(parts, "/")}}
		if f.refuse("Commit", &pb.CommitRequest{Writes: []*pb.Write{w}}) != nil {
			return
		}
		for i := 0; i < len(parts); i += 2 {
			if !strings.HasPrefix(parts[i], "ally_") && parts[i] != "super_prompts" {
				t.Fatalf("deleting %v passed", parts)
			}
		}
	})
}
