package indexes

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/proto"
)

// structured gives a query as the client sends it.
func structured(t *testing.T, make func(*firestore.Client) firestore.Query) *firestorepb.StructuredQuery {
	t.Helper()
	conn, err := grpc.NewClient("passthrough:///nowhere", grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	client, err := firestore.NewClient(t.Context(), "p", option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := make(client).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	var request firestorepb.RunQueryRequest
	if err := proto.Unmarshal(raw, &request); err != nil {
		t.Fatal(err)
	}
	return request.GetStructuredQuery()
}

func TestWhichIndexAQueryNeeds(t *testing.T) {
	type query = func(*firestore.CollectionRef) firestore.Query
	either := firestore.OrFilter{Filters: []firestore.EntityFilter{
		firestore.PropertyFilter{Path: "a", Operator: "==", Value: 1}, firestore.PropertyFilter{Path: "b", Operator: "array-contains", Value: 1},
	}}
	for name, tc := range map[string]struct {
		query query
		want  string
	}{
		"one equality":   {func(c *firestore.CollectionRef) firestore.Query { return c.Where("a", "==", 1) }, ""},
		"two equalities": {func(c *firestore.CollectionRef) firestore.Query { return c.Where("a", "==", 1).Where("b", "==", 1) }, ""},
		"an order":       {func(c *firestore.CollectionRef) firestore.Query { return c.OrderBy("a", firestore.Desc) }, ""},
		"a range in its own order": {func(c *firestore.CollectionRef) firestore.Query {
			return c.Where("a", ">", 1).OrderBy("a", firestore.Desc)
		}, ""},
		"equality and order": {func(c *firestore.CollectionRef) firestore.Query {
			return c.Where("b", "==", 1).Where("a", "==", 1).OrderBy("t", firestore.Desc)
		}, "c: a, b, t DESCENDING"},
		"equality and range": {func(c *firestore.CollectionRef) firestore.Query { return c.Where("a", "==", 1).Where("t", "<", 1) }, "c: a, t ASCENDING"},
		"in and order": {func(c *firestore.CollectionRef) firestore.Query {
			return c.Where("a", "in", []int{1}).OrderBy("t", firestore.Asc)
		}, "c: a, t ASCENDING"},
		"array-contains and order": {func(c *firestore.CollectionRef) firestore.Query {
			return c.Where("a", "array-contains", 1).OrderBy("t", firestore.Asc)
		}, "c: a CONTAINS, t ASCENDING"},
		"two orders": {func(c *firestore.CollectionRef) firestore.Query {
			return c.OrderBy("a", firestore.Asc).OrderBy("b", firestore.Desc)
		}, "c: a ASCENDING, b DESCENDING"},
		"the document's name comes along": {func(c *firestore.CollectionRef) firestore.Query {
			return c.Where("a", "==", 1).OrderBy("t", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc)
		}, "c: a, t DESCENDING"},
		"either of two, in order": {func(c *firestore.CollectionRef) firestore.Query {
			return c.WhereEntity(either).OrderBy("t", firestore.Desc)
		}, "c: a, t DESCENDING; c: b CONTAINS, t DESCENDING"},
	} {
		needs, err := Needs(structured(t, func(client *firestore.Client) firestore.Query { return tc.query(client.Collection("c")) }))
		var got []string
		for _, n := range needs {
			got = append(got, n.String())
		}
		if err != nil || strings.Join(got, "; ") != tc.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, tc.want)
		}
	}
}

func TestAnEntryServesWhatItWasMadeForAndNothingElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "indexes.json")
	if err := os.WriteFile(path, []byte(`{"indexes": [
		{"collectionGroup": "c", "fields": [{"fieldPath": "b", "order": "DESCENDING"}, {"fieldPath": "a", "order": "ASCENDING"}, {"fieldPath": "t", "order": "DESCENDING"}]},
		{"collectionGroup": "c", "fields": [{"fieldPath": "l", "arrayConfig": "CONTAINS"}, {"fieldPath": "t", "order": "DESCENDING"}]}
	]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	both := func(direction firestore.Direction) *firestorepb.StructuredQuery {
		return structured(t, func(client *firestore.Client) firestore.Query {
			return client.Collection("c").Where("a", "==", 1).Where("b", "==", 1).OrderBy("t", direction)
		})
	}
	if err := f.Serve(both(firestore.Asc)); err == nil {
		t.Error("another direction is served")
	}
	if len(f.Unused()) != 2 {
		t.Errorf("unused: %v", f.Unused())
	}
	if err := f.Serve(both(firestore.Desc)); err != nil {
		t.Error(err)
	}
	if got := f.Unused(); len(got) != 1 || !strings.Contains(got[0], "CONTAINS") {
		t.Errorf("unused: %v", got)
	}
}

func TestACollectionHasOneTimeToLive(t *testing.T) {
	for name, tc := range map[string]struct {
		overrides, want string
		refused         bool
	}{
		"none":                        {`{"collectionGroup": "c", "fieldPath": "a", "indexes": []}`, "", false},
		"one":                         {`{"collectionGroup": "c", "fieldPath": "a", "ttl": true, "indexes": []}`, "a", false},
		"one that is switched off":    {`{"collectionGroup": "c", "fieldPath": "a", "ttl": false, "indexes": []}`, "", false},
		"one of another's collection": {`{"collectionGroup": "d", "fieldPath": "a", "ttl": true, "indexes": []}`, "", false},
		"two": {`{"collectionGroup": "c", "fieldPath": "a", "ttl": true, "indexes": []},
			{"collectionGroup": "c", "fieldPath": "b", "ttl": true, "indexes": []}`, "", true},
	} {
		path := filepath.Join(t.TempDir(), "indexes.json")
		if err := os.WriteFile(path, []byte(`{"fieldOverrides": [`+tc.overrides+`]}`), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := Read(path)
		if (err != nil) != tc.refused || err == nil && f.TimeToLive("c") != tc.want {
			t.Errorf("%s: %v, %+v", name, err, f)
		}
	}
}
