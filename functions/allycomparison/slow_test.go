package allycomparison_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/recount"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/verdict"
)

// lived is a world in which a life is lived over the sample's classic chats.
type lived struct {
	*allytest.World
	t     *testing.T
	life  *life
	order *rand.Rand
	now   time.Time
}

// begin gives the world before anything happened in it.
func begin(t *testing.T, seed uint64) *lived {
	w := allytest.New(t, allytest.Chats(), allytest.Events("allyindexmessages", "allyindexactions", "allyratings"))
	w.Clock.Stop()
	today := w.Clock.Now().UTC().Truncate(24 * time.Hour)
	l := &lived{World: w, t: t, life: newLife(seed, today), order: rand.New(rand.NewPCG(seed, 2)), now: today.Add(36 * time.Hour)}
	l.at(l.now)
	l.write(l.shuffled(func(path string) bool { return !isEvent(path) })) // who is told of Ally, and conversations
	for _, p := range living() {
		w.Set("users/"+p.ID, fields{"allyBetaAccess": fields{"enabled": true}})
	}
	w.Call(sample.Superadmin(), http.MethodPut, route+"/thresholds", fields{
		"revision": "0", "thresholds": verdict.Defaults, "why": "acordado antes de ver los datos", "from": day(l.first()),
	}).Into(&fields{})
	return l
}

func day(at time.Time) string { return at.Format(time.DateOnly) }

func (l *lived) first() time.Time { return l.life.today.AddDate(0, 0, 1-days) }

// at moves the clock to a time.
func (l *lived) at(at time.Time) { l.Clock.Move(at.Sub(l.Clock.Now())) }

// shuffled gives the paths that are so, in the order's own order.
func (l *lived) shuffled(is func(path string) bool) []string {
	paths := slices.DeleteFunc(slices.Sorted(maps.Keys(l.life.states)), func(path string) bool { return !is(path) })
	l.order.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
	return paths
}

// write writes the states of documents, one after the other of each.
func (l *lived) write(paths []string) {
	l.t.Helper()
	for step, some := 0, true; some; step++ {
		some = false
		batch := l.DB.BulkWriter(l.t.Context())
		var jobs []*firestore.BulkWriterJob
		for _, path := range paths {
			if step >= len(l.life.states[path]) {
				continue
			}
			state := l.life.states[path][step]
			write := func() (*firestore.BulkWriterJob, error) { return batch.Set(l.DB.Doc(path), state) }
			if state == nil {
				write = func() (*firestore.BulkWriterJob, error) { return batch.Delete(l.DB.Doc(path)) }
			}
			job, err := write()
			if err != nil {
				l.t.Fatal(err)
			}
			jobs, some = append(jobs, job), true
		}
		batch.End()
		for _, job := range jobs {
			if _, err := job.Results(); err != nil {
				l.t.Fatal(err)
			}
		}
	}
}

// touch has the last event of documents come again.
func (l *lived) touch(paths []string) {
	l.t.Helper()
	batch := l.DB.BulkWriter(l.t.Context())
	for _, path := range paths {
		if states := l.life.states[path]; states[len(states)-1] != nil {
			if _, err := batch.Set(l.DB.Doc(path), fields{"touched": l.order.Int64()}, firestore.MergeAll); err != nil {
				l.t.Fatal(err)
			}
		}
	}
	batch.End()
}

// visit tells what browsers measured, each at its time, and some once more. Nothing
// else may be under way, for the clock goes back for it.
func (l *lived) visit() {
	l.t.Helper()
	people := living()
	for _, i := range append(l.order.Perm(len(l.life.visits)), l.order.Perm(len(l.life.visits))[:10]...) {
		v := l.life.visits[i]
		who := people[slices.IndexFunc(people, func(p sample.Person) bool { return p.ID == v.Account })]
		l.at(v.At)
		l.Call(who, http.MethodPost, "/api/ally/beacon", fields{
			"visit": fmt.Sprintf("visit-%05d", i), "timings": []fields{{"number": 1, "what": v.What, "ms": v.MS}},
		}).Into(&fields{})
	}
	l.at(l.now)
}

// sweep runs what is scheduled until there is nothing more to be counted.
func (l *lived) sweep() {
	l.t.Helper()
	l.Settled()
	for range 3 { // of the days that are over, 25 in a run
		if err := l.System.Run(l.t.Context()); err != nil {
			l.t.Fatal(err)
		}
	}
}

// live has all of it happen, in an order of the seed's own: some of it is written, or told,
// when the days that it is of are rolled up.
func (l *lived) live(seed uint64, how func(paths []string)) {
	l.t.Helper()
	l.order = rand.New(rand.NewPCG(seed, 2))
	l.Set("ally_measuring/rollup", fields{"through": day(l.first().AddDate(0, 0, -1))})
	isLate := map[string]bool{}
	for _, path := range l.shuffled(isEvent) {
		isLate[path] = l.order.IntN(4) == 0
	}
	l.visit()
	how(l.shuffled(func(path string) bool { return isEvent(path) && !isLate[path] }))
	l.sweep()
	how(l.shuffled(func(path string) bool { return isLate[path] }))
	l.sweep()
}

// isEvent says whether what is written at a path is told to what counts.
func isEvent(path string) bool {
	collection, _, _ := strings.Cut(path, "/")
	return slices.Contains([]string{"ally_messages", "ally_actions", "ally_ratings"}, collection)
}

// documents reads all that there is, of both systems.
func (l *lived) documents() recount.Documents {
	l.t.Helper()
	all := recount.Documents{}
	for _, collection := range []string{
		"users", "organizations", "conversations", "messages", "message_feedback",
		"ally_conversations", "ally_messages", "ally_actions", "ally_ratings", "ally_exposures",
	} {
		docs, err := l.DB.Collection(collection).Documents(l.t.Context()).GetAll()
		if err != nil {
			l.t.Fatal(err)
		}
		for _, doc := range docs {
			all[collection+"/"+doc.Ref.ID] = doc.Data()
		}
	}
	return all
}

// compare gives the comparison as the door tells it, without the time of the look.
func (l *lived) compare(query string) (comparison, string) {
	l.t.Helper()
	l.Clock.Move(6 * time.Minute) // figures are kept for five
	a := l.Call(sample.Superadmin(), http.MethodGet, route+query, nil)
	var out comparison
	a.Into(&out)
	var raw fields
	if err := json.Unmarshal(a.Body, &raw); err != nil {
		l.t.Fatal(err)
	}
	at, _ := json.Marshal(raw["at"])
	return out, string(bytes.ReplaceAll(a.Body, at, []byte(`""`)))
}

// Every figure that the door tells is reckoned again from the raw documents of both systems, by
// code that has nothing to do with what the product counts and reckons by.
func TestEveryFigureIsThatOfASlowAndObviousReckoningInWhateverOrderThingsAreTold(t *testing.T) {
	t.Parallel()
	const seed = 11
	t.Logf("the life is drawn with the seed %d", seed)
	l := begin(t, seed)
	l.live(1, func(paths []string) {
		l.write(paths)
		l.touch(paths)
	})
	world := recount.Read(l.documents(), l.life.visits)
	all, first := l.compare("")
	if all.Days != days || !all.Observational || all.Partial != nil {
		t.Fatalf("%d days of %d, %s, %v", all.Days, days, all.Verdict, all.Partial)
	}
	within := recount.Question{From: day(l.first()), To: day(l.life.today)}
	whole := checked{t, "all", world, within, all}
	whole.check()
	if missing := whole.missing(); len(missing) > 0 {
		t.Errorf("the life is too poor: there is no figure of %v", missing)
	}
	for query, q := range map[string]recount.Question{
		"?domain=" + sample.DomainSalfa:               {Domain: sample.DomainSalfa},
		"?organizationId=" + sample.OrganizationGetAI: {OrganizationID: sample.OrganizationGetAI},
	} {
		q.From, q.To = within.From, within.To
		part, _ := l.compare(query)
		checked{t, query, world, q, part}.check()
	}

	// With a lot each group's own side counts.
	l.Set("ally_config/rollout", fields{"stage": "domain", "salt": "s", "domains": fields{sample.DomainSalfa: 100}, "holdout": 50})
	drawn := within
	drawn.Held = true
	lot, _ := l.compare("")
	held := checked{t, "lot", world, drawn, lot}
	held.check()
	held.arms()
	l.Set("ally_config/rollout", fields{"holdout": 0})

	// The same life, told in another order.
	for _, collection := range []string{"ally_facts", "ally_rollups", "ally_measuring"} {
		docs, err := l.DB.Collection(collection).Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range docs {
			if _, err := doc.Ref.Delete(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	l.live(2, l.touch)
	_, again := l.compare("")
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("told in another order: %s", diff)
	}
}
