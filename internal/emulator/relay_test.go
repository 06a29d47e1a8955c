package emulator

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestARelayHandsEachProjectsEventsToWhoClaimedIt(t *testing.T) {
	relay := httptest.NewServer(NewRelay())
	defer relay.Close()
	address := strings.TrimPrefix(relay.URL, "http://")
	got := map[string]string{} // paths by who got them
	owner := func(name string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got[name] = r.URL.Path
			w.WriteHeader(http.StatusAccepted)
		}))
		t.Cleanup(s.Close)
		return strings.TrimPrefix(s.URL, "http://")
	}
	event := func(project string) int {
		res, err := http.Post(relay.URL+"/functions/projects/"+project+"/triggers/welcome", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		return res.StatusCode
	}
	for project, name := range map[string]string{"one": "a", "two": "b"} {
		if err := Claim(t.Context(), address, project, owner(name)); err != nil {
			t.Fatal(err)
		}
	}
	if event("one") != http.StatusAccepted || got["a"] != "/functions/projects/one/triggers/welcome" || got["b"] != "" {
		t.Errorf("%v", got)
	}
	if event("nobodys") != http.StatusOK || len(got) != 1 {
		t.Errorf("what nobody claimed went to %v", got)
	}
	// Another process has the project now.
	if err := Claim(t.Context(), address, "one", owner("c")); err != nil {
		t.Fatal(err)
	}
	if event("one"); got["c"] == "" {
		t.Errorf("%v", got)
	}
	if err := Claim(t.Context(), address, "one", "nowhere"); err == nil {
		t.Error("an address without a port is claimed")
	}
	if err := Claim(t.Context(), address, "gone", "127.0.0.1:1"); err != nil || event("gone") != http.StatusBadGateway {
		t.Errorf("a process that has ended: %v", err)
	}
}

func TestASharedEmulatorIsNamedInTheEnvironment(t *testing.T) {
	e := &Emulator{addr: "127.0.0.1:1", events: &http.Server{Addr: "127.0.0.1:2"}}
	name, value, _ := strings.Cut(e.Share(), "=")
	got, relay := Shared(func(variable string) string { return map[string]string{name: value}[variable] })
	if got == nil || got.Addr() != "127.0.0.1:1" || relay != "127.0.0.1:2" {
		t.Errorf("%v, %q", got, relay)
	}
	if none, _ := Shared(func(string) string { return "" }); none != nil {
		t.Errorf("%v", none.Addr())
	}
}
