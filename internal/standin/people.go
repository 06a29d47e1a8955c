package standin

import (
	"context"
	"net/http"
	"time"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// sessionLife is how long the classic system's own sessions live.
const sessionLife = 7 * 24 * time.Hour

// person is somebody one can be.
type person struct {
	ID       string        `json:"id"`
	Email    string        `json:"email"`
	Name     string        `json:"name"`
	Role     string        `json:"role"`
	Access   bool          `json:"access"`
	Language lang.Language `json:"language"`
}

// me is who one is.
type me struct {
	ID             string        `json:"id"`
	Email          string        `json:"email"`
	Name           string        `json:"name"`
	Domain         string        `json:"domain"`
	OrganizationID string        `json:"organizationId,omitempty"`
	Role           string        `json:"role"`
	Language       lang.Language `json:"language"`
}

type people struct {
	People []person `json:"people"`
	Me     *me      `json:"me"` // null without a session
}

// people lists the people of the sample, and says which of them one is.
func (s *Standin) people(_ http.ResponseWriter, r *http.Request) (any, error) {
	session, err := s.sessions.Of(r)
	if err != nil {
		return s.listed(r.Context(), nil)
	}
	return s.listed(r.Context(), &session)
}

// listed gives the people, and the one of the session; nil for nobody.
func (s *Standin) listed(ctx context.Context, session *access.Session) (people, error) {
	all := sample.People()
	out := people{People: make([]person, len(all))}
	reads := make([]func(context.Context) error, 0, len(all)+1)
	for i, p := range all {
		reads = append(reads, func(ctx context.Context) error {
			found, decision, err := s.access.Check(ctx, sessionOf(p))
			out.People[i] = person{ID: p.ID, Email: p.Email, Name: p.Name, Role: p.Role, Access: decision.On, Language: languageOf(found)}
			return err
		})
	}
	if session != nil {
		reads = append(reads, func(ctx context.Context) error {
			found, _, err := s.access.Check(ctx, *session)
			out.Me = &me{
				ID: found.ID, Email: found.Email, Name: found.Name, Domain: found.Domain, OrganizationID: found.Organization.ID,
				Role: roleOf(found.ID), Language: languageOf(found),
			}
			return err
		})
	}
	return out, store.Together(ctx, reads...)
}

// languageOf is Spanish where the person's is not known, as everywhere.
func languageOf(p access.Person) lang.Language {
	if p.Language == "" {
		return lang.Spanish
	}
	return p.Language
}

func roleOf(id string) string {
	for _, p := range sample.People() {
		if p.ID == id {
			return p.Role
		}
	}
	return ""
}

// sessionOf is the session that a token for the person gives.
func sessionOf(p sample.Person) access.Session {
	return access.Session{ID: p.ID, Email: p.Email, Domain: p.Domain(), Name: p.Name, EmailVerified: true}
}

type choice struct {
	ID string `json:"id" required:"true" minLength:"1" maxLength:"200"`
}

// become signs one in as a person of the sample, as the classic system does, and
// answers as people does.
func (s *Standin) become(w http.ResponseWriter, r *http.Request) (any, error) {
	in, err := s.chosen.Decode(w, r)
	if err != nil {
		return nil, err
	}
	for _, p := range sample.People() {
		if p.ID != in.(*choice).ID {
			continue
		}
		token, err := access.Token(s.config.Secret, access.Holder{
			ID: p.ID, GoogleUserID: p.GoogleUserID, Email: p.Email, Name: p.Name, Picture: p.Picture, Role: p.Role, Roles: p.Roles,
		}, s.now(), sessionLife)
		if err != nil {
			return nil, err
		}
		session := sessionOf(p)
		answer, err := s.listed(r.Context(), &session)
		if err != nil {
			return nil, err
		}
		http.SetCookie(w, &http.Cookie{
			Name: s.config.Cookie, Value: token, Path: "/", MaxAge: int(sessionLife.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
		return answer, nil
	}
	return nil, fault.Missing(lang.Text{ES: "esa persona", EN: "that person"})
}
