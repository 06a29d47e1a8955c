package markdown

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"
)

var renderer = goldmark.New(goldmark.WithExtensions(extension.GFM))

// check reads a cleaned text as CommonMark with GFM, and fails where anything in
// it leads to a foreign host, loads an image or is HTML.
func check(t interface{ Fatalf(string, ...any) }, original string) {
	cleaned := []byte(Clean(original, hosts))
	document := renderer.Parser().Parse(text.NewReader(cleaned))
	leads := func(destination []byte) {
		u, err := url.Parse(strings.TrimSpace(string(destination)))
		if err != nil || u.Scheme != "mailto" && (u.Scheme != "https" || !hosts.allow(u.Hostname())) {
			t.Fatalf("%q leads to %q, cleaned from %q", cleaned, destination, original)
		}
	}
	err := ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch node := n.(type) {
		case *ast.Image:
			t.Fatalf("%q has an image, cleaned from %q", cleaned, original)
		case *ast.RawHTML, *ast.HTMLBlock:
			t.Fatalf("%q has HTML, cleaned from %q", cleaned, original)
		case *ast.Link:
			leads(node.Destination)
		case *ast.AutoLink:
			if address := node.URL(cleaned); node.AutoLinkType == ast.AutoLinkURL && !bytes.HasPrefix(address, []byte("mailto:")) {
				leads(address)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
}

func TestNothingThatPassesLeadsElsewhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { check(t, draw(t)) })
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		"[a](https://evil.example)", "![a](x)", "<https://evil.example>", "[a]: https://evil.example\n[a]", "[a`]`](https://evil.example)",
		"https&#58;//evil.example", "\\[a](https://evil.example)", "www.evil.example", "[a](<b", "[[a](b)](c)", "> [a]: //evil.example\n\n[a]",
		"<![", "<[a](https://evil.example)", "[<][]A", "][][](", "[]\\(https://", "[]&#58;https://", "www.\\![]", "\\https://[",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, original string) { check(t, original) })
}
