package emulator_test

import (
	"net/http"
	"testing"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/emulator/emulatortest"
)

func TestATriggerThatIsAcceptedLetsWritesThrough(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"notes/{id}", "notes/1", "notes/{id=*}", "notes/{id=**}", "{path=**}", "notes/{a}/parts/{b}"} {
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			live, project := emulatortest.WithEvents(t), emulatortest.Project(t)
			path := "notes/1"
			if pattern == "notes/{a}/parts/{b}" {
				path = "notes/1/parts/1"
			}
			live.Serve(t, project, "key", emulator.Trigger{EventType: "google.cloud.firestore.document.v1.created", Document: pattern},
				http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			write(t, live.Client(t, project), path, "seen")
			live.WaitFor(t, project, "key", 1)
		})
	}
}

func TestATriggerThatWouldBreakTheProjectIsRefused(t *testing.T) {
	t.Parallel()
	live, project := emulatortest.WithEvents(t), emulatortest.Project(t)
	const created = "google.cloud.firestore.document.v1.created"
	for _, trigger := range []emulator.Trigger{
		{EventType: created, Document: "notes/{"},
		{EventType: created, Document: "notes/{}"},
		{EventType: created, Document: "notes/id}"},
		{EventType: created, Document: "notes/{id=***}"},
		{EventType: created, Document: "{path=**}/parts"},
		{EventType: created, Document: "notes/*"},
		{EventType: created, Document: "notes"},
		{EventType: created, Document: "/notes/{id}"},
		{EventType: created, Document: ""},
		{EventType: "google.cloud.firestore.document.v1.touched", Document: "notes/{id}"},
		{EventType: "created", Document: "notes/{id}"},
		{EventType: "", Document: "notes/{id}"},
	} {
		if err := live.Emulator.Register(limited(t), project, "key", trigger); err == nil {
			t.Errorf("%+v is accepted", trigger)
		}
	}
	write(t, live.Client(t, project), "notes/1", "the project still works")
}

func TestRegisteringAKeyAgainReplacesItsTrigger(t *testing.T) {
	t.Parallel()
	live, project := emulatortest.WithEvents(t), emulatortest.Project(t)
	ignore := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	const written = "google.cloud.firestore.document.v1.written"
	live.Serve(t, project, "key", emulator.Trigger{EventType: written, Document: "before/{id}"}, ignore)
	live.Serve(t, project, "key", emulator.Trigger{EventType: written, Document: "after/{id}"}, ignore)
	live.Serve(t, project, "all", emulator.Trigger{EventType: written, Document: "{path=**}"}, ignore)
	c := live.Client(t, project)
	write(t, c, "before/1", "no event")
	write(t, c, "after/1", "an event")
	live.WaitFor(t, project, "key", 1)
	live.WaitFor(t, project, "all", 2)
	if got := live.Bridge.Counts(project, "key"); got.Arrived != 1 {
		t.Errorf("counts %+v", got)
	}
}
