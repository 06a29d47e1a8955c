package functions_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/openapi"
	"getaifactory.com/ally/shared/store"
)

func TestEveryFolderIsAFunctionOfItsName(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var folders, names []string
	for _, e := range entries {
		if e.IsDir() {
			folders = append(folders, e.Name())
		}
	}
	for _, f := range functions.All {
		names = append(names, f.Name)
	}
	if !slices.Equal(folders, names) {
		t.Errorf("folders %v, functions %v: run go generate ./functions", folders, names)
	}
}

func TestEveryFunctionStatesWhatItsDeploymentNeeds(t *testing.T) {
	routes := map[string]string{}
	for _, f := range functions.All {
		if !regexp.MustCompile(`^ally[a-z]+$`).MatchString(f.Name) {
			t.Errorf("%s: a name is one lower-case word with the prefix ally", f.Name)
		}
		if f.Purpose == "" || f.Memory == "" || f.Timeout == 0 || f.Concurrency == 0 || !slices.Contains(f.Secrets, "JWT_SECRET") {
			t.Errorf("%s: purpose, memory, timeout or secrets are missing", f.Name)
		}
		if f.Trigger != nil && f.Concurrency != 1 {
			t.Errorf("%s: a trigger takes one event at a time", f.Name)
		}
		if f.Model != slices.Contains(f.Secrets, "GOOGLE_AI_API_KEY") {
			t.Errorf("%s: who asks the model has its key, and nobody else", f.Name)
		}
		ways := 0
		for _, has := range []bool{f.Route != "", f.Trigger != nil, f.Schedule != nil} {
			if has {
				ways++
			}
		}
		if ways != 1 {
			t.Errorf("%s: a function has either a route or a trigger or a schedule", f.Name)
		}
		if f.Route != "" && routes[f.Route] != "" {
			t.Errorf("%s and %s have the same route", f.Name, routes[f.Route])
		}
		routes[f.Route] = f.Name
		for _, collection := range f.Writes {
			// preferences, grants, and what organizations and domains tell Ally
			additive := collection == "users" && slices.Contains([]string{"allymemory", "allypreferences", "allyprivacy", "allyrollout"}, f.Name) ||
				f.Name == "allyconfig" && (collection == "organizations" || collection == "domains")
			if !strings.HasPrefix(collection, "ally_") && collection != "super_prompts" && !additive {
				t.Errorf("%s writes %s", f.Name, collection)
			}
		}
	}
}

func TestTheCommittedOpenAPIDocumentIsWhatTheFunctionsDeclare(t *testing.T) {
	want, err := openapi.Document(functions.All)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("allyopenapi", "openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("it is out of date: run go run ./cmd/ally openapi --write")
	}
}

// operations calls each operation of each function.
func operations(do func(f function.Function, o function.Operation)) {
	for _, f := range functions.All {
		for _, o := range f.Operations {
			do(f, o)
		}
	}
}

// parameters are the parts of a path that stand for something.
var parameters = regexp.MustCompile(`\{[a-zA-Z]+\}`)

// at is an address of an operation.
func at(f function.Function, o function.Operation) string {
	return f.Route + parameters.ReplaceAllString(o.Path, "none")
}

func bodyFor(o function.Operation) any {
	if o.Method == http.MethodGet || o.Method == http.MethodDelete {
		return nil
	}
	return "{}"
}

func TestEveryDoorAsksWhoSomebodyIsBeforeAnythingElse(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	operations(func(f function.Function, o function.Operation) {
		name := o.Method + " " + at(f, o)
		forged := w.Call(sample.Person{}, o.Method, at(f, o), bodyFor(o), func(r *http.Request) { r.Header.Set("Authorization", "Bearer a.b.c") })
		for _, a := range []allytest.Answer{w.Call(sample.Person{}, o.Method, at(f, o), bodyFor(o)), forged} {
			if o.Access == function.Public {
				opens := o.Method == http.MethodPost // what a token opens is for whoever has it, and none was given
				if opens && a.Status != http.StatusBadRequest || !opens && a.Status != http.StatusOK {
					t.Errorf("%s is for anybody, but answered %d", name, a.Status)
				}
				continue
			}
			if a.Status != http.StatusUnauthorized || a.Problem().Code != "unauthenticated" {
				t.Errorf("%s without a session: %d %s", name, a.Status, a.Body)
			}
		}
	})
}

func TestEveryDoorButTheFlagsIsClosedToWhomAllyIsNotOnFor(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	digits, _ := sample.TwoDocuments()
	for _, p := range []sample.Person{
		sample.Stranger(), sample.Denied(), sample.Inactive(), sample.DisabledDomain(), sample.OldestShape(), digits,
		{ID: "nobody", Email: "nobody@salfagestion.cl"},
	} {
		operations(func(f function.Function, o function.Operation) {
			if o.Access == function.Public || o.Access == function.SignedIn || o.Access == function.Guest {
				return
			}
			a := w.Call(p, o.Method, at(f, o), bodyFor(o))
			if a.Status != http.StatusForbidden || a.Problem().Code != "no_access" {
				t.Errorf("%s %s for %s: %d %s", o.Method, at(f, o), p.Email, a.Status, a.Body)
			}
		})
	}
}

func TestEveryDoorIsClosedWhereTheEnvironmentIsOff(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Environment("ENABLE_ALLY_BETA=false"))
	operations(func(f function.Function, o function.Operation) {
		if o.Access == function.Public || o.Access == function.SignedIn || o.Access == function.Guest {
			return
		}
		a := w.Call(sample.Superadmin(), o.Method, at(f, o), bodyFor(o))
		if a.Status != http.StatusForbidden || a.Problem().Code != "no_access" {
			t.Errorf("%s %s: %d %s", o.Method, at(f, o), a.Status, a.Body)
		}
		if reads, _, _ := a.Cost(); reads != 0 {
			t.Errorf("%s %s read %d documents", o.Method, at(f, o), reads)
		}
	})
}

func TestEveryDoorRefusesSomebodyElsesName(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	operations(func(f function.Function, o function.Operation) {
		me, other := sample.Granted(), sample.Superadmin()
		switch o.Access {
		case function.Public, function.Guest:
			return
		case function.Superadmin:
			me, other = other, me
		}
		for name, value := range map[string]string{
			"userId": other.ID, "userEmail": other.Email, "userDomain": other.Domain(), "organizationId": other.Organization,
		} {
			if o.Chooses(name) {
				continue
			}
			a := w.Call(me, o.Method, at(f, o)+"?"+name+"="+value, bodyFor(o))
			if a.Status != http.StatusForbidden || a.Problem().Code != "forbidden" {
				t.Errorf("%s %s with another %s in the query: %d %s", o.Method, at(f, o), name, a.Status, a.Body)
			}
		}
	})
}

func TestEveryDoorTakesOnlyItsMethodsAndItsPath(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	for _, f := range functions.All {
		if f.Route == "" {
			continue
		}
		a := w.Call(sample.Superadmin(), "REPORT", at(f, f.Operations[0]), "{}")
		if a.Status != http.StatusMethodNotAllowed || !strings.Contains(a.Header.Get("Allow"), f.Methods()[0]) {
			t.Errorf("REPORT %s: %d, Allow %q", f.Route, a.Status, a.Header.Get("Allow"))
		}
	}
}

func TestEveryStateChangingDoorRefusesOtherSites(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	operations(func(f function.Function, o function.Operation) {
		if o.Method == http.MethodGet {
			return
		}
		a := w.Call(sample.Superadmin(), o.Method, at(f, o), bodyFor(o), func(r *http.Request) {
			r.Header.Set("Origin", "https://evil.example.net")
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		})
		if a.Status != http.StatusForbidden || a.Problem().Code != "foreign_origin" {
			t.Errorf("%s %s: %d %s", o.Method, at(f, o), a.Status, a.Body)
		}
	})
}

func TestEveryAnswerIsPrivateTimedAndLoggedWithItsCost(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	operations(func(f function.Function, o function.Operation) {
		a := w.Call(sample.Superadmin(), o.Method, at(f, o), bodyFor(o))
		if got := a.Header.Get("Cache-Control"); got != "private, no-store" {
			t.Errorf("%s %s: Cache-Control %q", o.Method, at(f, o), got)
		}
		timing := a.Header.Get("Server-Timing")
		for _, part := range []string{"total;dur=", "firestore;dur=", "model;dur="} {
			if !strings.Contains(timing, part) {
				t.Errorf("%s %s: Server-Timing %q", o.Method, at(f, o), timing)
			}
		}
		id := a.Header.Get("X-Request-Id")
		if lines := w.Log.Lines(`"requestId":"`+id+`"`, `"reads":`, `"writes":`, `"rounds":`); id == "" || len(lines) != 1 {
			t.Errorf("%s %s: %d log lines for request %q", o.Method, at(f, o), len(lines), id)
		}
	})
}

func TestTheCostIsShownOnLocalhostOnly(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	w.Config.Environment = "staging"
	staging := w.Again(w.Config)
	a := staging.Call(sample.Superadmin(), http.MethodGet, "/api/feature-flags", nil)
	if a.Status != http.StatusOK || a.Header.Get("Ally-Cost") != "" {
		t.Errorf("status %d, Ally-Cost %q", a.Status, a.Header.Get("Ally-Cost"))
	}
}

func TestErrorsAreWordedInTheCallersLanguage(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	for header, want := range map[string]string{"": "Sign in to continue.", "en-GB": "Sign in to continue.", "es-CL,es;q=0.9": "Inicia sesión para continuar.", "de": "Sign in to continue."} {
		a := w.Call(sample.Person{}, http.MethodGet, "/api/ally", nil, func(r *http.Request) { r.Header.Set("Accept-Language", header) })
		if got := a.Problem().Error; got != want {
			t.Errorf("Accept-Language %q: %q, want %q", header, got, want)
		}
	}
}

// Whatever a function's code tries, with the very client that it gets, the
// classic system's conversations and a person's role stay as they are.
func TestNoFunctionsClientWritesToTheClassicSystem(t *testing.T) {
	t.Parallel()
	project := emulatortest.Project(t)
	address := emulatortest.Shared(t).Addr()
	for _, f := range functions.All {
		b, err := backend.New(t.Context(), backend.Options{
			Config: config.Config{
				Project: project, Emulator: address, Environment: config.Localhost, Secret: "s", Cookie: "c", Model: config.Local, ContextTokens: 16000,
			},
			Now: time.Now, Log: slog.New(slog.DiscardHandler), Writes: f.Writes,
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = b.Close() })
		chat, user := b.Store.Collection("conversations").Doc("c1"), b.Store.Collection("users").Doc("u1")
		role := []firestore.Update{{Path: "role", Value: "superadmin"}}
		bulk := b.Store.BulkWriter(t.Context())
		job, err := bulk.Create(chat, map[string]any{"title": "x"})
		if err != nil {
			t.Fatal(err)
		}
		bulk.End()
		_, bulkErr := job.Results()
		_, setErr := chat.Set(t.Context(), map[string]any{"title": "x"})
		_, deleteErr := chat.Delete(t.Context())
		_, updateErr := user.Update(t.Context(), role)
		transactionErr := b.Store.RunTransaction(t.Context(), func(_ context.Context, tx *firestore.Transaction) error { return tx.Update(user, role) })
		for name, err := range map[string]error{"bulk": bulkErr, "set": setErr, "delete": deleteErr, "update": updateErr, "transaction": transactionErr} {
			if fenced := (*store.FenceError)(nil); !errors.As(err, &fenced) {
				t.Errorf("%s: %s: %v, want the fence's refusal", f.Name, name, err)
			}
		}
	}
}

func TestThereIsNoOtherFirestoreClientThanTheFencedOne(t *testing.T) {
	for _, folder := range []string{".", "../shared"} {
		err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			opens := bytes.Contains(source, []byte("firestore.NewClient")) || bytes.Contains(source, []byte("firestore/apiv1\""))
			if opens && path != "../shared/store/store.go" {
				t.Errorf("%s opens a client of its own", path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What is staged with a function is shared/ and its own folder.
func TestWhatIsStagedImportsNothingThatIsNot(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}}:{{range .Imports}} {{.}}{{end}}`, "./...", "../shared/...")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if importer, imports, _ := strings.Cut(line, ":"); strings.Contains(imports, "getaifactory.com/ally/internal/") {
			t.Errorf("%s imports%s", importer, imports)
		}
	}
}
