package web

import (
	"fmt"
	"net/http"
	"slices"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

// Origins guards against other sites: it refuses state-changing requests that
// a browser sends from an origin that is not allowed, and lets the allowed
// ones read answers.
type Origins struct {
	allowed    []string
	protection *http.CrossOriginProtection
}

// NewOrigins allows the listed origins, such as https://chat.example.com,
// besides the service's own.
func NewOrigins(allowed []string) (*Origins, error) {
	o := &Origins{allowed: allowed, protection: http.NewCrossOriginProtection()}
	for _, origin := range allowed {
		if err := o.protection.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("web: allow the origin %q: %w", origin, err)
		}
	}
	return o, nil
}

// Admit sets the headers that the origin of the request is entitled to. A
// request from a foreign site that would change something is a fault. done is
// true where the request was a browser's preliminary question and has been
// answered.
func (o *Origins) Admit(w http.ResponseWriter, r *http.Request, methods string) (done bool, err error) {
	header := w.Header()
	header.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	trusted := origin != "" && slices.Contains(o.allowed, origin)
	if trusted {
		header.Set("Access-Control-Allow-Origin", origin)
		header.Set("Access-Control-Allow-Credentials", "true")
		header.Set("Access-Control-Expose-Headers", "Server-Timing, X-Request-Id, Retry-After")
	}
	if r.Method == http.MethodOptions {
		if trusted {
			header.Set("Access-Control-Allow-Methods", methods)
			header.Set("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, Last-Event-ID, Authorization")
			header.Set("Access-Control-Max-Age", "600")
		}
		header.Set("Allow", methods)
		w.WriteHeader(http.StatusNoContent)
		return true, nil
	}
	if err := o.protection.Check(r); err != nil {
		return false, &fault.Fault{Kind: fault.Forbidden, Code: "foreign_origin", Cause: err, Sentence: lang.Text{
			ES: "Esta solicitud viene de otro sitio y no se aceptó.",
			EN: "This request comes from another site and was not accepted.",
		}}
	}
	return false, nil
}
