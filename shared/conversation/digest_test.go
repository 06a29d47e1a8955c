package conversation

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// digestBytes is what a document of Firestore may take, with room for its names.
const digestBytes = 1 << 20 * 9 / 10

func TestADigestFitsIntoADocumentHoweverLongTheMessagesAre(t *testing.T) {
	widest := strings.Repeat("\U0001F44B", 20000) // four bytes each
	exchange := len(start(widest, digestQuestion)) + len(start(widest, digestAnswer)) + 200
	if all := exchange * digestMessages / 2; all > digestBytes {
		t.Errorf("%d bytes", all)
	}
}

func TestTheBeginningOfATextIsWholeCharactersAndMarkedWhereItWasCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, most := rapid.String().Draw(t, "text"), rapid.IntRange(1, 40).Draw(t, "characters")
		got := start(text, most)
		if utf8.RuneCountInString(text) <= most {
			if got != text {
				t.Fatalf("%q became %q", text, got)
			}
			return
		}
		kept, cut := strings.CutSuffix(got, "…")
		if !cut || utf8.RuneCountInString(kept) != most || !strings.HasPrefix(text, kept) {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
