package classic_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/classic"
)

// inUse says whether a context source may be used at all.
func inUse(d map[string]any) bool {
	return d["enabled"] != false && (d["status"] == nil || d["status"] == "active")
}

func TestTheDocumentsOfAgentsAreThoseInUseThatAreAssignedToThem(t *testing.T) {
	t.Parallel()
	d := theSample(t).only("context_sources")
	r := d.store(t)
	agents := []string{sample.AgentM003, sample.AgentS002, sample.AgentKAMKE, "agent-unknown"}
	want := map[string]string{}
	for id, source := range d.in("context_sources") {
		of := func(agent any) bool { return slices.Contains(agents, text(agent)) }
		if inUse(source) && slices.ContainsFunc(many(source["assignedToAgents"]), of) {
			want[id] = text(source["extractedData"])
		}
	}
	found, err := r.DocumentsOf(t.Context(), agents, classic.MostDocuments, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, document := range found {
		if _, twice := got[document.ID]; twice {
			t.Errorf("%s twice", document.ID)
		}
		got[document.ID] = document.Text
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDocumentsThatAreNotInUseAreNotGivenByTheirIDs(t *testing.T) {
	t.Parallel()
	d := theSample(t).only("context_sources")
	r := d.store(t)
	all := slices.Sorted(maps.Keys(d.in("context_sources")))
	found, err := r.Documents(t.Context(), append(all, "doc-unknown"))
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, document := range found {
		got = append(got, document.ID)
	}
	for _, id := range all {
		if inUse(d["context_sources/"+id]) {
			want = append(want, id)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || len(want) == len(all) {
		t.Errorf("%d of %d: %s", len(want), len(all), diff)
	}
}

func TestDocumentsAndTheirTextsAreNoMoreThanAskedFor(t *testing.T) {
	t.Parallel()
	d := documents{}
	var agents []string
	for i := range 70 { // three queries
		agent := fmt.Sprintf("a%02d", i)
		agents = append(agents, agent)
		d[fmt.Sprintf("context_sources/d%02d", i)] = map[string]any{
			"assignedToAgents": []any{agent, agents[0]}, "extractedData": strings.Repeat("ñ", 3000),
		}
	}
	r := d.store(t)
	for _, most := range []int{0, 1, 30, 69, 200} {
		var found []classic.Document
		costs(t, fmt.Sprint(most, " documents"), max(most, 1)+3, 3, func(ctx context.Context) (err error) {
			found, err = r.DocumentsOf(ctx, agents, most, 1001)
			return err
		})
		if len(found) != min(most, 70) {
			t.Errorf("%d, want %d", len(found), min(most, 70))
		}
		for _, document := range found {
			if document.Text != strings.Repeat("ñ", 500) {
				t.Errorf("%s: %d bytes", document.ID, len(document.Text))
			}
		}
	}
}
