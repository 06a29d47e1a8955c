package standin_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/internal/standin"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/web"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

type caller struct {
	t  *testing.T
	at *standin.Standin
}

// open gives a Standin over the whole sample.
func open(t *testing.T) caller {
	t.Helper()
	project := emulatortest.Project(t)
	must(t, sample.Load(t.Context(), emulatortest.Client(t, project), time.Now()))
	c, err := config.FromEnvironment([]string{
		"GOOGLE_CLOUD_PROJECT=" + project, "ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true",
		"FIRESTORE_EMULATOR_HOST=" + emulatortest.Shared(t).Addr(),
	})
	must(t, err)
	s, err := standin.New(t.Context(), standin.Options{Config: c, Now: time.Now})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return caller{t, s}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (c caller) ask(r *http.Request, cookies []*http.Cookie) *httptest.ResponseRecorder {
	for _, cookie := range cookies {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	c.at.ServeHTTP(w, r)
	return w
}

func request(method, path, body string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "localhost:8787"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// get decodes an answer, which must be 200.
func (c caller) get(path string, cookies []*http.Cookie, v any) {
	c.t.Helper()
	c.into(c.ask(request(http.MethodGet, path, ""), cookies), v)
}

func (c caller) into(w *httptest.ResponseRecorder, v any) {
	c.t.Helper()
	if w.Code != http.StatusOK {
		c.t.Fatalf("%d %s", w.Code, w.Body)
	}
	decoder := json.NewDecoder(w.Body)
	decoder.DisallowUnknownFields()
	must(c.t, decoder.Decode(v))
}

func (c caller) become(p sample.Person) []*http.Cookie {
	c.t.Helper()
	w := c.ask(request(http.MethodPost, "/dev/session", `{"id":"`+p.ID+`"}`), nil)
	var answer people
	c.into(w, &answer)
	if answer.Me == nil || answer.Me.ID != p.ID {
		c.t.Fatalf("became %+v", answer.Me)
	}
	return w.Result().Cookies()
}

func (c caller) refused(r *http.Request, cookies []*http.Cookie, status int, code string) {
	c.t.Helper()
	w := c.ask(r, cookies)
	var problem web.Problem
	must(c.t, json.Unmarshal(w.Body.Bytes(), &problem))
	if w.Code != status || problem.Code != code || problem.RequestID == "" || len(w.Result().Cookies()) > 0 {
		c.t.Errorf("%s %s: %d %s", r.Method, r.URL, w.Code, w.Body)
	}
}

type people struct {
	People []struct {
		ID, Email, Name, Role, Language string
		Access                          bool
	}
	Me *struct{ ID, Email, Name, Domain, OrganizationID, Role, Language string }
}

type chats struct {
	Conversations []struct {
		ID, Title, AgentName, LastMessageAt string
		MessageCount                        int
	}
}

type messages struct {
	Messages []struct{ ID, Role, Content, Timestamp string }
}

func TestOneCanBeAnybodyOfTheSample(t *testing.T) {
	t.Parallel()
	c := open(t)
	var before people
	c.get("/dev/people", nil, &before)
	if before.Me != nil || len(before.People) != len(sample.People()) {
		t.Fatalf("%+v", before)
	}
	on := map[string]bool{}
	for _, p := range before.People {
		on[p.ID] = p.Access
		if want := map[bool]string{true: "en", false: "es"}[p.ID == sample.GrantedEnglish().ID]; p.Language != want {
			t.Errorf("%s speaks %s", p.Email, p.Language)
		}
	}
	if !on[sample.Superadmin().ID] || !on[sample.Granted().ID] || on[sample.Stranger().ID] || on[sample.Inactive().ID] {
		t.Errorf("access of %v", on)
	}
	for _, p := range sample.People() {
		cookies := c.become(p)
		if len(cookies) != 1 || cookies[0].Name != "flow_session" || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteLaxMode || cookies[0].Path != "/" {
			t.Errorf("cookies %v", cookies)
		}
		var after people
		c.get("/dev/people", cookies, &after)
		if after.Me == nil || after.Me.ID != p.ID || after.Me.Email != p.Email || after.Me.Domain != p.Domain() || after.Me.Role != p.Role {
			t.Errorf("is %+v", after.Me)
		}
	}
}

func TestAPersonSeesTheirOwnClassicChatsAndNobodyElses(t *testing.T) {
	t.Parallel()
	c := open(t)
	documents, err := sample.Documents(time.Now())
	must(t, err)
	seen := 0
	for _, p := range []sample.Person{sample.Granted(), sample.GrantedEnglish(), sample.Superadmin(), sample.OrganizationAdmin()} {
		cookies := c.become(p)
		var list chats
		c.get("/dev/classic/conversations", cookies, &list)
		for i, chat := range list.Conversations {
			document := documents["conversations/"+chat.ID]
			if document["userId"] != p.ID || document["isAgent"] == true || document["status"] == "archived" {
				t.Errorf("%s sees %v", p.Email, document)
			}
			if i > 0 && chat.LastMessageAt > list.Conversations[i-1].LastMessageAt {
				t.Errorf("%s is after %s", chat.LastMessageAt, list.Conversations[i-1].LastMessageAt)
			}
			if agent, _ := document["agentId"].(string); agent != "" && chat.AgentName != documents["conversations/"+agent]["title"] {
				t.Errorf("%q is the agent of %v", chat.AgentName, document)
			}
			var inside messages
			c.get("/dev/classic/conversations/"+chat.ID+"/messages", cookies, &inside)
			if len(inside.Messages) != chat.MessageCount || chat.MessageCount == 0 || chat.LastMessageAt == "" {
				t.Errorf("%d messages in %+v", len(inside.Messages), chat)
			}
			for j, m := range inside.Messages {
				if m.Content == "" || m.Role == "" || j > 0 && m.Timestamp < inside.Messages[j-1].Timestamp {
					t.Errorf("message %+v", m)
				}
			}
			seen++
		}
		for path, document := range documents {
			id, is := strings.CutPrefix(path, "conversations/")
			if is && (document["userId"] != p.ID || document["isAgent"] == true) {
				c.refused(request(http.MethodGet, "/dev/classic/conversations/"+id+"/messages", ""), cookies, http.StatusNotFound, "not_found")
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d chats were seen", seen)
	}
}

func TestWhatIsNotThereOrNotForTheCallerIsRefused(t *testing.T) {
	t.Parallel()
	c := open(t)
	cookies := c.become(sample.Granted())
	body := `{"id":"` + sample.Superadmin().ID + `"}`
	from := func(change func(*http.Request)) *http.Request {
		r := request(http.MethodPost, "/dev/session", body)
		change(r)
		return r
	}
	for name, tc := range map[string]struct {
		request *http.Request
		cookies []*http.Cookie
		status  int
		code    string
	}{
		"somebody who is not in the sample": {request(http.MethodPost, "/dev/session", `{"id":"nobody"}`), nil, 404, "not_found"},
		"nobody":                            {request(http.MethodPost, "/dev/session", `{}`), nil, 400, "invalid"},
		"more than a person":                {request(http.MethodPost, "/dev/session", `{"id":"a","role":"superadmin"}`), nil, 400, "invalid"},
		"a form":                            {from(func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }), nil, 415, "json_only"},
		"another site":                      {from(func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }), nil, 403, "foreign_origin"},
		"another origin":                    {from(func(r *http.Request) { r.Header.Set("Origin", "http://localhost:9999") }), nil, 403, "foreign_origin"},
		"no origin that can be named":       {from(func(r *http.Request) { r.Header.Set("Origin", "null") }), nil, 403, "foreign_origin"},
		"a name that leads here":            {from(func(r *http.Request) { r.Host = "evil.example.net:8787" }), nil, 403, "foreign_origin"},
		"another address":                   {request(http.MethodGet, "/dev/nothing", ""), cookies, 404, "not_found"},
		"another method":                    {request(http.MethodDelete, "/dev/session", ""), cookies, 404, "not_found"},
		"chats without a session":           {request(http.MethodGet, "/dev/classic/conversations", ""), nil, 401, "unauthenticated"},
		"messages without a session":        {request(http.MethodGet, "/dev/classic/conversations/x/messages", ""), nil, 401, "unauthenticated"},
		"a chat that does not exist":        {request(http.MethodGet, "/dev/classic/conversations/none/messages", ""), cookies, 404, "not_found"},
		"a chat that can't be":              {request(http.MethodGet, "/dev/classic/conversations/%2F/messages", ""), cookies, 404, "not_found"},
	} {
		t.Run(name, func(t *testing.T) {
			(caller{t, c.at}).refused(tc.request, tc.cookies, tc.status, tc.code)
		})
	}
	for _, host := range []string{"127.0.0.1:8787", "[::1]:8787", "localhost"} {
		r := from(func(r *http.Request) {
			r.Host = host
			r.Header.Set("Origin", "http://"+host)
			r.Header.Set("Sec-Fetch-Site", "same-origin")
		})
		if w := c.ask(r, nil); w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", host, w.Code, w.Body)
		}
	}
}

func TestItIsForLocalhostOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []config.Config{
		{Environment: config.Production, Emulator: "127.0.0.1:1", Project: "p", Secret: "s", Cookie: "c"},
		{Environment: config.Localhost, Project: "p", Secret: "s", Cookie: "c"},
	} {
		if _, err := standin.New(t.Context(), standin.Options{Config: c, Now: time.Now}); err == nil {
			t.Errorf("it opened with %+v", c)
		}
	}
}
