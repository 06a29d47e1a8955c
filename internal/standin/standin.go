// Package standin stands in, on one's own machine, for what the classic
// frontend gives the workspace: who one is, and the classic chat. It hands out
// sessions, so it serves pages of this machine only, and no function has it.
package standin

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/web"
)

// Options are what a Standin is made of.
type Options struct {
	Config config.Config // of localhost, with the emulator's address
	Now    func() time.Time
}

// Standin serves the paths below /dev/.
type Standin struct {
	config   config.Config
	now      func() time.Time
	client   *firestore.Client // may write nothing
	sessions *access.Sessions
	access   *access.Checker
	chosen   *web.Decoder
	routes   *http.ServeMux
}

// New gives a Standin. Close ends it.
func New(ctx context.Context, o Options) (*Standin, error) {
	if o.Now == nil || o.Config.Environment != config.Localhost || o.Config.Emulator == "" {
		return nil, errors.New("standin: a clock, localhost's configuration and an emulator are needed")
	}
	s := &Standin{config: o.Config, now: o.Now, routes: http.NewServeMux()}
	var err error
	if s.client, err = store.Open(ctx, store.Options{Project: o.Config.Project, Emulator: o.Config.Emulator, Log: slog.New(slog.DiscardHandler)}); err != nil {
		return nil, err
	}
	if s.sessions, err = access.NewSessions(o.Config.Secret, o.Config.Cookie, o.Now); err != nil {
		return nil, err
	}
	s.access, err = access.NewChecker(access.Options{
		Client: s.client, EnvironmentOn: o.Config.AllyOn, Superadmins: o.Config.Superadmins, Now: o.Now,
	})
	if err != nil {
		return nil, err
	}
	if s.chosen, err = web.NewDecoder(reflect.TypeFor[choice]()); err != nil {
		return nil, err
	}
	for pattern, serve := range map[string]func(http.ResponseWriter, *http.Request) (any, error){
		"GET /dev/people":                              s.people,
		"POST /dev/session":                            s.become,
		"GET /dev/classic/conversations":               s.conversations,
		"GET /dev/classic/conversations/{id}/messages": s.messages,
		"/": func(http.ResponseWriter, *http.Request) (any, error) { return nil, missing() },
	} {
		s.routes.HandleFunc(pattern, answer(serve))
	}
	return s, nil
}

// Close ends the connection.
func (s *Standin) Close() error { return s.client.Close() }

func (s *Standin) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.routes.ServeHTTP(w, r) }

func missing() error { return fault.Missing(lang.Text{ES: "esa dirección", EN: "that address"}) }

// answer makes JSON of what is served, and a problem of an error, for pages of
// this machine.
func answer(serve func(http.ResponseWriter, *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Vary", "Origin, Cookie")
		value, err := any(nil), foreign(r)
		if err == nil {
			value, err = serve(w, r)
		}
		if err == nil {
			err = web.JSON(w, http.StatusOK, value)
		}
		if err != nil {
			web.Fail(w, fault.From(err), strings.ToLower(rand.Text()), lang.FromHeader(r.Header.Get("Accept-Language")))
		}
	}
}

// foreign refuses what another site's page asks, and what comes under another
// name than this machine's: a page elsewhere can make its own name lead here.
func foreign(r *http.Request) error {
	site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	from, err := url.Parse(origin)
	if here(r.Host) && (site == "" || site == "same-origin" || site == "none") && err == nil && (origin == "" || from.Host == r.Host) {
		return nil
	}
	return &fault.Fault{Kind: fault.Forbidden, Code: "foreign_origin", Sentence: lang.Text{
		ES: "Esto solo es para la página de Ally en este equipo.",
		EN: "This is for Ally's page on this machine only.",
	}}
}

func here(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	address, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return name == "localhost" || err == nil && address.IsLoopback()
}
