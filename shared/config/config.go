// Package config is what the environment tells the functions: one struct with
// its defaults in sight, wrong values refused at start by their variable's
// name.
package config

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"getaifactory.com/ally/shared/ledger"
	letters "getaifactory.com/ally/shared/mail"
)

// Environments, which are also the `source` of every document.
const (
	Localhost  = "localhost"
	Staging    = "staging"
	Production = "production"
)

// Models.
const (
	Gemini = "gemini"
	Local  = "local"
)

// LocalSecret signs sessions where Ally runs on one's own machine and no
// secret is set. Nothing else accepts it.
const LocalSecret = "a-secret-for-localhost-only-not-for-any-deployment"

// mostIndexWindow is far below the time that a function may take.
const mostIndexWindow = 20 * time.Second

// Config is the environment of the functions.
type Config struct {
	Project     string   `env:"GOOGLE_CLOUD_PROJECT"`
	Emulator    string   `env:"FIRESTORE_EMULATOR_HOST"`
	Environment string   `env:"ENVIRONMENT_NAME" envDefault:"production"`
	AllyOn      bool     `env:"ENABLE_ALLY_BETA" envDefault:"false"`
	Secret      string   `env:"JWT_SECRET"`
	Cookie      string   `env:"SESSION_COOKIE_NAME" envDefault:"flow_session"`
	Superadmins []string `env:"ALLY_SUPERADMIN_EMAILS" envDefault:"alec@getaifactory.com"`
	Origins     []string `env:"ALLY_ALLOWED_ORIGINS"`
	// Model is gemini or local. Left out, it is local on localhost without a
	// key, else gemini.
	Model       string `env:"ALLY_MODEL"`
	GeminiKey   string `env:"GOOGLE_AI_API_KEY"`
	GeminiModel string `env:"ALLY_GEMINI_MODEL" envDefault:"gemini-2.5-flash"`
	// EmbeddingModel places texts by their meaning where Model is gemini.
	EmbeddingModel string `env:"ALLY_EMBEDDING_MODEL" envDefault:"gemini-embedding-001"`
	// IndexWindow is how long a message waits for others of its conversation before
	// they are indexed together.
	IndexWindow time.Duration `env:"ALLY_INDEX_WINDOW" envDefault:"2s"`
	// GeminiLocation is where Vertex AI runs the model when there is no key.
	GeminiLocation string `env:"ALLY_GEMINI_LOCATION" envDefault:"us-central1"`
	// ModelPrice is input/cached/output in US dollars for a million tokens of the
	// model; left out, the list price counts where one is known.
	ModelPrice string `env:"ALLY_MODEL_PRICE"`
	// ContextTokens is the budget of one request to the model, estimated: prompt,
	// question, what was chosen and earlier messages.
	ContextTokens     int `env:"ALLY_CONTEXT_TOKENS" envDefault:"16000"`
	MessagesPerMinute int `env:"ALLY_MESSAGES_PER_MINUTE" envDefault:"20"`
	TokensPerDay      int `env:"ALLY_TOKENS_PER_DAY" envDefault:"1000000"`
	// SMTP is where letters are handed over; without it none is sent, and they wait.
	SMTP string `env:"ALLY_SMTP_URL"`
	// EmailsPerDay and OrganizationEmailsPerDay count recipients.
	EmailsPerDay             int `env:"ALLY_EMAILS_PER_DAY" envDefault:"50"`
	OrganizationEmailsPerDay int `env:"ALLY_ORGANIZATION_EMAILS_PER_DAY" envDefault:"1000"`
	// LinkHosts are hosts that Ally's links may lead to, beside each person's own
	// domain and organization.
	LinkHosts []string `env:"ALLY_LINK_HOSTS"`
	// FirebaseKey is the key of the project's web app, which is no secret. Without
	// it browsers don't listen to Firestore; they ask again every few seconds.
	FirebaseKey string `env:"ALLY_FIREBASE_API_KEY"`
	// PublicURL is where the workspace's pages are, for links in letters. Left out, it
	// is the address of the project's Firebase Hosting.
	PublicURL string `env:"ALLY_PUBLIC_URL"`
	// GeminiURL replaces Google's address, for a proxy.
	GeminiURL string `env:"ALLY_GEMINI_URL"`
}

// FromEnvironment reads the variables, given as in os.Environ. An error names
// every variable that is wrong.
func FromEnvironment(environ []string) (Config, error) {
	var c Config
	err := env.ParseWithOptions(&c, env.Options{Environment: env.ToMap(environ)})
	if err != nil {
		return Config{}, byVariable(err)
	}
	for i, email := range c.Superadmins {
		c.Superadmins[i] = strings.ToLower(strings.TrimSpace(email))
	}
	if c.Environment == Localhost && c.Secret == "" {
		c.Secret = LocalSecret
	}
	if c.Model == "" {
		c.Model = Gemini
		if c.Environment == Localhost && c.GeminiKey == "" {
			c.Model = Local
		}
	}
	if c.PublicURL = strings.TrimSuffix(c.PublicURL, "/"); c.PublicURL == "" {
		c.PublicURL = "https://" + c.Project + ".web.app"
		if c.Environment == Localhost {
			c.PublicURL = "http://localhost:8787"
		}
	}
	return c, c.check()
}

// byVariable words the library's error, which names the struct's field, with
// the variable that is wrong.
func byVariable(err error) error {
	var parse env.ParseError
	if !errors.As(err, &parse) {
		return fmt.Errorf("config: %w", err)
	}
	field, _ := reflect.TypeFor[Config]().FieldByName(parse.Name)
	return fmt.Errorf("config: %s can't be read as %s", field.Tag.Get("env"), parse.Type)
}

func (c Config) check() error {
	var wrong []error
	refuse := func(variable, expected string) {
		wrong = append(wrong, fmt.Errorf("config: %s %s", variable, expected))
	}
	if c.Project == "" {
		refuse("GOOGLE_CLOUD_PROJECT", "is missing: the id of the project that holds Firestore")
	}
	if !slices.Contains([]string{Localhost, Staging, Production}, c.Environment) {
		refuse("ENVIRONMENT_NAME", fmt.Sprintf("is %q: expected localhost, staging or production", c.Environment))
	}
	switch {
	case c.Secret == "":
		refuse("JWT_SECRET", "is missing: the secret with which the classic system signs sessions")
	case c.Environment != Localhost && c.Secret == LocalSecret:
		refuse("JWT_SECRET", "is the one for localhost: set the classic system's own")
	case IsSecretReference(c.Secret):
		refuse("JWT_SECRET", "is a reference to a secret, not the secret: mount its value")
	}
	if c.Cookie == "" || strings.ContainsAny(c.Cookie, " ;,=\t\"") {
		refuse("SESSION_COOKIE_NAME", fmt.Sprintf("is %q: expected a cookie's name", c.Cookie))
	}
	for _, email := range c.Superadmins {
		if _, err := mail.ParseAddress(email); err != nil {
			refuse("ALLY_SUPERADMIN_EMAILS", fmt.Sprintf("has %q: expected e-mail addresses, separated by commas", email))
		}
	}
	for _, origin := range c.Origins {
		if u, err := url.Parse(origin); err != nil || u.Host == "" || u.Path != "" || u.Scheme != "https" && u.Scheme != "http" {
			refuse("ALLY_ALLOWED_ORIGINS", fmt.Sprintf("has %q: expected origins such as https://chat.example.com, separated by commas", origin))
		}
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" ||
		u.Scheme != "https" && (u.Scheme != "http" || c.Environment != Localhost) {
		refuse("ALLY_PUBLIC_URL", fmt.Sprintf("is %q: expected an address such as https://ally.example.com", c.PublicURL))
	}
	if c.Model != Gemini && c.Model != Local {
		refuse("ALLY_MODEL", fmt.Sprintf("is %q: expected gemini or local", c.Model))
	}
	if u, err := url.Parse(c.GeminiURL); c.GeminiURL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		refuse("ALLY_GEMINI_URL", fmt.Sprintf("is %q: expected an address such as https://proxy.example.com", c.GeminiURL))
	}
	if _, err := ledger.Listed.With(c.GeminiModel, c.ModelPrice); err != nil {
		refuse("ALLY_MODEL_PRICE", fmt.Sprintf("is %q: expected input/cached/output in US dollars for a million tokens, such as 0.30/0.03/2.50", c.ModelPrice))
	}
	if c.ContextTokens < 4000 {
		refuse("ALLY_CONTEXT_TOKENS", fmt.Sprintf("is %d: expected at least 4000", c.ContextTokens))
	}
	if c.IndexWindow < 0 || c.IndexWindow > mostIndexWindow {
		refuse("ALLY_INDEX_WINDOW", fmt.Sprintf("is %s: expected 0s to %s", c.IndexWindow, mostIndexWindow))
	}
	if c.MessagesPerMinute < 0 {
		refuse("ALLY_MESSAGES_PER_MINUTE", fmt.Sprintf("is %d: expected 0 for no limit, or more", c.MessagesPerMinute))
	}
	if c.TokensPerDay < 0 {
		refuse("ALLY_TOKENS_PER_DAY", fmt.Sprintf("is %d: expected 0 for no limit, or more", c.TokensPerDay))
	}
	if c.EmailsPerDay < 0 {
		refuse("ALLY_EMAILS_PER_DAY", fmt.Sprintf("is %d: expected 0 for no limit, or more", c.EmailsPerDay))
	}
	if c.OrganizationEmailsPerDay < 0 {
		refuse("ALLY_ORGANIZATION_EMAILS_PER_DAY", fmt.Sprintf("is %d: expected 0 for no limit, or more", c.OrganizationEmailsPerDay))
	}
	if _, err := c.MailServer(); err != nil {
		refuse("ALLY_SMTP_URL", "can't be used: "+err.Error()) // without its value, which has a password
	}
	for _, host := range c.LinkHosts {
		if u, err := url.Parse("https://" + host); err != nil || u.Host != host || host == "" {
			refuse("ALLY_LINK_HOSTS", fmt.Sprintf("has %q: expected hosts such as intranet.example.com, separated by commas", host))
		}
	}
	if c.Environment != Localhost && c.Emulator != "" {
		refuse("FIRESTORE_EMULATOR_HOST", "is set, but ENVIRONMENT_NAME is not localhost")
	}
	return errors.Join(wrong...)
}

// MailServer is where letters are handed over; the zero value for nowhere.
func (c Config) MailServer() (letters.Server, error) {
	if c.SMTP == "" {
		return letters.Server{}, nil
	}
	return letters.ParseServer(c.SMTP)
}

// IsSecretReference says whether a value names a secret in Secret Manager
// instead of being one.
func IsSecretReference(value string) bool {
	return strings.HasPrefix(value, "projects/") && strings.Contains(value, "/secrets/") ||
		strings.HasPrefix(value, "sm://") || strings.HasPrefix(value, "gcp-secret:")
}
