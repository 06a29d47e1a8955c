package store

import (
	"errors"
	"testing"

	"cloud.google.com/go/firestore"
	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/api/option"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// An entry of the trail is added and, when somebody is erased, left without their name;
// nothing else gets past the fence, by whatever call.
func TestNothingChangesWhatStandsInTheTrail(t *testing.T) {
	n := newNetwork(t, trail)
	client, err := firestore.NewClient(t.Context(), "p", option.WithGRPCConn(n.conn))
	if err != nil {
		t.Fatal(err)
	}
	entry := client.Collection(trail).Doc("audit_1")
	fields := func(pairs ...any) (list []firestore.Update) {
		for i := 0; i < len(pairs); i += 2 {
			name, _ := pairs[i].(string)
			list = append(list, firestore.Update{Path: name, Value: pairs[i+1]})
		}
		return list
	}
	for name, tc := range map[string]struct {
		write   Write
		allowed bool
	}{
		"an entry is added":                 {Create(entry, map[string]any{"what": "x"}), true},
		"its name is erased":                {Change(entry, fields("userId", "", "userEmail", "")...), true},
		"it is replaced":                    {Set(entry, map[string]any{"what": "y"}), false},
		"it is merged into":                 {Merge(entry, map[string]any{"what": "y"}), false},
		"it is deleted":                     {Delete(entry), false},
		"what was done is changed":          {Change(entry, fields("what", "y")...), false},
		"what was done is emptied":          {Change(entry, fields("what", "")...), false},
		"somebody else is named":            {Change(entry, fields("userId", "usr_other")...), false},
		"a name is removed with the field":  {Change(entry, fields("userId", "", "why", firestore.Delete)...), false},
		"a name becomes a time":             {Change(entry, fields("userId", firestore.ServerTimestamp)...), false},
		"something is put below it":         {Create(entry.Collection("ally_notes").Doc("n"), map[string]any{"a": 1}), false},
		"a name is erased with a false one": {Change(entry, fields("userId", "", "userEmail", "x@example.com")...), false},
	} {
		_, err := Commit(t.Context(), client, tc.write)
		fenced := (*FenceError)(nil)
		if refused := errors.As(err, &fenced); refused == tc.allowed {
			t.Errorf("%s: %v", name, err)
		}
	}
	calls := n.calls.Load()
	for rpc, err := range everyWrite(t.Context(), n.api(t), trail+"/audit_1", "what") {
		if fenced := (*FenceError)(nil); rpc != "CreateDocument" && !errors.As(err, &fenced) {
			t.Errorf("%s: %v, want the fence's refusal", rpc, err)
		} else if rpc == "CreateDocument" && status.Code(err) != codes.Unimplemented {
			t.Errorf("%s: %v, want it to reach the network", rpc, err)
		}
	}
	if after := n.calls.Load(); after > calls+2 { // one creates; the Write stream opens before its first message
		t.Errorf("%d calls left the process", after-calls)
	}
	whole := &pb.Write{Operation: &pb.Write_Update{Update: &pb.Document{Name: database + "/documents/" + trail + "/audit_1"}}}
	if _, err := n.api(t).Commit(t.Context(), &pb.CommitRequest{Database: database, Writes: []*pb.Write{whole}}); status.Code(err) == codes.Unimplemented {
		t.Error("an entry without a precondition was let through")
	}
}
