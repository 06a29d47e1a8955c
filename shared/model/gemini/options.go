package gemini

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"cloud.google.com/go/auth"

	"getaifactory.com/ally/shared/wait"
)

// What an empty Options gets.
const (
	DefaultModel    = "gemini-2.5-flash"
	DefaultTimeout  = 30 * time.Second
	DefaultAttempts = 3
)

// Options say which model to call and how. Either APIKey or Project with
// Location is required; the rest has defaults.
type Options struct {
	APIKey string // of the Gemini API; it appears in no log and no error

	Project  string // of Vertex AI, used when APIKey is empty
	Location string // of Vertex AI, such as "us-central1" or "global"
	// Credentials for Vertex AI; nil takes the application default ones.
	Credentials *auth.Credentials

	Model string // DefaultModel when empty
	// ThinkingBudget bounds the tokens spent on thinking, which count against
	// Request.MaxOutputTokens; nil leaves it to the model, 0 turns thinking off
	// in the models that allow it.
	ThinkingBudget *int32
	BaseURL        string // of a proxy or a test server; Google's own when empty

	// Timeout is how long an attempt may go without a byte from the model,
	// at its start and between two pieces; DefaultTimeout when 0.
	Timeout  time.Duration
	Attempts int // the first included; DefaultAttempts when 0
	// Wait pauses for d between two attempts and returns ctx.Err() when ctx
	// ends first; a timer when nil.
	Wait func(ctx context.Context, d time.Duration) error
	Log  *slog.Logger // one line for each attempt that is repeated; slog.Default() when nil
}

// check refuses what can't work and fills in the defaults.
func (o *Options) check() error {
	if o.APIKey == "" {
		if o.Project == "" {
			return errors.New("gemini: neither an API key nor a Vertex AI project is given")
		}
		if o.Location == "" {
			return fmt.Errorf(`gemini: Vertex AI project %q needs a location, such as "us-central1" or "global"`, o.Project)
		}
	}
	if o.BaseURL != "" {
		if u, err := url.Parse(o.BaseURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Errorf("gemini: base URL %q is not an http or https address", o.BaseURL)
		}
	}
	if o.Timeout < 0 || o.Attempts < 0 {
		return fmt.Errorf("gemini: timeout %s or attempts %d below zero", o.Timeout, o.Attempts)
	}
	if o.Model == "" {
		o.Model = DefaultModel
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Attempts == 0 {
		o.Attempts = DefaultAttempts
	}
	if o.Wait == nil {
		o.Wait = wait.For
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return nil
}
