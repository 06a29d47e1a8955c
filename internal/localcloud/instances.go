package localcloud

import "net/http"

// eventInstances is how many events of one trigger are handled at a time.
const eventInstances = 4

// instances serve a trigger's events, one at a time each, as Google Cloud's
// instances do unless they are deployed with another concurrency. The framework
// relies on it: two events at once may get each other's context, and one of
// them may never be answered.
type instances chan http.Handler

func (free instances) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case one := <-free:
		defer func() { free <- one }()
		one.ServeHTTP(w, r)
	case <-r.Context().Done():
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}
