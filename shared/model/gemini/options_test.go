package gemini_test

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"cloud.google.com/go/auth"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/gemini"
	"getaifactory.com/ally/shared/model/gemini/geminitest"
)

func TestNewRefusesWhatCannotWork(t *testing.T) {
	for name, c := range map[string]struct {
		options gemini.Options
		want    string
	}{
		"no credentials":        {gemini.Options{}, "neither an API key nor a Vertex AI project"},
		"a project alone":       {gemini.Options{Project: "demo"}, "needs a location"},
		"an address that is no": {gemini.Options{APIKey: key, BaseURL: "localhost:8080"}, "not an http or https address"},
		"a timeout below zero":  {gemini.Options{APIKey: key, Timeout: -1}, "below zero"},
		"attempts below zero":   {gemini.Options{APIKey: key, Attempts: -1}, "below zero"},
	} {
		t.Run(name, func(t *testing.T) {
			gen, err := gemini.New(t.Context(), c.options)
			if gen != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, %v, want an error with %q", gen, err, c.want)
			}
			if strings.Contains(err.Error(), key) {
				t.Errorf("the key shows in %q", err)
			}
		})
	}
}

func TestNewFailsWhenDefaultCredentialsAreUnreadable(t *testing.T) {
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", filepath.Join(t.TempDir(), "missing.json"))
	_, err := gemini.New(t.Context(), gemini.Options{Project: "demo", Location: "global"})
	if err == nil || !strings.Contains(err.Error(), `credentials for project "demo"`) {
		t.Errorf("got %v, want an error on the credentials", err)
	}
}

// tokens stands for whatever issues access tokens.
type tokens func() (*auth.Token, error)

func (f tokens) Token(context.Context) (*auth.Token, error) { return f() }

func onVertex(issue tokens) func(*gemini.Options) {
	return func(o *gemini.Options) {
		o.APIKey, o.Project, o.Location = "", "demo", "europe-west4"
		o.Credentials = auth.NewCredentials(&auth.CredentialsOptions{TokenProvider: issue})
	}
}

func TestVertexIsAskedWithATokenForItsProjectAndLocation(t *testing.T) {
	server := geminitest.New(t, geminitest.Text("ok", geminitest.Usage{Prompt: 3, Candidates: 1}))
	b := newBench(t, server, onVertex(func() (*auth.Token, error) { return &auth.Token{Value: "signed"}, nil }))
	equal(t, "reply", b.ask(question), model.Reply{Text: "ok", Finish: model.Complete, Usage: model.Usage{Input: 3, Output: 1, Calls: 1}})

	r := server.Requests()[0]
	equal(t, "path", r.Path,
		"/v1beta1/projects/demo/locations/europe-west4/publishers/google/models/gemini-2.5-flash:streamGenerateContent")
	equal(t, "authorization", r.Header.Get("Authorization"), "Bearer signed")
	equal(t, "key", r.Header.Get("x-goog-api-key"), "")
}

func TestKeyWinsOverProject(t *testing.T) {
	server := geminitest.New(t, geminitest.Text("ok", geminitest.Usage{}))
	newBench(t, server, func(o *gemini.Options) { o.Project, o.Location = "demo", "global" }).ask(question)
	equal(t, "path", server.Requests()[0].Path, "/v1beta/models/gemini-2.5-flash:streamGenerateContent")
}

func TestTokenThatIsNotIssuedIsToldApartByItsStatus(t *testing.T) {
	for status, want := range map[int]model.ErrorKind{
		http.StatusUnauthorized:       model.Refused,
		http.StatusServiceUnavailable: model.Unavailable,
	} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			b := newBench(t, geminitest.New(t), onVertex(func() (*auth.Token, error) {
				return nil, &auth.Error{Response: &http.Response{StatusCode: status}, Body: []byte("no token")}
			}))
			b.fail(question, want)
		})
	}
}
