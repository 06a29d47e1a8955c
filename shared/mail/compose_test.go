package mail

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"getaifactory.com/ally/internal/postbox"
)

var sender = mail.Address{Name: "Ally", Address: "ally@ally.example.com"}

// composed gives a letter as its recipient reads it.
func composed(t interface{ Fatal(...any) }, k Kept) (postbox.Content, string) {
	var raw bytes.Buffer
	if err := compose(&raw, k, sender); err != nil {
		t.Fatal(err)
	}
	c, err := postbox.Letter{Raw: raw.Bytes()}.Content()
	if err != nil {
		t.Fatal(err)
	}
	return c, raw.String()
}

func TestALetterSaysWhatWasWritten(t *testing.T) {
	k := Kept{
		ID: "letter_abc", From: Party{"Ana Muñoz", "ana@example.com"}, To: []string{"b@example.com", "c@example.com"}, CC: []string{"d@example.com"},
		Subject: "Avance de la obra ñandú", Markdown: "Hola **todos**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[sitio](https://example.com/?a=1&b=2)",
		Attachments: []Attachment{{"resumen año.pdf", "application/pdf", []byte("%PDF-")}, {"x", "multipart/mixed", []byte("y")}},
		Date:        time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC),
	}
	c, raw := composed(t, k)
	if c.MessageID != "letter_abc@ally.example.com" || c.Subject != k.Subject || !c.Date.Equal(k.Date) {
		t.Errorf("%+v", c)
	}
	for name, pair := range map[string][2][]string{
		"from":     {c.From, {"Ana Muñoz · Ally <ally@ally.example.com>"}},
		"reply to": {c.ReplyTo, {"ana@example.com"}},
		"to":       {c.To, k.To}, "cc": {c.CC, k.CC},
	} {
		if !slices.Equal(pair[0], pair[1]) {
			t.Errorf("%s: %v", name, pair[0])
		}
	}
	if strings.ReplaceAll(c.Text, "\r\n", "\n") != k.Markdown {
		t.Errorf("text: %q", c.Text)
	}
	for _, part := range []string{"<strong>todos</strong>", "<td>2</td>", `<a href="https://example.com/?a=1&amp;b=2">sitio</a>`} {
		if !strings.Contains(c.HTML, part) {
			t.Errorf("no %s in %s", part, c.HTML)
		}
	}
	if len(c.Files) != 2 || c.Files[0].Name != "resumen año.pdf" || string(c.Files[0].Data) != "%PDF-" || c.Files[1].Type != "application/octet-stream" {
		t.Errorf("%+v", c.Files)
	}
	if strings.Contains(raw, "\n\n") {
		t.Error("a line without CR")
	}
}

func TestALetterOfAllyItselfBearsItsNameOnly(t *testing.T) {
	c, _ := composed(t, Kept{ID: "l", To: []string{"b@example.com"}, Subject: "Código", Markdown: "1"})
	if !slices.Equal(c.From, []string{"Ally <ally@ally.example.com>"}) || len(c.ReplyTo) != 0 || len(c.Files) != 0 {
		t.Errorf("%+v", c)
	}
}

// elements are all that a letter's HTML may be made of.
var elements = strings.Fields("html head meta style body p br hr strong em del code pre a h1 h2 h3 h4 h5 h6 ul ol li blockquote table thead tbody tr th td")

// harm gives what in HTML is not made of them, or leads elsewhere.
func harm(text string) string {
	for z := html.NewTokenizer(strings.NewReader(text)); ; {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			token := z.Token()
			if !slices.Contains(elements, token.Data) {
				return token.String()
			}
			for _, a := range token.Attr {
				link := a.Key == "href" && (strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "mailto:"))
				plain := slices.Contains([]string{"charset", "class", "id", "align", "start", "style"}, a.Key)
				if !link && !plain {
					return token.String()
				}
			}
		}
	}
}

func TestNoTextMakesALetterThatDoesHarm(t *testing.T) {
	piece := rapid.OneOf(rapid.SampledFrom([]string{
		"<script>alert(1)</script>", "<img src=https://evil.example/p>", "![p](https://evil.example/p)", "[a](javascript:alert(1))", "[a](JaVaScRiPt:x)",
		"[a](data:text/html,x)", "[a](//evil.example)", "[a](/x)", "<https://evil.example/\"onclick=x>", "<a@example.com>", "[r]: javascript:x\n", "[a][r]", "<b onclick=x>",
		"`", "```\n", "\n", "\n\n", "> ", "- ", "| a |\n|---|\n| <i> |", "<!--", "-->", "&lt;script&gt;", "\"", "'", "*", "https://example.com/'\"<x>", "<style>*{}</style>", "<svg/onload=x>",
	}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "text"), "")
		made, err := HTML(text)
		if err != nil {
			t.Fatal(err)
		}
		if found := harm(made); found != "" {
			t.Fatalf("%q makes %s in %s", text, found, made)
		}
	})
}

func TestNothingThatIsWrittenBecomesAHeader(t *testing.T) {
	piece := rapid.OneOf(rapid.SampledFrom([]string{"\r\nBcc: evil@example.com", "\n", "\r", "Subject: x", "\r\n\r\n<html>", "\x00", "ñ", ",", "<x@example.com>", "=?utf-8?q?=0D=0ABcc:_x?=", "\"", "\\", "\u2028"}), rapid.String())
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 5).Draw(t, "pieces"), "") })
	want := []string{"Cc", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Reply-To", "Subject", "To"}
	rapid.Check(t, func(t *rapid.T) {
		l := letter(func(l *Letter) {
			l.From.Name, l.Subject, l.CC = text.Draw(t, "name"), OneLine(text.Draw(t, "subject")), []string{"d@example.com"}
			l.Attachments = []Attachment{{text.Draw(t, "file"), text.Draw(t, "type"), nil}}
		})
		if len(l.wrong()) > 0 {
			return
		}
		k := keptOf(l, time.Unix(1, 0))
		var raw bytes.Buffer
		if err := compose(&raw, k, sender); err != nil {
			t.Fatal(err)
		}
		r, err := mail.CreateReader(&raw)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for fields := r.Header.Fields(); fields.Next(); {
			names = append(names, fields.Key())
		}
		slices.Sort(names)
		if !slices.Equal(names, want) {
			t.Fatalf("%v", names)
		}
		for _, field := range []string{"From", "To", "Cc", "Reply-To"} {
			if list, err := r.Header.AddressList(field); err != nil || len(list) != 1 {
				t.Fatalf("%s: %v, %v", field, list, err)
			}
		}
		if got, err := r.Header.Subject(); err != nil || got != strings.ReplaceAll(l.Subject, "=?", "= ?") {
			t.Fatalf("%q became %q, %v", l.Subject, got, err)
		}
	})
}
