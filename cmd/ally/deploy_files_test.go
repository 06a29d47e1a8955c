package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/deployment"
	"getaifactory.com/ally/internal/rules"
	"getaifactory.com/ally/internal/workspace"
)

func TestFirebaseJSONIsWhatTheDeclarationsMake(t *testing.T) {
	t.Parallel()
	committed, err := projectFile("firebase.json")
	must(t, err)
	if made := run(t, nil, "firebase").stdout.String(); made != string(committed) {
		t.Error("firebase.json is out of date: run go run ./cmd/ally firebase --write")
	}
	if want := workspace.Policy("https://firestore.googleapis.com", "https://identitytoolkit.googleapis.com", "https://securetoken.googleapis.com"); deployment.Policy != want {
		t.Errorf("the page is hosted with the policy\n%s\nand served locally with\n%s", deployment.Policy, want)
	}
}

func TestEveryRouteLeadsToItsFunctionAndAClosedSiteToNone(t *testing.T) {
	t.Parallel()
	routes := func(site deployment.Site) map[string]string {
		raw, err := deployment.Firebase(functions.All, site)
		must(t, err)
		var file struct {
			Hosting struct {
				Rewrites []struct {
					Source string
					Run    struct{ ServiceID, Region string }
				}
			}
		}
		must(t, json.Unmarshal(raw, &file))
		found := map[string]string{}
		for _, r := range file.Hosting.Rewrites {
			found[r.Source] = r.Run.ServiceID + r.Run.Region
		}
		return found
	}
	open, closed := routes(deployment.Site{Region: "/here"}), routes(deployment.Site{Region: "/here", Closed: true})
	for _, f := range functions.All {
		if f.Route != "" && open[f.Route] != f.Name+"/here" || f.HasPaths() && open[f.Route+"/**"] != f.Name+"/here" {
			t.Errorf("%s does not lead to %s: %v", f.Route, f.Name, open)
		}
	}
	if len(closed) != 1 || closed["!/@(api|assets)/**"] != "" {
		t.Errorf("closed, it has %v", closed)
	}
}

func TestTheURLMapLeadsOurRoutesToFunctionsAndAllElseToTheClassicSystem(t *testing.T) {
	t.Parallel()
	text := deployment.URLMap(functions.All, deployment.Balancer{Project: "p", Map: "chat", Host: "chat.example.com", Classic: "classic"})
	for _, f := range functions.All {
		if rule := "/backendServices/" + f.Name + "\n    paths:\n    - " + f.Route + "\n"; strings.Contains(text, rule) != (f.Route != "") {
			t.Errorf("%s: %s", f.Name, text)
		}
		if f.HasPaths() != strings.Contains(text, "    - "+f.Route+"/*\n") {
			t.Errorf("paths of %s: %s", f.Name, text)
		}
	}
	if strings.Count(text, "/backendServices/classic\n") != 2 {
		t.Errorf("%s", text)
	}
}

func TestTheEnvironmentsDifferOnlyInValues(t *testing.T) {
	t.Parallel()
	names := func(file string) (names []string, bare string) {
		content, err := os.ReadFile("../../deploy/" + file)
		must(t, err)
		var rest strings.Builder
		for line := range strings.Lines(string(content)) {
			if name, _, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
				names, line = append(names, name), name+"=\n"
			}
			rest.WriteString(line)
		}
		return names, rest.String()
	}
	staging, one := names("staging.env.example")
	production, other := names("production.env.example")
	if !slices.Equal(staging, production) || strings.Replace(one, "of staging", "of production", 1) != other {
		t.Errorf("staging has\n%s\nproduction\n%s", one, other)
	}
	for _, variable := range deployment.Variables(functions.All) {
		if !slices.Contains(staging, variable) {
			t.Errorf("%s is in neither", variable)
		}
	}
	for _, f := range functions.All {
		for _, secret := range f.Secrets {
			if !slices.Contains(staging, "SECRET_"+secret) {
				t.Errorf("SECRET_%s is in neither", secret)
			}
		}
	}
}

func TestOurRulesHaveAPartThatGoesIntoALiveRuleset(t *testing.T) {
	t.Parallel()
	ours, err := projectFile("firestore.rules")
	must(t, err)
	part, err := rules.Part(string(ours))
	must(t, err)
	if _, err := rules.Merge(classicRules, part); err != nil {
		t.Error(err)
	}
}

func TestOnlyARulesetOfOneFileIsRead(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"", "{}", `{"source": {"files": []}}`, `{"source": {"files": [{"content": "a"}, {"content": "b"}]}}`, `{"source": {"files": [{"content": " "}]}}`} {
		if text, err := deployment.Ruleset([]byte(answer)); err == nil {
			t.Errorf("%s gave %q", answer, text)
		}
	}
}
