package function

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"time"

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
	Event      string // the event's own id, which is the same when it comes again

	now, before map[string]*firestoredata.Value // nil where there was no document
	note        func(slog.Attr)
}

// Gone says whether the document was deleted.
func (e Event) Gone() bool { return e.now == nil }

// Changed says whether one of the document's fields was written with another
// value, or the document deleted; a new document has changed nothing.
func (e Event) Changed(fields ...string) bool {
	if e.now == nil {
		return true
	}
	return e.before != nil && slices.ContainsFunc(fields, func(f string) bool { return !proto.Equal(e.now[f], e.before[f]) })
}

// Text is a field as it was written; "" where it is none.
func (e Event) Text(field string) string { return e.value(field).GetStringValue() }

// Number is a field as it was written; 0 where it is none.
func (e Event) Number(field string) int { return int(e.value(field).GetIntegerValue()) }

// Time is a field as it was written; the zero time where it is none.
func (e Event) Time(field string) time.Time {
	if t := e.value(field).GetTimestampValue(); t != nil {
		return t.AsTime()
	}
	return time.Time{}
}

// In gives a field that is a map, to be read like the document.
func (e Event) In(field string) Event { return e.inside(e.value(field).GetMapValue()) }

// Each gives the maps of a field that is a list, each to be read like the document.
func (e Event) Each(field string) []Event {
	var each []Event
	for _, v := range e.value(field).GetArrayValue().GetValues() {
		if m := v.GetMapValue(); m != nil {
			each = append(each, e.inside(m))
		}
	}
	return each
}

func (e Event) inside(m *firestoredata.MapValue) Event {
	e.now, e.before = m.GetFields(), nil
	if e.now == nil {
		e.now = map[string]*firestoredata.Value{}
	}
	return e
}

func (e Event) value(field string) *firestoredata.Value {
	if e.now == nil {
		return e.before[field]
	}
	return e.now[field]
}

// Note adds a figure to the event's log line.
func (e Event) Note(name string, value int) { e.note(slog.Int(name, value)) }

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
		var notes []slog.Attr
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
			}, append(took(b.Now().Sub(began), meter, models), notes...)...)...)
			if err != nil {
				// The framework prints the error with a format of its own: a
				// percent sign in it would garble the line, and ours is logged.
				err = errors.New("try again")
			}
		}()
		written, err := writtenBy(e)
		if err != nil {
			return Acknowledge("%v", err)
		}
		document = written.document
		collection, documentID, ok := strings.Cut(document, "/")
		pattern, _, _ := strings.Cut(f.Trigger.Document, "/")
		if !ok || !id.Valid(documentID) || collection != pattern {
			return Acknowledge("the event is about %q, not about %s", document, f.Trigger.Document)
		}
		return f.Trigger.Handle(Event{
			Context: ctx, Backend: b, Collection: collection, ID: documentID, Event: e.ID(), now: written.now, before: written.before,
			note: func(a slog.Attr) { notes = append(notes, a) },
		})
	}
}

// written is what an event tells: a document as it is, and as it was before.
type written struct {
	document    string // such as ally_messages/m1
	now, before map[string]*firestoredata.Value
}

func writtenBy(e event.Event) (w written, err error) {
	var data firestoredata.DocumentEventData
	if err := proto.Unmarshal(e.Data(), &data); err != nil {
		return w, fmt.Errorf("the event's body can't be read: %w", err)
	}
	for _, one := range []struct {
		document *firestoredata.Document
		fields   *map[string]*firestoredata.Value
	}{{data.GetOldValue(), &w.before}, {data.GetValue(), &w.now}} {
		_, document, ok := strings.Cut(one.document.GetName(), "/documents/")
		if !ok {
			continue
		}
		w.document = document
		*one.fields = one.document.GetFields()
		if *one.fields == nil {
			*one.fields = map[string]*firestoredata.Value{}
		}
	}
	if w.document == "" {
		return w, errors.New("the event's body names no document")
	}
	return w, nil
}
