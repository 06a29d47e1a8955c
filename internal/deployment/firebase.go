package deployment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"getaifactory.com/ally/internal/workspace"
	"getaifactory.com/ally/shared/function"
)

// Policy is the page's Content-Security-Policy: it speaks to where it comes from,
// to Firestore, and to what signs it in there.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self' https://firestore.googleapis.com https://identitytoolkit.googleapis.com https://securetoken.googleapis.com; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Site is what a firebase.json is made for.
type Site struct {
	Region string // of the functions
	Name   string // of the hosting site; "" for the project's own
	Public string // folder of the page
	Closed bool   // without the ways to the functions
}

type firebaseFile struct {
	Firestore struct {
		Rules   string `json:"rules"`
		Indexes string `json:"indexes"`
	} `json:"firestore"`
	Emulators struct {
		Firestore port  `json:"firestore"`
		Hosting   port  `json:"hosting"`
		UI        plain `json:"ui"`
	} `json:"emulators"`
	Hosting struct {
		Site     string    `json:"site,omitempty"`
		Public   string    `json:"public"`
		Ignore   []string  `json:"ignore"`
		Rewrites []rewrite `json:"rewrites"`
		Headers  []headers `json:"headers"`
	} `json:"hosting"`
}

type (
	port struct {
		Port int `json:"port"`
	}
	plain struct {
		Enabled bool `json:"enabled"`
	}
	rewrite struct {
		Source      string   `json:"source"`
		Run         *service `json:"run,omitempty"`
		Destination string   `json:"destination,omitempty"`
	}
	service struct {
		ServiceID string `json:"serviceId"`
		Region    string `json:"region"`
	}
	headers struct {
		Source  string   `json:"source"`
		Headers []header `json:"headers"`
	}
	header struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}
)

// Firebase makes a firebase.json. Firestore's two files stand beside it.
func Firebase(all []function.Function, s Site) ([]byte, error) {
	var f firebaseFile
	f.Firestore.Rules, f.Firestore.Indexes = "firestore.rules", "firestore.indexes.json"
	f.Emulators.Firestore.Port, f.Emulators.Hosting.Port = 8080, 5000
	f.Hosting.Site, f.Hosting.Public, f.Hosting.Ignore = s.Name, s.Public, []string{"firebase.json", "**/.*"}
	f.Hosting.Rewrites = []rewrite{}
	if !s.Closed {
		f.Hosting.Rewrites = rewrites(all, s.Region)
		for _, path := range workspace.Visits {
			f.Hosting.Rewrites = append(f.Hosting.Rewrites, rewrite{Source: path, Destination: "/visit.html"})
		}
	}
	f.Hosting.Rewrites = append(f.Hosting.Rewrites, rewrite{Source: "!/@(api|assets)/**", Destination: "/index.html"})
	f.Hosting.Headers = []headers{
		{"**", []header{
			{"Content-Security-Policy", Policy},
			{"X-Content-Type-Options", "nosniff"},
			{"Referrer-Policy", "no-referrer"},
			{"Strict-Transport-Security", "max-age=31536000"},
			{"Cache-Control", "no-store"},
		}},
		{"/assets/**", []header{{"Cache-Control", "public, max-age=31536000, immutable"}}},
		{"/api/**", []header{{"Cache-Control", "private, no-store"}}},
	}
	return indented(f)
}

// rewrites lead from each function's route to its service.
func rewrites(all []function.Function, region string) []rewrite {
	var list []rewrite
	// The first that fits counts, so what lies below another comes before it.
	deepest := slices.Clone(all)
	slices.SortStableFunc(deepest, func(a, b function.Function) int { return strings.Count(b.Route, "/") - strings.Count(a.Route, "/") })
	for _, f := range deepest {
		if f.Route == "" {
			continue
		}
		to := &service{f.Name, region}
		list = append(list, rewrite{Source: f.Route, Run: to})
		if f.HasPaths() {
			list = append(list, rewrite{Source: f.Route + "/**", Run: to})
		}
	}
	return list
}

func indented(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("deployment: %w", err)
	}
	return out.Bytes(), nil
}
