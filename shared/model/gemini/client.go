package gemini

import (
	"fmt"
	"net/http"

	"cloud.google.com/go/auth/credentials"
	"cloud.google.com/go/auth/httptransport"
)

const cloudScope = "https://www.googleapis.com/auth/cloud-platform"

// newHTTPClient makes a client that obeys watches. For Vertex AI it signs its
// requests; for the Gemini API genai itself adds the key.
func newHTTPClient(o Options) (*http.Client, error) {
	if o.APIKey != "" {
		return &http.Client{Transport: watchingTransport{http.DefaultTransport}}, nil
	}
	if o.Credentials == nil {
		found, err := credentials.DetectDefault(&credentials.DetectOptions{Scopes: []string{cloudScope}})
		if err != nil {
			return nil, fmt.Errorf("gemini: find default credentials for project %q: %w", o.Project, err)
		}
		o.Credentials = found
	}
	client, err := httptransport.NewClient(&httptransport.Options{Credentials: o.Credentials})
	if err != nil {
		return nil, fmt.Errorf("gemini: new signing client for project %q: %w", o.Project, err)
	}
	client.Transport = watchingTransport{client.Transport}
	return client, nil
}
