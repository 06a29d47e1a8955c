package rules

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const part = "    " + Begin + `
    function allySignedIn() { return request.auth != null; }
    match /ally_conversations/{conversation} {
      allow get: if allySignedIn(); // a brace } in a comment
    }
    match /ally_messages/{message} {
      allow read: if false;
    }
    ` + End

const classic = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    function isOwner(id) { return request.auth.uid == id; }
    match /users/{userId} {
      allow read: if isOwner(userId);
      match /notes/{note} { allow read: if isOwner(userId); }
    }
  }
}
`

// styles are rulesets as people write them.
var styles = map[string]string{
	"as usual":                       classic,
	"no newline at the end":          strings.TrimSuffix(classic, "\n"),
	"Windows' line endings":          strings.ReplaceAll(classic, "\n", "\r\n"),
	"tabs":                           strings.ReplaceAll(classic, "  ", "\t"),
	"braces in comments":             strings.Replace(classic, "    match /users", "    // a } here { and there\n    /* } } { \n } */\n    match /users", 1),
	"slashes in strings":             strings.Replace(classic, "isOwner(userId);\n", "request.auth.token.url != 'https://x.example/}' && request.auth.token.q != \"//{\" && 'it\\'s }' != '';\n", 1),
	"functions in odd places":        strings.Replace(classic, "service cloud", "function outside() { return true; }\nservice cloud", 1) + "\nfunction after() {\n  let x = {'a': 1};\n  return x['a'] == 1;\n}\n",
	"all on few lines":               "rules_version='2';service cloud.firestore{match /databases/{database}/documents{match /users/{u}{allow read:if true;}}}",
	"the brace beside another":       strings.Replace(classic, "  }\n}\n", "  }}\n", 1),
	"another database's name":        strings.Replace(classic, "{database}", "{db}", 1),
	"a service of storage beside it": classic + "service firebase.storage {\n  match /b/{bucket}/o {\n    match /{all=**} { allow read: if false; }\n  }\n}\n",
	"a service before it":            "service firebase.storage {\n  match /b/{bucket}/o { match /{all=**} { allow read: if false; } }\n}\n" + classic,
	"a name that begins like ours":   strings.Replace(classic, "match /users/", "match /allyances/", 1),
	"a wildcard below a collection":  strings.Replace(classic, "match /notes/{note}", "match /{below=**}", 1),
	"a map in a condition":           strings.Replace(classic, "if isOwner(userId);\n", "if {'a': {'b': 1}}.keys().hasAny(['a']);\n", 1),
	"no version line":                strings.TrimPrefix(classic, "rules_version = '2';\n"),
}

func TestOurPartGoesInAndNothingElseChanges(t *testing.T) {
	for name, live := range styles {
		merged, err := Merge(live, part)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		begin, end, found, err := marked(merged)
		if err != nil || !found {
			t.Errorf("%s: our part is not found in\n%s", name, merged)
			continue
		}
		rest := merged[:begin] + merged[end:]
		if !oneGap(live, rest) {
			t.Errorf("%s: it has become\n%s", name, merged)
		}
		if strings.ReplaceAll(merged[begin:end], "\r\n", "\n") != part {
			t.Errorf("%s: our part has become\n%s", name, merged[begin:end])
		}
		if strings.Contains(live, "\r\n") && strings.Contains(strings.ReplaceAll(merged, "\r\n", ""), "\n") {
			t.Errorf("%s: line endings are mixed", name)
		}
		blocks, err := scan(merged)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		inside := false
		for _, b := range blocks {
			inside = inside || b.kind == "match" && strings.HasSuffix(b.path(), "/documents/ally_messages/{message}")
		}
		if !inside {
			t.Errorf("%s: our part stands outside the documents' block\n%s", name, merged)
		}
		if twice, err := Merge(merged, part); err != nil || twice != merged {
			t.Errorf("%s: merging again changes it: %v\n%s", name, err, twice)
		}
		newer := strings.Replace(part, "if false", "if true", 1)
		replaced, err := Merge(merged, newer)
		if err != nil || strings.ReplaceAll(replaced, "\r\n", "\n") != strings.Replace(strings.ReplaceAll(merged, "\r\n", "\n"), part, newer, 1) {
			t.Errorf("%s: an older part is not replaced: %v\n%s", name, err, replaced)
		}
	}
}

// oneGap says whether b is a with at most white space of one line break more, at
// one place.
func oneGap(a, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && j < len(b)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	return i+j == len(a) && strings.TrimSpace(b[i:len(b)-j]) == "" && strings.Count(b[i:len(b)-j], "\n") <= 2
}

func TestWhatIsTakenOutAgainLeavesTheRulesetAsItWas(t *testing.T) {
	for name, live := range styles {
		merged, err := Merge(live, part)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, err := Remove(merged); err != nil || got != live {
			t.Errorf("%s: %v\n%q\n%q", name, err, got, live)
		}
	}
	if got, err := Remove(classic); err != nil || got != classic {
		t.Errorf("where there is none: %v\n%s", err, got)
	}
}

func TestWhatCollidesIsRefusedWithItsLine(t *testing.T) {
	for name, tc := range map[string]struct{ live, says string }{
		"a function of a name of ours":  {strings.Replace(classic, "isOwner", "allySignedIn", 1), "line 4"},
		"a function outside":            {classic + "function allySignedIn() { return true; }\n", "line 11"},
		"a match of ours":               {strings.Replace(classic, "match /users/{userId}", "match /ally_messages/{userId}", 1), "line 5"},
		"a match of any collection":     {strings.Replace(classic, "match /users/{userId}", "match /{collection}/{userId}", 1), "line 5"},
		"a match of everything":         {strings.Replace(classic, "match /users/{userId}", "match /{document=**}", 1), "line 5"},
		"two documents' blocks":         {strings.Replace(classic, "  }\n}\n", "  }\n  match /databases/{database}/documents { }\n}\n", 1), "2 blocks"},
		"no documents' block":           {"service firebase.storage { match /b/{bucket}/o { } }", "0 blocks"},
		"nothing":                       {"", "0 blocks"},
		"a brace too many":              {classic + "}\n", "line 11"},
		"a brace too few":               {strings.TrimSuffix(classic, "}\n"), "line 2"},
		"only the first marker":         {strings.Replace(classic, "    match /users", "    "+Begin+"\n    match /users", 1), "marker"},
		"two parts of ours":             {strings.Replace(classic, "    match /users", part+"\n"+part+"\n    match /users", 1), "marker"},
		"something before the marker":   {strings.Replace(classic, "    match /users", "x "+strings.TrimSpace(part)+"\n    match /users", 1), "line 5"},
		"everything of group documents": {strings.Replace(classic, "match /users/{userId}", "match /{path=**}/ally_messages/{userId}", 1), "line 5"},
	} {
		if merged, err := Merge(tc.live, part); err == nil || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v, want %q\n%s", name, err, tc.says, merged)
		}
	}
}

func TestWhateverIsReadNothingPanicsAndNothingOfTheirsIsLost(t *testing.T) {
	piece := rapid.OneOf(rapid.SampledFrom([]string{
		"{", "}", "//", "/*", "*/", "'", "\"", "\\", "\n", "match ", "function ", "/users/{u}", "service cloud.firestore {", "match /databases/{database}/documents {",
		"allow read: if true;", Begin, End, part, " ",
	}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		live := strings.Join(rapid.SliceOfN(piece, 0, 25).Draw(t, "live"), "")
		merged, err := Merge(live, part)
		if err != nil {
			return
		}
		if begin, end, _, _ := marked(live); end == 0 {
			back, err := Remove(merged)
			if err != nil || back != live {
				t.Fatalf("%v: %q became %q and then %q", err, live, merged, back)
			}
		} else if !strings.HasPrefix(merged, live[:begin]) || !strings.HasSuffix(merged, live[end:]) {
			t.Fatalf("%q became %q", live, merged)
		}
	})
}
