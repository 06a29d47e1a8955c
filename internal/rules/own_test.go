package rules

import (
	"os"
	"testing"

	"getaifactory.com/ally/internal/emulator/emulatortest"
)

// The rules that are deployed are ours inside the live ones.
func TestOurOwnPartGoesIntoALiveRulesetAndChangesNoAnswerThere(t *testing.T) {
	t.Parallel()
	ours, err := os.ReadFile("../../firestore.rules")
	if err != nil {
		t.Fatal(err)
	}
	own, err := Part(string(ours))
	if err != nil {
		t.Fatal(err)
	}
	for name, live := range styles {
		if _, err := Merge(live, own); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	merged, err := Merge(full, own)
	if err != nil {
		t.Fatal(err)
	}
	c := Comparer{Address: emulatortest.Shared(t).Addr(), Projects: [2]string{emulatortest.Project(t), emulatortest.Project(t)}}
	if differences, _, err := c.Compare(t.Context(), full, merged); err != nil || len(differences) > 0 {
		t.Errorf("%v, %v", differences, err)
	}
}
