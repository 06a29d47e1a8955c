package function

import (
	"net/http"
	"strings"
)

// at gives the operations at a path. Unlike http.ServeMux it never redirects: an
// address is right or there is nothing at it.
func (s *server) at(path string) []Operation {
	var here []Operation
	for _, o := range s.Operations {
		if matches(s.Route+o.Path, path) {
			here = append(here, o)
		}
	}
	return here
}

func matches(pattern, path string) bool {
	wanted, given := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(wanted) != len(given) {
		return false
	}
	for i, segment := range wanted {
		if _, ok := parameter(segment); ok && given[i] != "" {
			continue
		}
		if segment != given[i] {
			return false
		}
	}
	return true
}

// parameter gives the name of a segment in braces.
func parameter(segment string) (name string, ok bool) {
	name, ok = strings.CutPrefix(segment, "{")
	return strings.TrimSuffix(name, "}"), ok
}

// setPathValues notes what stands in the path at the pattern's parameters.
func setPathValues(r *http.Request, pattern string) {
	given := strings.Split(r.URL.Path, "/")
	for i, segment := range strings.Split(pattern, "/") {
		if name, ok := parameter(segment); ok {
			r.SetPathValue(name, given[i])
		}
	}
}

func allowed(operations []Operation) string {
	var methods []string
	for _, o := range operations {
		methods = append(methods, o.Method)
	}
	return strings.Join(append(methods, http.MethodOptions), ", ")
}
