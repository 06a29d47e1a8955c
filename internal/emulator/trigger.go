package emulator

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Trigger says which changes of documents are events.
type Trigger struct {
	EventType string // such as "google.cloud.firestore.document.v1.created"
	Document  string // a path pattern such as "ally_messages/{id}" or "{path=**}"
}

// Register has the emulator call, for each change in the project that the
// trigger describes, POST /functions/projects/PROJECT/triggers/KEY on the
// Events it was started with. Registering a key again replaces its trigger.
func (e *Emulator) Register(ctx context.Context, project, key string, t Trigger) error {
	if err := t.check(); err != nil {
		return fmt.Errorf("trigger %q: %w", key, err)
	}
	type document struct {
		Value     string `json:"value"`
		MatchType string `json:"matchType"`
	}
	body := struct {
		EventType string   `json:"eventType"`
		Database  string   `json:"database"`
		Namespace string   `json:"namespace"`
		Document  document `json:"document"`
	}{t.EventType, "(default)", "(default)", document{t.Document, "PATH_PATTERN"}}
	path := "/emulator/v1/projects/" + url.PathEscape(project) + "/eventarcTrigger?eventarcTriggerId=" + url.QueryEscape(key)
	if err := e.call(ctx, http.MethodPost, path, body, nil); err != nil {
		return fmt.Errorf("registering trigger %q of project %q: %w", key, project, err)
	}
	return nil
}

// check refuses what the emulator would accept at first: from a malformed
// pattern on, every later write to the project fails there.
func (t Trigger) check() error {
	const prefix = "google.cloud.firestore.document.v1."
	change := strings.TrimSuffix(strings.TrimPrefix(t.EventType, prefix), ".withAuthContext")
	if !strings.HasPrefix(t.EventType, prefix) || !slices.Contains([]string{"created", "updated", "deleted", "written"}, change) {
		return fmt.Errorf("%q is not a type of Firestore event", t.EventType)
	}
	segments := strings.Split(t.Document, "/")
	deep := false
	for i, segment := range segments {
		inner, braced := strings.CutPrefix(segment, "{")
		if braced {
			inner, braced = strings.CutSuffix(inner, "}")
			name, rest, matches := strings.Cut(inner, "=")
			deep = deep || rest == "**"
			if !braced || name == "" || matches && rest != "*" && rest != "**" || rest == "**" && i != len(segments)-1 {
				return fmt.Errorf("%q is not a path pattern", t.Document)
			}
			inner = name
		}
		if inner == "" || strings.ContainsAny(inner, "{}*") {
			return fmt.Errorf("%q is not a path pattern", t.Document)
		}
	}
	if len(segments)%2 != 0 && !deep {
		return fmt.Errorf("%q names collections, not documents", t.Document)
	}
	return nil
}
