package rules

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/store"
)

// Comparer asks a Firestore emulator what two rulesets answer.
type Comparer struct {
	Address string // of the emulator, host and port
	// Projects are two that nobody else uses, one for each ruleset.
	Projects [2]string
}

// Difference is a request that the two rulesets answer differently.
type Difference struct {
	Request       string // such as "update /users/a by a user"
	Before, After bool   // whether it was, and is, allowed
}

func (d Difference) String() string {
	return fmt.Sprintf("%s was %s and would be %s", d.Request, allowed(d.Before), allowed(d.After))
}

func allowed(yes bool) string {
	if yes {
		return "allowed"
	}
	return "denied"
}

// callers are who makes the requests: nobody, and people with the claims that
// rulesets look at.
var callers = []struct {
	name   string
	claims map[string]any // nil for nobody
}{
	{"nobody", nil},
	{"a user", map[string]any{"sub": "a"}},
	{"another user", map[string]any{"sub": "b", "email": "b@example.com", "email_verified": true}},
	{"an admin", map[string]any{"sub": "c", "role": "admin", "admin": true, "organizationId": "a"}},
	{"a superadmin", map[string]any{"sub": "d", "role": "superadmin", "superadmin": true}},
	{"a user of Ally", map[string]any{"sub": "a", "ally": true, "allyUntil": 4102444800, "organizationId": "a", "domain": "example.com"}},
}

// operations are what is tried on every path.
var operations = []string{"get", "list", "create", "update", "delete"}

// Compare makes the same requests under the live ruleset and under the merged
// one, on every path that the live ruleset matches and on some that it does not,
// and gives those that are answered differently. It also gives how many it made.
func (c Comparer) Compare(ctx context.Context, live, merged string) (differences []Difference, requests int, err error) {
	blocks, err := scan(live)
	if err != nil {
		return nil, 0, err
	}
	for i, ruleset := range []string{live, merged} {
		if err := c.load(ctx, c.Projects[i], ruleset); err != nil {
			return nil, 0, err
		}
	}
	for _, path := range pathsOf(blocks) {
		for _, caller := range callers {
			for _, operation := range operations {
				var answers [2]bool
				for i, project := range c.Projects {
					if answers[i], err = c.ask(ctx, project, path, operation, caller.claims); err != nil {
						return nil, requests, err
					}
				}
				requests++
				if answers[0] != answers[1] {
					differences = append(differences, Difference{fmt.Sprintf("%s %s by %s", operation, path, caller.name), answers[0], answers[1]})
				}
			}
		}
	}
	return differences, requests, nil
}

// pathsOf gives a document's path for each match, with two documents for each
// wildcard, and some that no ruleset is expected to match.
func pathsOf(blocks []*block) []string {
	paths := []string{"/unheard_of/a", "/conversations/a", "/users/a", "/users/b", "/conversations/a/ally_notes/b"}
	for _, b := range blocks {
		prefix := databasePrefix(b)
		if b.kind != "match" || prefix == "" || b.path() == prefix {
			continue
		}
		for _, id := range []string{"a", "b"} {
			var path []string
			for _, segment := range segments(strings.TrimPrefix(b.path(), prefix)) {
				switch {
				case strings.HasSuffix(segment, "=**}"):
					path = append(path, "deep", id)
				case strings.HasPrefix(segment, "{"):
					path = append(path, id)
				default:
					path = append(path, segment)
				}
			}
			if len(path)%2 == 0 && !slices.Contains(paths, "/"+strings.Join(path, "/")) {
				paths = append(paths, "/"+strings.Join(path, "/"))
			}
		}
	}
	return paths
}

// stored is what every document holds: fields by which rulesets tell whose it is.
var stored = map[string]any{
	"userId": "a", "ownerId": "a", "uid": "a", "email": "b@example.com", "organizationId": "a", "members": []any{"a"}, "isPublic": false, "role": "user",
}

// ask makes one request as somebody and says whether it was allowed. The document
// is there before and after.
func (c Comparer) ask(ctx context.Context, project, path, operation string, claims map[string]any) (bool, error) {
	base := "http://" + c.Address + "/v1/projects/" + project + "/databases/(default)/documents"
	if err := c.put(ctx, base+path); err != nil {
		return false, err
	}
	method, address, body := http.MethodGet, base+path, any(nil)
	switch operation {
	case "list":
		address = base + path[:strings.LastIndexByte(path, '/')] + "?pageSize=1"
	case "create":
		parent := path[:strings.LastIndexByte(path, '/')]
		method, address, body = http.MethodPost, base+parent+"?documentId=created", fieldsOf(stored)
		if _, _, err := c.send(ctx, http.MethodDelete, base+parent+"/created", nil, store.EmulatorBearer); err != nil {
			return false, err
		}
	case "update":
		method, address, body = http.MethodPatch, base+path+"?updateMask.fieldPaths=title", fieldsOf(map[string]any{"title": "x"})
	case "delete":
		method = http.MethodDelete
	}
	status, answer, err := c.send(ctx, method, address, body, tokenOf(project, claims))
	if err != nil {
		return false, err
	}
	switch status {
	case http.StatusOK:
		return true, nil
	case http.StatusForbidden, http.StatusUnauthorized:
		return false, nil
	}
	return false, fmt.Errorf("rules: the emulator answers %s %s with %d: %s", operation, path, status, answer)
}

func (c Comparer) put(ctx context.Context, address string) error {
	status, answer, err := c.send(ctx, http.MethodPatch, address, fieldsOf(stored), store.EmulatorBearer)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("rules: store a document in the emulator: %d: %s", status, answer)
	}
	return err
}

// load gives a project of the emulator a ruleset.
func (c Comparer) load(ctx context.Context, project, ruleset string) error {
	body := map[string]any{"rules": map[string]any{"files": []any{map[string]any{"name": "firestore.rules", "content": ruleset}}}}
	address := "http://" + c.Address + "/emulator/v1/projects/" + project + ":securityRules"
	status, answer, err := c.send(ctx, http.MethodPut, address, body, store.EmulatorBearer)
	if err != nil {
		return err
	}
	if status != http.StatusOK || strings.Contains(string(answer), `"ERROR"`) {
		return fmt.Errorf("rules: the emulator does not take the ruleset: %d: %s", status, answer)
	}
	return nil
}

func (c Comparer) send(ctx context.Context, method, address string, body any, authorization string) (status int, answer []byte, err error) {
	raw := []byte(nil)
	if body != nil {
		if raw, err = json.Marshal(body); err != nil {
			return 0, nil, err
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(raw))
	if err != nil {
		return 0, nil, fmt.Errorf("rules: ask the emulator: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, fmt.Errorf("rules: ask the emulator: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err = io.ReadAll(response.Body)
	return response.StatusCode, answer, err
}

// tokenOf is an unsigned token, which only an emulator takes; "" for nobody.
func tokenOf(project string, claims map[string]any) string {
	if claims == nil {
		return ""
	}
	all := map[string]any{
		"iss": "https://securetoken.google.com/" + project, "aud": project, "user_id": claims["sub"],
		"iat": 1700000000, "exp": 4102444800, "firebase": map[string]any{"sign_in_provider": "custom"},
	}
	for name, value := range claims {
		all[name] = value
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return ""
	}
	encode := base64.RawURLEncoding.EncodeToString
	return "Bearer " + encode([]byte(`{"alg":"none","type":"JWT"}`)) + "." + encode(raw) + "."
}

// fieldsOf writes a document as Firestore's REST interface takes it.
func fieldsOf(data map[string]any) map[string]any {
	fields := map[string]any{}
	for name, value := range data {
		fields[name] = valueOf(value)
	}
	return map[string]any{"fields": fields}
}

func valueOf(value any) map[string]any {
	switch v := value.(type) {
	case bool:
		return map[string]any{"booleanValue": v}
	case []any:
		var values []any
		for _, one := range v {
			values = append(values, valueOf(one))
		}
		return map[string]any{"arrayValue": map[string]any{"values": values}}
	default:
		return map[string]any{"stringValue": fmt.Sprint(v)}
	}
}
