package functions_test

import (
	"bytes"
	"net/http"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

// contract gives the schema at a place of the committed OpenAPI document.
func contract(t *testing.T, place string) *jsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile("allyopenapi/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("openapi.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("openapi.json#" + place)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestAnswersAreAsTheOpenAPIDocumentSays(t *testing.T) {
	t.Parallel()
	w := allytest.New(t)
	p := sample.Granted()
	id := w.Open(p)
	w.Handled("allywelcome", 2)
	identity := map[string]string{"userId": p.ID, "userEmail": p.Email, "userDomain": p.Domain()}
	message := map[string]string{"conversationId": id, "message": "¿Qué agente me ayuda con un permiso de edificación?"}
	for _, tc := range []struct {
		method, path, call string
		body               any
		status             int
		response           string
	}{
		{http.MethodGet, "/api/feature-flags", "/api/feature-flags", nil, http.StatusOK, "200"},
		{http.MethodGet, allytest.MainPath(p), "/api/ally", nil, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally", "/api/ally", identity, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally/messages", "/api/ally/messages", message, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/messages?conversationId=" + id, "/api/ally/messages", nil, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/health", "/api/ally/health", nil, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/openapi.json", "/api/ally/openapi.json", nil, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally", "/api/ally", nil, http.StatusBadRequest, "default"},
		{http.MethodGet, "/api/ally/messages?conversationId=none", "/api/ally/messages", nil, http.StatusNotFound, "default"},
	} {
		a := w.Call(p, tc.method, tc.path, tc.body)
		if a.Status != tc.status {
			t.Errorf("%s %s: status %d: %s", tc.method, tc.path, a.Status, a.Body)
			continue
		}
		method := map[string]string{http.MethodGet: "get", http.MethodPost: "post"}[tc.method]
		place := "/paths/" + pointer(tc.call) + "/" + method + "/responses/" + tc.response + "/content/application~1json/schema"
		answer, err := jsonschema.UnmarshalJSON(bytes.NewReader(a.Body))
		if err != nil {
			t.Fatal(err)
		}
		if err := contract(t, place).Validate(answer); err != nil {
			t.Errorf("%s %s: %v\n%s", tc.method, tc.path, err, a.Body)
		}
	}
}

// pointer escapes a path for a JSON pointer.
func pointer(path string) string {
	return string(bytes.ReplaceAll([]byte(path), []byte("/"), []byte("~1")))
}
