// Package allysession signs a person's browser in to Firebase, so that it hears
// of new messages at once. The workspace calls it when a conversation is opened
// and again before the time it names is over; called twice it gives two tokens,
// both good. It reads the person's own document, their domain and their
// organization, and writes nothing.
package allysession

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/signin"
	"getaifactory.com/ally/shared/signin/firebase"
	"getaifactory.com/ally/shared/web"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allysession",
	Purpose: "a token with which the browser listens to Firestore",
	Memory:  "256Mi", Timeout: 15 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Signer:  firebase.New,
	Route:   "/api/ally/session",
	Operations: []function.Operation{{
		Method:   http.MethodPost,
		Summary:  "Gives a token with which the browser signs in to Firebase, to listen to Firestore.",
		Problems: []string{"not_live"},
		Handler:  function.Handle(session),
	}},
}

type input struct {
	UserID string `json:"userId,omitempty" description:"Must be the session's, where it is given."`
}

type output struct {
	Token     string `json:"token" required:"true" description:"A Firebase custom token, for signInWithCustomToken; empty with an emulator."`
	APIKey    string `json:"apiKey" required:"true" description:"Of the project's web app, for initializeApp; it is no secret."`
	ProjectID string `json:"projectId" required:"true"`
	UserID    string `json:"userId" required:"true"`
	Until     string `json:"until" required:"true" format:"date-time" description:"When listening ends unless a new token was had before."`
	Success   bool   `json:"success" required:"true"`

	// On localhost only.
	Emulator      string         `json:"emulator,omitempty" description:"The host and port of a Firestore emulator, for connectFirestoreEmulator."`
	MockUserToken map[string]any `json:"mockUserToken,omitempty" description:"What connectFirestoreEmulator signs in with."`
}

func session(c function.Call[input]) (output, error) {
	now := c.Backend.Now()
	config, claims := c.Backend.Config, signin.Claims(c.Person, now)
	out := output{
		APIKey: config.FirebaseKey, ProjectID: config.Project, UserID: c.Person.ID,
		Until: web.Stamp(now.Add(signin.Life)), Success: true,
	}
	if config.Emulator != "" {
		claims["sub"] = c.Person.ID
		out.Emulator, out.MockUserToken = config.Emulator, claims
		return out, nil
	}
	if config.FirebaseKey == "" {
		return output{}, &fault.Fault{Kind: fault.NotFound, Code: "not_live", Sentence: lang.Text{
			ES: "Aquí no hay avisos inmediatos; los mensajes nuevos se buscan cada pocos segundos.",
			EN: "There are no live updates here; new messages are looked for every few seconds.",
		}}
	}
	var err error
	if out.Token, err = c.Backend.Signer.Sign(c.Context, c.Person.ID, claims); err != nil {
		return output{}, fault.Busy(err)
	}
	return out, nil
}
