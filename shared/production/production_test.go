package production_test

import (
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/production"
)

func TestAFunctionIsNotRegisteredInAWrongEnvironment(t *testing.T) {
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	f := function.Function{Name: "allynever", Route: "/api/never", Operations: []function.Operation{{
		Method: http.MethodGet, Access: function.Public,
		Handler: function.Handle(func(function.Call[function.None]) (function.None, error) { return function.None{}, nil }),
	}}}
	for _, tc := range []struct {
		environ []string
		names   string
	}{
		{nil, "GOOGLE_CLOUD_PROJECT"},
		{[]string{"GOOGLE_CLOUD_PROJECT=p"}, "JWT_SECRET"},
		{[]string{"GOOGLE_CLOUD_PROJECT=p", "JWT_SECRET=s", "ENVIRONMENT_NAME=prod"}, "ENVIRONMENT_NAME"},
		{[]string{"GOOGLE_CLOUD_PROJECT=p", "ENVIRONMENT_NAME=localhost", "FIRESTORE_EMULATOR_HOST=127.0.0.1:1", "GOOGLE_AI_API_KEY=k", "ALLY_GEMINI_URL=here"}, "ALLY_GEMINI_URL"},
	} {
		if err := production.Register(t.Context(), f, tc.environ, log); err == nil || !strings.Contains(err.Error(), tc.names) {
			t.Errorf("with %v: %v", tc.environ, err)
		}
	}
}
