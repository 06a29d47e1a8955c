package function

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/cloudevents/sdk-go/v2/event"
	"github.com/googleapis/google-cloudevents-go/cloud/firestoredata"
	"google.golang.org/protobuf/proto"

	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/store"
)

// Event says that a document was written. It is a hint: it may come twice,
// late, and in any order, so a handler looks at what is there now.
type Event struct {
	Context    context.Context
	Backend    *backend.Backend
	Collection string
	ID         string // of the document
}

// acknowledged is an error that trying again can't resolve.
type acknowledged struct{ reason string }

func (a acknowledged) Error() string { return a.reason }

// Acknowledge makes the error of an event that can never succeed: it is logged
// and not delivered again.
func Acknowledge(format string, args ...any) error {
	return acknowledged{fmt.Sprintf(format, args...)}
}

// EventHandler serves a trigger with the backend. An error makes Eventarc
// deliver the event again.
func (f Function) EventHandler(b *backend.Backend) func(context.Context, event.Event) error {
	return func(ctx context.Context, e event.Event) (err error) {
		began := b.Now()
		ctx, meter := store.Metered(ctx, b.Now)
		ctx, models := model.WithMeter(ctx)
		var document string
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
			outcome, level, text := "done", slog.LevelInfo, ""
			drop := acknowledged{}
			switch {
			case errors.As(err, &drop):
				outcome, level, text, err = "acknowledged", slog.LevelWarn, drop.reason, nil
			case err != nil:
				outcome, level, text = "retry", slog.LevelError, err.Error()
			}
			b.Log.LogAttrs(ctx, level, "event", append([]slog.Attr{
				slog.String("function", f.Name), slog.String("eventId", e.ID()), slog.String("document", document),
				slog.String("outcome", outcome), slog.String("error", text),
			}, took(b.Now().Sub(began), meter, models)...)...)
			if err != nil {
				// The framework prints the error with a format of its own: a
				// percent sign in it would garble the line, and ours is logged.
				err = errors.New("try again")
			}
		}()
		document, err = documentOf(e)
		if err != nil {
			return Acknowledge("%v", err)
		}
		collection, documentID, ok := strings.Cut(document, "/")
		pattern, _, _ := strings.Cut(f.Trigger.Document, "/")
		if !ok || !id.Valid(documentID) || collection != pattern {
			return Acknowledge("the event is about %q, not about %s", document, f.Trigger.Document)
		}
		return f.Trigger.Handle(Event{Context: ctx, Backend: b, Collection: collection, ID: documentID})
	}
}

// documentOf gives the path of the written document, such as
// ally_messages/m1.
func documentOf(e event.Event) (string, error) {
	var data firestoredata.DocumentEventData
	if err := proto.Unmarshal(e.Data(), &data); err != nil {
		return "", fmt.Errorf("the event's body can't be read: %w", err)
	}
	_, document, ok := strings.Cut(data.GetValue().GetName(), "/documents/")
	if !ok {
		return "", errors.New("the event's body names no document")
	}
	return document, nil
}
