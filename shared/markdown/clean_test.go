package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var hosts = Hosts{"salfagestion.cl", "intranet.example.com"}

func TestWhatLeadsElsewhereDoesNotPassAndItsWordsDo(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"an allowed link", "[guía](https://docs.salfagestion.cl/a?b=1)", "[guía](https://docs.salfagestion.cl/a?b=1)"},
		{"an allowed host in capitals", "[guía](HTTPS://SalfaGestion.CL/a)", "[guía](https://SalfaGestion.CL/a)"},
		{"a mail", "[escribe](mailto:mesa@example.com)", "[escribe](mailto:mesa@example.com)"},
		{"a foreign link", "[pulsa](https://evil.example/x)", "pulsa"},
		{"http to an allowed host", "[pulsa](http://salfagestion.cl/)", "pulsa"},
		{"a host that ends like an allowed one", "[pulsa](https://notsalfagestion.cl/)", "pulsa"},
		{"a host that begins like an allowed one", "[pulsa](https://salfagestion.cl.evil.example/)", "pulsa"},
		{"a name before the host", "[pulsa](https://salfagestion.cl@evil.example/)", "pulsa"},
		{"a backslash in the host", `[pulsa](https://evil.example\@salfagestion.cl/)`, "pulsa"},
		{"a trailing dot", "[pulsa](https://salfagestion.cl./)", "pulsa"},
		{"no scheme", "[pulsa](//evil.example/x)", "pulsa"},
		{"relative", "[pulsa](/x)", "pulsa"},
		{"a script", "[pulsa](javascript:alert\\(1\\))", "pulsa"},
		{"a script in entities", "[pulsa](java&#115;cript:alert(1))", "pulsa"},
		{"in angle brackets", "[pulsa](<https://evil.example/a b>)", "pulsa"},
		{"with a title", `[pulsa](https://evil.example "título")`, "pulsa"},
		{"over lines", "[pul\nsa](\nhttps://evil.example\n)", "pul\nsa"},
		{"an image", "![foto](https://salfagestion.cl/p.png)", "foto"},
		{"an image in a link", "[![foto](https://evil.example/p)](https://evil.example)", "foto"},
		{"a reference", "[pulsa][r]", "pulsa"},
		{"an image by reference", "![foto][r] ![foto]", "foto foto"},
		{"a definition", "[r]: https://evil.example/x", `\[r]\: ` + "`evil.example`"},
		{"a bare address", "mira https://evil.example/x?d=1, ahora", "mira `evil.example`, ahora"},
		{"a bare allowed address", "mira https://salfagestion.cl/x, ahora", "mira https://salfagestion.cl/x, ahora"},
		{"another scheme", "mira ftp://evil.example/x", "mira `evil.example`"},
		{"www", "mira WWW.evil.example/x", "mira `evil.example`"},
		{"an autolink", "<https://evil.example/x>", "&lt;`evil.example`>"},
		{"an address in entities", "https&#58;&#47;/evil.example/x", "`evil.example`"},
		{"an escaped address", `https:\/\/evil.example/x`, "`evil.example`"},
		{"a name in a bare address", "https://salfagestion.cl@evil.example/", "`evil.example`"},
		{"HTML", "<img src=x onerror=y><!-- --><?x?></b>", "&lt;img src=x onerror=y>&lt;!-- -->&lt;?x?>&lt;/b>"},
		{"a bracket inside code", "[a`]`](https://evil.example)", "[a`]`]\\(`evil.example`)"},
		{"brackets without end", "[pulsa", `\[pulsa`},
		{"a bracket before a blank line", "[pulsa\n\n](https://evil.example)", "\\[pulsa\n\n]\\(`evil.example`)"},
	} {
		if got := Clean(tc.text, hosts); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestOrdinaryTextPassesAsItIs(t *testing.T) {
	for _, text := range []string{
		"Hola. **Negrita**, _cursiva_, `código` y ~~tachado~~.", "- uno\n- dos\n  - tres\n\n1. primero\n2. segundo",
		"| a | b |\n|---|---|\n| 1 | 2 |", "- [ ] por hacer\n- [x] hecho", "a < b, a[0] = 1, [1], [véase]", "1/2, 24/7 y //comentario",
		"mesa@example.com", "```go\nfor i := range n { f(i) } // bien\n```", "¿Y €, ñ, 👋?", "AT&T &amp; más", `C:\datos \[literal\]`, "!", "¡Ojo!", "a:b:c",
	} {
		if got := Clean(text, hosts); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// piece draws what text is made of, the dangerous often.
var piece = rapid.OneOf(
	rapid.SampledFrom([]string{
		"[", "]", "(", ")", "![", "](", "][", "]:", "<", ">", "\\", "`", "&#58;", "&lt;", "https://", "HTTP://", "evil.example", "salfagestion.cl", "www.",
		" ", "\n", "\n\n", "palabra", "ñ", "\u200b", "@", "/", ":", "*", "!", "\"", "mailto:a@example.com", "javascript:x", "[a](https://evil.example)",
	}),
	rapid.String(),
)

func draw(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "text"), "")
}

func TestHoweverATextIsCutTheSamePasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := draw(t)
		want := Clean(text, hosts)
		var got strings.Builder
		f := NewFilter(hosts, func(s string) error {
			if utf8.ValidString(text) && !utf8.ValidString(s) {
				t.Fatalf("cut within a character: %q", s)
			}
			got.WriteString(s)
			return nil
		})
		for rest := text; rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "cut")
			for n < len(rest) && utf8.ValidString(text) && !utf8.RuneStart(rest[n]) {
				n++
			}
			if err := f.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := f.Close(); err != nil || got.String() != want {
			t.Fatalf("%q in pieces gives %q, whole %q", text, got.String(), want)
		}
	})
}

// An address of an allowed host right beside a bracket may be taken away the second
// time; nothing else changes, and nothing opens.
func TestCleaningAgainOpensNothingAndChangesNothingWithoutAnAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Clean(draw(t), hosts)
		check(t, once)
		if twice := Clean(once, hosts); twice != once && !strings.Contains(once, "salfagestion.cl") {
			t.Fatalf("%q, then %q", once, twice)
		}
	})
}

func TestNoMoreIsHeldBackThanTheLongest(t *testing.T) {
	for _, begin := range []string{"[", "![", "[a](", "[a][", "x"} {
		told := 0
		f := NewFilter(hosts, func(s string) error { told += len(s); return nil })
		if err := f.Write(begin + strings.Repeat("a", 3*longest)); err != nil || told < longest {
			t.Errorf("%q: %d bytes passed, %v", begin, told, err)
		}
	}
}
