package mail

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"

	"getaifactory.com/ally/shared/fault"
)

// letter is one that can be sent.
func letter(change func(*Letter)) Letter {
	l := Letter{ID: "l1", Kind: "email", From: Party{"Ana", "ana@example.com"}, To: []string{"b@example.com"}, Subject: "Avance", Markdown: "Hola"}
	if change != nil {
		change(&l)
	}
	return l
}

func TestALetterThatCantBeSentNamesWhatIsWrong(t *testing.T) {
	many := strings.Split(strings.TrimSuffix(strings.Repeat("x@example.com ", 30), " "), " ")
	for i := range many {
		many[i] = strings.Repeat("x", i+1) + "@example.com"
	}
	client, err := firestore.NewClient(t.Context(), "p", option.WithoutAuthentication())
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		change func(*Letter)
		want   string
	}{
		"one that can":          {nil, ""},
		"nobody":                {func(l *Letter) { l.To = nil }, "to"},
		"a wrong address":       {func(l *Letter) { l.To = []string{"b@example.com", "c"} }, "to[1]"},
		"a wrong copy":          {func(l *Letter) { l.CC = []string{"c\r\n"} }, "cc[0]"},
		"too many":              {func(l *Letter) { l.CC = many }, "to"},
		"as many as may be":     {func(l *Letter) { l.CC = many[:MostRecipients-1] }, ""},
		"one of them twice":     {func(l *Letter) { l.CC = append(many[:MostRecipients-1], "B@example.com") }, ""},
		"no subject":            {func(l *Letter) { l.Subject = "" }, "subject"},
		"a subject of two":      {func(l *Letter) { l.Subject = "a\r\nBcc: c@example.com" }, "subject"},
		"a long subject":        {func(l *Letter) { l.Subject = strings.Repeat("ñ", MostSubject+1) }, "subject"},
		"a long text":           {func(l *Letter) { l.Markdown = strings.Repeat("a", MostText+1) }, "body"},
		"a big attachment":      {func(l *Letter) { l.Attachments = []Attachment{{Data: make([]byte, MostAttached+1)}} }, "attachment"},
		"a wrong reply address": {func(l *Letter) { l.ReplyTo = "a@example.com\r\nX: y" }, "replyTo"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Queue(client, letter(tc.change), time.Now())
			var f *fault.Fault
			if !errors.As(err, &f) {
				if tc.want != "" || err != nil {
					t.Errorf("%v", err)
				}
				return
			}
			if len(f.Fields) != 1 || f.Fields[0].Name != tc.want {
				t.Errorf("%+v", f.Fields)
			}
		})
	}
}
