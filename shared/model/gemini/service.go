package gemini

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"google.golang.org/genai"

	"getaifactory.com/ally/shared/model"
)

// service is one model of Google's, for whoever asks it.
type service struct {
	client  *genai.Client
	options Options
}

// connect prepares calls to the model that options name.
func connect(ctx context.Context, options Options) (service, error) {
	if err := options.check(); err != nil {
		return service{}, err
	}
	httpClient, err := newHTTPClient(options)
	if err != nil {
		return service{}, err
	}
	config := &genai.ClientConfig{
		HTTPClient: httpClient,
		// RetryOptions stays nil, which keeps genai from retrying: its own retries
		// ignore what the service asks to wait and can't be told from here.
		HTTPOptions: genai.HTTPOptions{BaseURL: options.BaseURL},
	}
	if options.APIKey != "" {
		config.Backend, config.APIKey = genai.BackendGeminiAPI, options.APIKey
	} else {
		config.Backend, config.Project, config.Location = genai.BackendVertexAI, options.Project, options.Location
	}
	client, err := genai.NewClient(ctx, config)
	if err != nil {
		// genai prints the whole configuration, the key included.
		return service{}, errors.New("gemini: new client: " + redact(err.Error(), options.APIKey))
	}
	return service{client: client, options: options}, nil
}

// again waits until the model may be asked once more after its n-th failure. Its
// error ends the asking: err itself where that can't pass, attempts are used up
// or the pause does not fit into ctx's deadline, else that of the wait.
func (s service) again(ctx context.Context, n int, pauses pauses, err error) error {
	var failure *model.Error
	if n == s.options.Attempts || !errors.As(err, &failure) || !failure.Retryable() {
		return err
	}
	pause, ok := pauses.next(ctx, failure.RetryAfter)
	if !ok {
		return err
	}
	s.logRepeat(ctx, n, pause, failure)
	return s.options.Wait(ctx, pause)
}

func (s service) logRepeat(ctx context.Context, attempt int, pause time.Duration, failure *model.Error) {
	s.options.Log.LogAttrs(ctx, slog.LevelWarn, "the model failed and is asked again",
		slog.String("model", s.options.Model), slog.String("kind", string(failure.Kind)),
		slog.Int("attempt", attempt), slog.Duration("wait", pause), slog.String("error", failure.Err.Error()))
}
