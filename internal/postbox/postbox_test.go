package postbox

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

const letter = "From: =?utf-8?q?Mu=C3=B1oz?= <ana@example.com>\r\nTo: b@example.com\r\nSubject: <script>alert(1)</script>\r\nMessage-Id: <m1@example.com>\r\n" +
	"Mime-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n" +
	"--y\r\nContent-Type: text/plain\r\n\r\nhola\r\n--y\r\nContent-Type: text/html\r\n\r\n<b>hola</b>\r\n--y--\r\n" +
	"--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--x--\r\n"

func TestWhatCameIsShown(t *testing.T) {
	t.Parallel()
	s, err := Start("127.0.0.1:0", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	client, err := smtp.Dial(s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	if err := client.SendMail("ally@example.com", []string{"b@example.com"}, strings.NewReader(letter)); err != nil {
		t.Fatal(err)
	}
	if err := client.Quit(); err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
		return w
	}
	var all struct{ Letters []shown }
	if err := json.Unmarshal(get("/dev/inbox.json").Body.Bytes(), &all); err != nil || len(all.Letters) != 1 {
		t.Fatal(len(all.Letters), err)
	}
	l := all.Letters[0]
	if l.Recipient != "b@example.com" || l.From[0] != "Muñoz <ana@example.com>" || l.Text != "hola" || l.HTML != "<b>hola</b>" || l.MessageID != "m1@example.com" || len(l.Files) != 1 {
		t.Errorf("%+v", l)
	}
	for path, want := range map[string]string{
		"/dev/inbox": "&lt;script&gt;", "/dev/inbox/1": "a.pdf", "/dev/inbox/1/html": "<b>hola</b>", "/dev/inbox/1/raw": "Mime-Version", l.Files[0].URL: "%PDF",
	} {
		w := get(path)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if csp := get("/dev/inbox/1/html").Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox") {
		t.Errorf("%s", csp)
	}
	for _, path := range []string{"/dev/inbox/2", "/dev/inbox/x", "/dev/inbox/1/files/1", "/dev/inbox/1/files/-1"} {
		if w := get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
