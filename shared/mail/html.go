package mail

import (
	"bytes"
	"fmt"
	"html"
	"net/url"
	"slices"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	markup "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// schemes are those that a link of a letter may have.
var schemes = []string{"https", "http", "mailto"}

// converter makes HTML of Markdown that holds nothing but the elements of Markdown:
// no HTML of the writer, no images, which would tell the sender who reads, and no
// links but to the schemes above.
var converter = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify),
	goldmark.WithRendererOptions(markup.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(harmless{}, 1))),
)

// HTML gives a letter's text as an HTML document.
func HTML(markdown string) (string, error) {
	var body bytes.Buffer
	if err := converter.Convert([]byte(markdown), &body); err != nil {
		return "", fmt.Errorf("mail: %w", err)
	}
	return `<!doctype html><html><head><meta charset="utf-8"><style>` +
		`body{font:16px/1.5 system-ui,sans-serif;color:#1f2328;max-width:42em;margin:1em auto;padding:0 1em}` +
		`table{border-collapse:collapse}td,th{border:1px solid #d0d7de;padding:.3em .6em}blockquote{border-left:3px solid #d0d7de;margin-left:0;padding-left:1em}` +
		`</style></head><body>` + body.String() + `</body></html>`, nil
}

// harmless renders what the library would leave out, or let lead anywhere, as text.
type harmless struct{}

func (harmless) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if raw, ok := n.(*ast.RawHTML); ok && entering {
			_, _ = w.WriteString(html.EscapeString(string(raw.Segments.Value(source))))
		}
		return ast.WalkContinue, nil
	})
	r.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if block, ok := n.(*ast.HTMLBlock); ok && entering {
			text := string(block.Lines().Value(source))
			if block.HasClosure() {
				text += string(block.ClosureLine.Value(source))
			}
			_, _ = w.WriteString("<p>" + html.EscapeString(text) + "</p>\n")
		}
		return ast.WalkContinue, nil
	})
	r.Register(ast.KindImage, func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, nil // its description, which is what it holds
	})
	r.Register(ast.KindLink, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := n.(*ast.Link); ok {
			anchor(w, string(link.Destination), entering)
		}
		return ast.WalkContinue, nil
	})
	r.Register(ast.KindAutoLink, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		link, ok := n.(*ast.AutoLink)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		address := string(link.URL(source))
		if link.AutoLinkType == ast.AutoLinkEmail {
			address = "mailto:" + address
		}
		anchor(w, address, true)
		_, _ = w.WriteString(html.EscapeString(string(link.Label(source))))
		anchor(w, address, false)
		return ast.WalkContinue, nil
	})
}

// anchor begins or ends a link, where it may lead there.
func anchor(w util.BufWriter, address string, begins bool) {
	u, err := url.Parse(address)
	if err != nil || !slices.Contains(schemes, u.Scheme) || u.Scheme != "mailto" && u.Host == "" {
		return
	}
	if !begins {
		_, _ = w.WriteString("</a>")
		return
	}
	_, _ = w.WriteString(`<a href="` + html.EscapeString(u.String()) + `">`)
}
