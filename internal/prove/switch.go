package prove

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/localcloud"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/wait"
)

// felt is how soon whatever switches Ally off, or on again, must be felt everywhere.
const felt = 15 * time.Second

// SwitchOptions say how many write to how many instances meanwhile.
type SwitchOptions struct {
	People    int // four at least: of two organizations, and two who are switched off alone
	Instances int
	Seed      uint64
	// Tool serves a function, as this tool does, and each instance is a process of it,
	// with Environ. With "" the instances are in this process.
	Tool     string
	Environ  []string
	Progress io.Writer
	// Now and Pass are the time and its passing; nil for the real ones.
	Now  func() time.Time
	Pass func(context.Context, time.Duration) error
}

// Switch has many people send messages without a pause to several instances, each with
// what it keeps, while Ally is switched off and on again for a person, an organization
// and everybody, and a grant is revoked and given back; all by the superadmin's doors. It
// counts what got through, and what became of every message.
func Switch(ctx context.Context, o SwitchOptions) (report SwitchReport, err error) {
	if o.People < 4 || o.Instances < 1 || o.Progress == nil {
		return SwitchReport{}, errors.New("prove: four people, an instance and a place for the progress are needed")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Pass == nil {
		o.Pass = wait.For
	}
	s := &switching{SwitchOptions: o, provider: newProvider(o.Seed)}
	defer func() { err = errors.Join(err, s.end(ctx)) }()
	if err := s.start(ctx); err != nil {
		return SwitchReport{}, err
	}
	before, err := classicOf(ctx, s.db, s.people[revoked].person.ID)
	if err != nil {
		return SwitchReport{}, err
	}
	if err := s.run(ctx); err != nil {
		return SwitchReport{}, err
	}
	after, err := classicOf(ctx, s.db, s.people[revoked].person.ID)
	if err != nil {
		return SwitchReport{}, err
	}
	return s.count(ctx, before, after)
}

// Who is switched off alone, by number; the even ones are of one organization, the odd
// ones of another, which is switched off as a whole.
const (
	alone   = 0
	revoked = 2
)

// switching is a proof under way.
type switching struct {
	SwitchOptions
	place
	provider  *provider
	data      *emulator.Emulator
	victims   []*victim
	served    []func() error
	urls      []string
	people    []*member
	scenarios []*scenario
}

// scenario is something that switches Ally off for some, and when it did.
type scenario struct {
	name           string
	of             func(*member) bool
	method, path   string
	off, on        map[string]any
	thrown, undone time.Time // when the superadmin asked for it; zero for not yet
}

func (s *switching) start(ctx context.Context) (err error) {
	s.place.now = s.Now
	s.config, err = config.FromEnvironment([]string{
		"ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true", "GOOGLE_CLOUD_PROJECT=demo-prove-switch", "ALLY_MODEL=gemini",
		"ALLY_GEMINI_URL=" + s.provider.URL, "GOOGLE_AI_API_KEY=none", "ALLY_MESSAGES_PER_MINUTE=0", "ALLY_TOKENS_PER_DAY=0",
	})
	if err != nil {
		return err
	}
	if s.data, err = emulator.Start(ctx, emulator.Options{}); err != nil {
		return err
	}
	if s.db, err = s.data.Client(ctx, s.config.Project); err != nil {
		return err
	}
	if err := sample.LoadCore(ctx, s.db, s.Now()); err != nil {
		return err
	}
	if s.system, err = s.local(ctx, "allymain", "allyrollout"); err != nil {
		return err
	}
	for n := range s.People {
		p := sample.Person{ID: fmt.Sprintf("usr_prove%02d", n), Email: fmt.Sprintf("prove%02d@%s", n, sample.DomainSalfa), Organization: sample.OrganizationSalfa}
		if n%2 == 1 {
			p.Email, p.Organization = fmt.Sprintf("prove%02d@%s", n, sample.DomainGetAI), sample.OrganizationGetAI
		}
		one, err := s.newSender(ctx, p)
		if err != nil {
			return err
		}
		s.people = append(s.people, &member{sender: one, number: n})
	}
	s.scenarios = s.all()
	for range s.Instances {
		if err := s.serve(ctx); err != nil {
			return err
		}
	}
	return nil
}

// local runs the named functions in this process.
func (s *switching) local(ctx context.Context, names ...string) (*localcloud.System, error) {
	var these []function.Function
	for _, f := range functions.All {
		if slices.Contains(names, f.Name) {
			these = append(these, f)
		}
	}
	return localcloud.Start(ctx, localcloud.Options{Functions: these, Config: s.config, Emulator: s.data, Now: s.Now, Log: logging.New(io.Discard)})
}

// serve starts an instance.
func (s *switching) serve(ctx context.Context) error {
	if s.Tool != "" {
		v, err := serve(ctx, s.Tool, "allymessages", append(slices.Clone(s.Environ),
			"GOOGLE_CLOUD_PROJECT="+s.config.Project, "ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true",
			"FIRESTORE_EMULATOR_HOST="+s.data.Addr(), "ALLY_MODEL=gemini", "ALLY_GEMINI_URL="+s.provider.URL, "GOOGLE_AI_API_KEY=none",
			"ALLY_MESSAGES_PER_MINUTE=0", "ALLY_TOKENS_PER_DAY=0",
		))
		if err != nil {
			return err
		}
		s.victims, s.urls = append(s.victims, v), append(s.urls, v.url)
		return nil
	}
	system, err := s.local(ctx, "allymessages")
	if err != nil {
		return err
	}
	server := httptest.NewServer(system.Routes())
	s.served = append(s.served, func() error { server.Close(); return system.Close() })
	s.urls = append(s.urls, server.URL)
	return nil
}

func (s *switching) end(ctx context.Context) error {
	var failed []error
	for _, v := range s.victims {
		v.kill()
	}
	for _, end := range s.served {
		failed = append(failed, end())
	}
	if s.system != nil {
		failed = append(failed, s.system.Close())
	}
	if s.db != nil {
		failed = append(failed, s.db.Close())
	}
	if s.data != nil {
		failed = append(failed, s.data.Stop(context.WithoutCancel(ctx)))
	}
	s.provider.Close()
	return errors.Join(failed...)
}

func (s *switching) all() []*scenario {
	const rollout = "/api/ally/config/rollout"
	one, granted := s.people[alone].person, s.people[revoked].person
	switches := func(name string, of func(*member) bool, off, on map[string]any) *scenario {
		off["why"], on["why"] = "prove", "prove"
		return &scenario{name: name, of: of, method: http.MethodPatch, path: rollout + "/switches", off: off, on: on}
	}
	return []*scenario{
		switches("a person", func(m *member) bool { return m.number == alone },
			map[string]any{"people": map[string]bool{one.ID: true}}, map[string]any{"people": map[string]bool{one.ID: false}}),
		switches("an organization", func(m *member) bool { return m.person.Organization == sample.OrganizationGetAI },
			map[string]any{"organizations": map[string]bool{sample.OrganizationGetAI: true}},
			map[string]any{"organizations": map[string]bool{sample.OrganizationGetAI: false}}),
		{
			name: "a revoked grant", of: func(m *member) bool { return m.number == revoked }, method: http.MethodPut, path: rollout + "/grants",
			off: map[string]any{"email": granted.Email, "enabled": false, "why": "prove"},
			on:  map[string]any{"email": granted.Email, "enabled": true, "why": "prove"},
		},
		switches("everybody", func(*member) bool { return true }, map[string]any{"off": true}, map[string]any{"off": false}),
	}
}

// run has everybody send while the switches are thrown and put back: those for some
// together, then the one for all.
func (s *switching) run(ctx context.Context) error {
	sending, stop := context.WithCancelCause(ctx)
	var group sync.WaitGroup
	for _, m := range s.people {
		group.Go(func() {
			if err := m.send(sending, s); err != nil {
				stop(err)
			}
		})
	}
	var err error
	for _, together := range [][]*scenario{s.scenarios[:3], s.scenarios[3:]} {
		if err = s.round(sending, together); err != nil {
			break
		}
	}
	stop(nil)
	group.Wait()
	if cause := context.Cause(sending); err != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return err
}

func (s *switching) round(ctx context.Context, together []*scenario) error {
	steps := []func() error{
		func() error { return s.more(ctx) },
		func() error { return s.throw(ctx, together, true) },
		func() error { return s.more(ctx) },
		func() error { return s.Pass(ctx, felt) },
		func() error { return s.more(ctx) },
		func() error { return s.throw(ctx, together, false) },
		func() error { return s.Pass(ctx, felt) },
		func() error { return s.more(ctx) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (s *switching) throw(ctx context.Context, together []*scenario, off bool) error {
	for _, c := range together {
		at, body := &c.undone, c.on
		if off {
			at, body = &c.thrown, c.off
		}
		*at = s.Now()
		var cookie *http.Cookie
		if err := s.call(ctx, sample.Superadmin(), c.method, c.path, body, &cookie); err != nil {
			return err
		}
		fmt.Fprintf(s.Progress, "%s: off %t\n", c.name, off)
	}
	return nil
}

// more waits until everybody has made some more requests.
func (s *switching) more(ctx context.Context) error {
	const some = 2
	for _, m := range s.people {
		for want := m.made.Load() + some; m.made.Load() < want; {
			if err := wait.For(ctx, 10*time.Millisecond); err != nil {
				return err
			}
		}
	}
	return nil
}

// classicOf gives every document of the classic system's, to the byte, save the grant
// of one person, which Ally may change.
func classicOf(ctx context.Context, db *firestore.Client, granted string) (map[string]string, error) {
	collections, err := db.Collections(ctx).GetAll()
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, c := range collections {
		if ours(c.ID) {
			continue
		}
		docs, err := c.Documents(ctx).GetAll()
		if err != nil {
			return nil, err
		}
		for _, doc := range docs {
			data, written := doc.Data(), fmt.Sprint(doc.CreateTime, doc.UpdateTime)
			if c.ID == "users" && doc.Ref.ID == granted {
				delete(data, "allyBetaAccess")
				written = ""
			}
			all[c.ID+"/"+doc.Ref.ID] = fmt.Sprint(written, data)
		}
	}
	return all, nil
}
