package function

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
	"github.com/googleapis/google-cloudevents-go/cloud/firestoredata"
	"google.golang.org/protobuf/proto"

	"getaifactory.com/ally/shared/backend"
)

func created(t *testing.T, document string) event.Event {
	t.Helper()
	body, err := proto.Marshal(&firestoredata.DocumentEventData{Value: &firestoredata.Document{
		Name: "projects/p/databases/(default)/documents/" + document,
	}})
	if err != nil {
		t.Fatal(err)
	}
	e := event.New()
	e.SetID("e1")
	if err := e.SetData("application/protobuf", body); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestAnEventIsTriedAgainOnlyWhereThatMayHelp(t *testing.T) {
	for _, tc := range []struct {
		name    string
		handle  func(Event) error
		again   bool
		outcome string
	}{
		{"done", func(Event) error { return nil }, false, "done"},
		{"can't succeed", func(Event) error { return Acknowledge("gone") }, false, "acknowledged"},
		{"may succeed later", func(Event) error { return errors.New("100 % busy") }, true, "retry"},
		{"panics", func(Event) error { panic("oh") }, true, "retry"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var log strings.Builder
			b := &backend.Backend{Now: time.Now, Log: slog.New(slog.NewJSONHandler(&log, nil))}
			f := Function{Name: "allytest", Trigger: &Trigger{Document: "ally_messages/{id}", Handle: tc.handle}}
			err := f.EventHandler(b)(context.Background(), created(t, "ally_messages/m1"))
			if (err != nil) != tc.again {
				t.Errorf("error %v, want another try %v", err, tc.again)
			}
			if err != nil && strings.Contains(err.Error(), "%") {
				t.Errorf("the framework would garble %q", err)
			}
			if lines := strings.Count(log.String(), "\n"); lines != 1 || !strings.Contains(log.String(), `"outcome":"`+tc.outcome+`"`) {
				t.Errorf("log: %s", log.String())
			}
		})
	}
}

func TestAnEventNamesItsDocument(t *testing.T) {
	var got Event
	b := &backend.Backend{Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	f := Function{Name: "allytest", Trigger: &Trigger{Document: "ally_messages/{id}", Handle: func(e Event) error { got = e; return nil }}}
	if err := f.EventHandler(b)(context.Background(), created(t, "ally_messages/m1")); err != nil {
		t.Fatal(err)
	}
	if got.Collection != "ally_messages" || got.ID != "m1" {
		t.Errorf("%+v", got)
	}
}

func FuzzNoEventIsTriedAgainForItsBody(f *testing.F) {
	f.Add([]byte("garbage"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		e := event.New()
		_ = e.SetData("application/protobuf", body)
		b := &backend.Backend{Now: time.Now, Log: slog.New(slog.DiscardHandler)}
		fn := Function{Name: "allytest", Trigger: &Trigger{Document: "ally_messages/{id}", Handle: func(Event) error { return nil }}}
		if err := fn.EventHandler(b)(context.Background(), e); err != nil {
			t.Error(err)
		}
	})
}
