// Package openapi describes the HTTP contract as an OpenAPI 3.1 document, made
// from what the functions declare.
package openapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/swaggest/jsonschema-go"
	"github.com/swaggest/openapi-go"
	"github.com/swaggest/openapi-go/openapi31"

	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/web"
)

const (
	session = "session"
	guest   = "guest"
	title   = "Ally"
	version = "1.0.0"
)

// Document describes the functions. Equal functions give equal bytes.
func Document(functions []function.Function) ([]byte, error) {
	r := openapi31.NewReflector()
	r.Spec.Info.WithTitle(title).WithVersion(version).
		WithDescription("The HTTP contract of Ally, the personal assistant beside the classic chat. Times are RFC 3339 in UTC. Every answer is private and not to be stored.")
	r.Spec.SetAPIKeySecurity(session, "flow_session", openapi.InCookie, "The session cookie of the classic system; Authorization: Bearer with the same token works too.")
	r.Spec.SetHTTPBearerTokenSecurity(guest, "JWT", "The session of a guest, as /api/ally/invitations/{token}/verify gives it.")
	r.DefaultOptions = append(r.DefaultOptions, jsonschema.InterceptDefName(definitionName))
	for _, f := range functions {
		for _, o := range f.Operations {
			if err := describe(r, f, o); err != nil {
				return nil, fmt.Errorf("openapi: %s %s: %w", o.Method, f.Route, err)
			}
		}
	}
	raw, err := json.MarshalIndent(r.Spec, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	return append(raw, '\n'), nil
}

func describe(r *openapi31.Reflector, f function.Function, o function.Operation) error {
	oc, err := r.NewOperationContext(o.Method, f.Route+o.Path)
	if err != nil {
		return err
	}
	oc.SetID(operationID(f, o))
	oc.SetSummary(o.Summary)
	oc.SetTags(f.Name)
	switch o.Access {
	case function.Public:
	case function.Guest:
		oc.AddSecurity(guest)
	default:
		oc.AddSecurity(session)
	}
	if o.Handler.Input.NumField() > 0 {
		oc.AddReqStructure(reflect.New(o.Handler.Input).Interface())
	}
	if o.Handler.Output == reflect.TypeFor[json.RawMessage]() {
		oc.AddRespStructure(new(map[string]any), openapi.WithHTTPStatus(http.StatusOK))
	} else if o.Handler.Output == reflect.TypeFor[web.File]() {
		oc.AddRespStructure("", openapi.WithHTTPStatus(http.StatusOK), openapi.WithContentType("application/octet-stream"))
	} else {
		oc.AddRespStructure(reflect.New(o.Handler.Output).Interface(), openapi.WithHTTPStatus(http.StatusOK))
	}
	if o.Handler.Streams {
		oc.AddRespStructure("", openapi.WithHTTPStatus(http.StatusOK), openapi.WithContentType("text/event-stream"))
	}
	problems := []string{"invalid", "unavailable", "internal"}
	if o.Access != function.Public {
		problems = append(problems, "unauthenticated", "forbidden", "foreign_origin")
	}
	if o.Access == function.WithAlly || o.Access == function.Administrator {
		problems = append(problems, "no_access")
	}
	problems = append(problems, o.Problems...)
	oc.AddRespStructure(new(web.Problem), func(u *openapi.ContentUnit) {
		u.IsDefault = true
		u.Description = "A problem. Codes: " + strings.Join(problems, ", ") + "."
	})
	return r.AddOperation(oc)
}

// operationID names an operation after method, function and path: getMessages,
// postMessagesStop.
func operationID(f function.Function, o function.Operation) string {
	name := strings.ToLower(o.Method) + upper(strings.TrimPrefix(f.Name, "ally"))
	for segment := range strings.SplitSeq(strings.Trim(o.Path, "/"), "/") {
		if strings.HasPrefix(segment, "{") {
			segment = "one" // of many
		}
		name += upper(segment)
	}
	return name
}

// definitionName names a schema after its function and type: AllymessagesMessage
// would read badly, MessagesMessage does not.
func definitionName(t reflect.Type, name string) string {
	pkg := t.PkgPath()
	folder := pkg[strings.LastIndex(pkg, "/")+1:]
	if t.Name() == "" || !strings.Contains(pkg, "/functions/") {
		return strings.TrimPrefix(name, "Web")
	}
	folder = strings.TrimPrefix(folder, "ally")
	return upper(folder) + upper(t.Name())
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
