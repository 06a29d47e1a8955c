package fact_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/recount"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/metric"
	"getaifactory.com/ally/shared/wait"
)

// kept reads a collection; what depends on when it was written is left out.
func kept(t *testing.T, client *firestore.Client, collection string) map[string]string {
	t.Helper()
	docs, err := client.Collection(collection).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, doc := range docs {
		data := doc.Data()
		delete(data, "updatedAt")
		raw, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		all[doc.Ref.ID] = string(raw)
	}
	return all
}

func forget(t *testing.T, client *firestore.Client, collections ...string) {
	t.Helper()
	for _, collection := range collections {
		docs, err := client.Collection(collection).Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range docs {
			if _, err := doc.Ref.Delete(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTheClassicChatIsCountedAsAnObviousWayCountsIt(t *testing.T) {
	t.Parallel()
	client := emulatortest.Client(t, emulatortest.Project(t))
	today := time.Now().UTC().Truncate(24 * time.Hour)
	if err := sample.Load(t.Context(), client, today); err != nil {
		t.Fatal(err)
	}
	now := today.Add(36 * time.Hour)
	k, err := fact.NewKeeper(fact.Deps{Client: client, Now: func() time.Time { return now }, Pause: wait.For, NewKey: rand.Text, Source: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	run := func(ctx context.Context) (read int) { // until there is nothing more
		t.Helper()
		for range 20 {
			scanned, err := k.Scan(ctx)
			if err != nil {
				t.Fatal(err)
			}
			rolled, err := k.Roll(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if scanned.Messages > 10_000 || scanned.Chats > 10_000 || scanned.Ratings > 10_000 {
				t.Fatalf("more than the ceiling: %+v", scanned)
			}
			if read += scanned.Messages; scanned.Messages+rolled == 0 {
				return read
			}
		}
		t.Fatal("it does not come to an end")
		return 0
	}

	// All at once, as the first time.
	messages := run(t.Context())
	want, rolled := kept(t, client, fact.Collection), kept(t, client, fact.Rollups)
	if messages < 500 || len(want) < 50 {
		t.Fatalf("%d messages, %d facts, %d roll-ups", messages, len(want), len(rolled))
	}
	if run(t.Context()) != 0 {
		t.Error("what was read is read again")
	}

	// Read again from the beginning, over what there is.
	forget(t, client, fact.Progresses)
	run(t.Context())
	if diff := cmp.Diff(want, kept(t, client, fact.Collection)); diff != "" {
		t.Errorf("read again: %s", diff)
	}

	// As it happens: every few hours for six weeks, with a run under another's lease.
	end := now
	forget(t, client, fact.Collection, fact.Rollups, fact.Progresses)
	for now = today.AddDate(0, 0, -42); now.Before(end); now = now.Add(61 * time.Hour) {
		run(t.Context())
	}
	now = end
	run(t.Context())
	if diff := cmp.Diff(want, kept(t, client, fact.Collection)); diff != "" {
		t.Errorf("as it happens: %s", diff)
	}
	if diff := cmp.Diff(rolled, kept(t, client, fact.Rollups)); diff != "" {
		t.Errorf("rolled up as it happens: %s", diff)
	}

	const days = 28
	filter := fact.Filter{From: fact.DayOf(today.AddDate(0, 0, 1-days)), To: fact.DayOf(today)}
	people, err := k.People(t.Context(), filter)
	if err != nil {
		t.Fatal(err)
	}
	d, err := sample.Documents(today)
	if err != nil {
		t.Fatal(err)
	}
	slow := recount.Read(d, nil).Ask(recount.Question{System: recount.Classic, From: filter.From, To: filter.To})
	for _, m := range metric.Definitions {
		values := map[string]metric.Value{}
		for _, v := range metric.Compute(m, people, fact.Classic, days) {
			values[v.Person] = v
		}
		wanted, known := slow.Values(m.Key)
		if len(values) == 0 != (m.Classic == "") || !known {
			t.Errorf("%s: %d people", m.Key, len(values))
		}
		for email, want := range wanted {
			person := fact.PersonOf("", email)
			v, has := values[person]
			if !has || math.Abs(v.Num-want.Num) > 1e-9 || math.Abs(v.Den-want.Den) > 1e-9 || v.Times.N() != len(want.Times) {
				t.Errorf("%s of %s: %v/%v and %d times, the obvious way says %v/%v and %d", m.Key, email, v.Num, v.Den, v.Times.N(), want.Num, want.Den, len(want.Times))
			}
			slices.Sort(want.Times)
			if median, ok := v.Times.Quantile(0.5); ok {
				exact := max(float64(want.Times[(len(want.Times)-1)/2].Milliseconds()), 1)
				if median < exact*0.97 || median > exact*1.03 {
					t.Errorf("%s of %s: median %v, exactly %v", m.Key, email, median, exact)
				}
			}
			delete(values, person)
		}
		if len(values) > 0 {
			t.Errorf("%s: people whom the obvious way does not know: %v", m.Key, values)
		}
	}
}

func TestEventsOfOneDayAtOnceAreAllCounted(t *testing.T) {
	t.Parallel()
	client := emulatortest.Client(t, emulatortest.Project(t))
	k, err := fact.NewKeeper(fact.Deps{Client: client, Now: func() time.Time { return noon }, Pause: wait.For, NewKey: rand.Text})
	if err != nil {
		t.Fatal(err)
	}
	var group errgroup.Group
	group.SetLimit(5)
	for i := range 60 {
		n := i * 7 % 30 // each twice, in another order than they happened
		group.Go(func() error {
			marks := fact.Reply{
				ID: fmt.Sprint("reply-", n), ConversationID: "c", InReplyTo: fmt.Sprint("message-", n), Status: "completed",
				At: at(float64(n)), MS: 1000, Attempts: 1,
			}.Marks()
			return k.Note(t.Context(), fact.Ally, "person", marks)
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	doc, err := fact.Ref(client, fact.Ally, "person", fact.DayOf(noon)).Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var d fact.Day
	if err := doc.DataTo(&d); err != nil {
		t.Fatal(err)
	}
	if n := d.Numbers; n.Messages != 30 || n.Answers != 30 || n.Sessions != 1 || n.Conversations != 1 || n.Times[fact.Response].N() != 30 {
		t.Errorf("%+v", n)
	}
	for name, m := range map[string]fact.Mark{"of no time": {}, "far ahead of the clock": {Kind: fact.Message, At: noon.AddDate(0, 0, 2)}} {
		if err := k.Note(t.Context(), fact.Ally, "nobody", fact.Marks{"m": m}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if docs, err := client.Collection(fact.Collection).Where("userId", "==", "nobody").Documents(t.Context()).GetAll(); err != nil || len(docs) != 0 {
		t.Errorf("%d days, %v", len(docs), err)
	}
}
