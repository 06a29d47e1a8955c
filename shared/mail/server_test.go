package mail

import "testing"

func TestAServersAddressSaysHowTheLineIsEncrypted(t *testing.T) {
	for address, want := range map[string]Server{
		"smtp://u:p%40ss@smtp.example.com?from=ally@example.com":      {Host: "smtp.example.com", Port: "587", User: "u", Password: "p@ss"},
		"smtps://u:p@smtp.example.com?from=Ally+<ally@example.com>":   {Host: "smtp.example.com", Port: "465", User: "u", Password: "p", Security: TLS},
		"smtp://127.0.0.1:2525?from=Ally+%3Cally@example.com%3E":      {Host: "127.0.0.1", Port: "2525", Security: Plain},
		"smtp://localhost:2525/?from=ally@example.com":                {Host: "localhost", Port: "2525", Security: Plain},
		"smtp://localhost.example.com:25?from=ally@example.com":       {Host: "localhost.example.com", Port: "25"},
		"smtps://[::1]:465?from=ally@example.com":                     {Host: "::1", Port: "465", Security: TLS},
		"smtp://smtp.example.com":                                     {},
		"smtp://smtp.example.com?from=a@example.com%0d%0aRCPT TO:<b>": {},
		"smtp://?from=ally@example.com":                               {},
		"lmtp://smtp.example.com?from=ally@example.com":               {},
		"smtp://smtp.example.com/x?from=ally@example.com":             {},
		"smtp://smtp.example.com:x?from=ally@example.com":             {},
	} {
		got, err := ParseServer(address)
		if (err != nil) != (want == Server{}) {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if want != (Server{}) {
			want.From = got.From
			if got != want || got.From.Address != "ally@example.com" {
				t.Errorf("%s: %+v", address, got)
			}
		}
	}
}
