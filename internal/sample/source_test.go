package sample

import (
	"strings"
	"testing"
)

func TestADocumentFileIsFrontMatterAndText(t *testing.T) {
	tests := []struct {
		name, file string
		wantID     string
		wantText   string
		wantError  string
	}{
		{"both", "---\nid: a\n---\nHola.\n", "a", "Hola.", ""},
		{"no text", "---\nid: a\n---\n", "a", "", ""},
		{"a rule within the text is text", "---\nid: a\n---\nUno\n---\nDos", "a", "Uno\n---\nDos", ""},
		{"no front matter", "Hola.", "", "", "no front matter"},
		{"an open front matter", "---\nid: a\n", "", "", "has no end"},
		{"an unknown field", "---\nid: a\ncolour: red\n---\n", "", "", "colour"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, err := parseSource(test.file)
			if test.wantError != "" {
				if err == nil || !strings.Contains(err.Error(), test.wantError) {
					t.Fatalf("error %v, want %q", err, test.wantError)
				}
				return
			}
			if err != nil || s.ID != test.wantID || s.Text != test.wantText {
				t.Errorf("%+v, %v; want id %q, text %q", s, err, test.wantID, test.wantText)
			}
		})
	}
}

func FuzzParseSource(f *testing.F) {
	f.Add("---\nid: a\n---\nHola.\n")
	f.Add("---\n---\n---\n")
	f.Fuzz(func(t *testing.T, file string) {
		s, err := parseSource(file)
		if err == nil && !strings.HasSuffix(strings.TrimSpace(file), s.Text) {
			t.Errorf("%q ends in another text than %q", file, s.Text)
		}
	})
}

func TestTokensAreFourCharactersEach(t *testing.T) {
	for text, want := range map[string]int64{"": 0, "a": 1, "ñandú": 2, "1234": 1, "12345678": 2} {
		if got := tokens(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
