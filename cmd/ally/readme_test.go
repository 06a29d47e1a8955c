package main

import (
	"os"
	"strings"
	"testing"

	"getaifactory.com/ally/functions"
)

// between gives the README's text between the markers <!-- name… and <!-- /name.
func between(t *testing.T, name string) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, begins := strings.Cut(string(readme), "<!-- "+name)
	_, rest, _ = strings.Cut(rest, "-->\n")
	text, _, ends := strings.Cut(rest, "<!-- /"+name)
	if !begins || !ends {
		t.Fatalf("the README has no part %q", name)
	}
	return text
}

func TestTheReadmesTableListsTheFunctionsAsTheyAreDeclared(t *testing.T) {
	var want strings.Builder
	want.WriteString("| function | what for | called at | writes |\n|---|---|---|---|\n")
	for _, f := range functions.All {
		x := factsOf(f)
		at := strings.Join(x.Methods, ", ") + " `" + x.Route + "`"
		if x.Document != "" {
			at = x.happens() + " `" + x.Document + "`"
		}
		if x.Schedule != "" {
			at = "schedule `" + x.Schedule + "`"
		}
		writes := "nothing"
		if len(x.Writes) > 0 {
			writes = "`" + strings.Join(x.Writes, "`, `") + "`"
		}
		want.WriteString("| `" + x.Name + "` | " + x.Purpose + " | " + at + " | " + writes + " |\n")
	}
	if got := between(t, "functions"); got != want.String() {
		t.Errorf("the README has\n%s\nthe functions declare\n%s", got, want.String())
	}
}
