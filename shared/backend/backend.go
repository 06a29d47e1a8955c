// Package backend puts together what a function works with.
package backend

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/catalogue"
	"getaifactory.com/ally/shared/comparison"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/email"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/gemini"
	"getaifactory.com/ally/shared/model/local"
	"getaifactory.com/ally/shared/preference"
	"getaifactory.com/ally/shared/privacy"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/search"
	"getaifactory.com/ally/shared/sharing"
	"getaifactory.com/ally/shared/signin"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/summary"
	"getaifactory.com/ally/shared/surroundings"
	"getaifactory.com/ally/shared/wait"
	"getaifactory.com/ally/shared/web"
)

// Backend is what a function works with.
type Backend struct {
	Config        config.Config
	Now           func() time.Time
	Log           *slog.Logger
	Store         *firestore.Client // writes only what the function declares
	Sessions      *access.Sessions
	Access        *access.Checker
	Origins       *web.Origins
	Conversations *conversation.Service
	Actions       *action.Service
	Apps          *app.Apps
	Summaries     *summary.Service
	Mail          *mail.Sender
	Email         *email.Service
	Surroundings  *surroundings.Keeper
	Memory        *memory.Keeper
	Privacy       *privacy.Office
	Catalogue     *catalogue.Catalogue
	Superprompt   *prompt.Book
	Desk          *desk.Desk
	Preferences   *preference.Keeper
	Guests        *access.Guests
	Sharing       *sharing.Service
	Embedder      model.Embedder
	Search        *search.Searcher
	Indexer       *search.Indexer
	Facts         *fact.Keeper
	Comparison    *comparison.Service
	Signer        signin.Signer // nil where the function declares none, and with an emulator
}

// Options are what a Backend is made with.
type Options struct {
	Config config.Config
	Now    func() time.Time
	Log    *slog.Logger
	Writes []string // the collections that the function may write
	// AsksModel says whether the function asks the model; without it there is
	// none, and no credentials for one are needed.
	AsksModel bool
	Model     model.Generator // nil: as Config says
	Embedder  model.Embedder  // nil: as Config says
	// Observe is told of every query; nil for nobody.
	Observe func(*firestorepb.StructuredQuery)
	// NewSigner makes what signs browsers in to Firebase; nil for none.
	NewSigner func(ctx context.Context, project string) (signin.Signer, error)
}

// New makes a Backend. Close ends it.
func New(ctx context.Context, o Options) (*Backend, error) {
	if o.Now == nil || o.Log == nil {
		return nil, errors.New("backend: a clock and a log are needed")
	}
	b := &Backend{Config: o.Config, Now: o.Now, Log: o.Log}
	var err error
	if b.Store, err = store.Open(ctx, store.Options{
		Project: o.Config.Project, Emulator: o.Config.Emulator, Writes: o.Writes, Log: o.Log, Observe: o.Observe,
	}); err != nil {
		return nil, err
	}
	if b.Sessions, err = access.NewSessions(o.Config.Secret, o.Config.Cookie, o.Now); err != nil {
		return nil, err
	}
	if b.Access, err = access.NewChecker(access.Options{
		Client: b.Store, EnvironmentOn: o.Config.AllyOn, Superadmins: o.Config.Superadmins, Now: o.Now,
	}); err != nil {
		return nil, err
	}
	if b.Origins, err = web.NewOrigins(o.Config.Origins); err != nil {
		return nil, err
	}
	if b.Surroundings, err = surroundings.NewKeeper(b.Store, o.Now); err != nil {
		return nil, err
	}
	grounds, err := grounding.NewGatherer(b.Store, b.Surroundings, o.Now)
	if err != nil {
		return nil, err
	}
	writer := o.Model
	if writer == nil || !o.AsksModel {
		if writer, err = generator(ctx, o); err != nil {
			return nil, err
		}
	}
	places := o.Embedder
	if places == nil || !o.AsksModel {
		if places, err = embedder(ctx, o); err != nil {
			return nil, err
		}
	}
	b.Embedder = model.MeteredEmbedder(places, o.Now)
	prices, err := ledger.Listed.With(o.Config.GeminiModel, o.Config.ModelPrice)
	if err != nil {
		return nil, err
	}
	if b.Memory, err = keeperOf(o, b.Store, model.Metered(writer, o.Now), prices); err != nil {
		return nil, err
	}
	if b.Privacy, err = privacy.NewOffice(b.Store, b.Memory, o.Now); err != nil {
		return nil, err
	}
	prompts := prompt.NewSource(b.Store, o.Now)
	b.Conversations, err = conversation.NewService(conversation.Deps{
		Client: b.Store, Prompts: prompts, Surroundings: b.Surroundings, Memory: b.Memory, Grounds: grounds,
		Model: model.Metered(writer, o.Now), Now: o.Now, NewKey: rand.Text, Pause: wait.For, Policies: b.Access, Source: o.Config.Environment,
		Organizations: quota.NewOrganizations(b.Store, o.Now), Prices: prices, ContextTokens: o.Config.ContextTokens, LinkHosts: o.Config.LinkHosts,
		Limits: quota.Limits{MessagesPerMinute: o.Config.MessagesPerMinute, TokensPerDay: o.Config.TokensPerDay},
	})
	if err != nil {
		return nil, err
	}
	if b.Actions, err = action.NewService(action.Deps{
		Client: b.Store, Now: o.Now, NewKey: rand.Text, Pause: wait.For, Source: o.Config.Environment,
	}); err != nil {
		return nil, err
	}
	if b.Guests, err = access.NewGuests(o.Config.Secret, o.Now); err != nil {
		return nil, err
	}
	if b.Sharing, err = sharing.NewService(sharing.Deps{
		Client: b.Store, Conversations: b.Conversations, Actions: b.Actions, Access: b.Access, Guests: b.Guests,
		Now: o.Now, NewKey: rand.Text, Pause: wait.For, Source: o.Config.Environment, PublicURL: o.Config.PublicURL,
	}); err != nil {
		return nil, err
	}
	if b.Apps, err = app.New(b.Store, o.Now, o.Config.Environment); err != nil {
		return nil, err
	}
	if b.Summaries, err = summary.NewService(summary.Deps{
		Client: b.Store, Actions: b.Actions, Apps: b.Apps, Conversations: b.Conversations, Model: model.Metered(writer, o.Now),
		Organizations: quota.NewOrganizations(b.Store, o.Now), Prices: prices, Now: o.Now, Source: o.Config.Environment, LinkHosts: o.Config.LinkHosts,
	}); err != nil {
		return nil, err
	}
	server, err := o.Config.MailServer()
	if err != nil {
		return nil, fmt.Errorf("backend: %w", err)
	}
	if b.Mail, err = mail.NewSender(mail.Options{
		Client: b.Store, Server: server, Now: o.Now, Pause: wait.For, Log: o.Log, Told: email.Told(b.Store), Wanted: email.Wanted(b.Store),
	}); err != nil {
		return nil, err
	}
	if b.Email, err = email.NewService(email.Deps{
		Client: b.Store, Actions: b.Actions, Apps: b.Apps, Conversations: b.Conversations, Mail: b.Mail,
		Organizations: quota.NewOrganizations(b.Store, o.Now), Model: model.Metered(writer, o.Now), Prices: prices, LinkHosts: o.Config.LinkHosts,
		Limits: quota.Limits{
			TokensPerDay: o.Config.TokensPerDay, EmailsPerDay: o.Config.EmailsPerDay, OrganizationEmailsPerDay: o.Config.OrganizationEmailsPerDay,
		},
		Now: o.Now, NewKey: rand.Text, Pause: wait.For, Source: o.Config.Environment,
	}); err != nil {
		return nil, err
	}
	// Without the web app's key no browser can use a token; with an emulator none
	// needs one.
	if o.NewSigner != nil && o.Config.Emulator == "" && o.Config.FirebaseKey != "" {
		if b.Signer, err = o.NewSigner(ctx, o.Config.Project); err != nil {
			return nil, fmt.Errorf("backend: %w", err)
		}
	}
	if b.Facts, err = fact.NewKeeper(fact.Deps{
		Client: b.Store, Now: o.Now, Pause: wait.For, NewKey: rand.Text, Source: o.Config.Environment,
	}); err != nil {
		return nil, err
	}
	if b.Comparison, err = comparison.NewService(comparison.Deps{
		Client: b.Store, Facts: b.Facts, Now: o.Now, Pause: wait.For, Source: o.Config.Environment,
	}); err != nil {
		return nil, err
	}
	b.Superprompt = &prompt.Book{Client: b.Store, Now: o.Now, Source: o.Config.Environment}
	b.Preferences = &preference.Keeper{Client: b.Store, Memory: b.Memory, Pause: wait.For}
	b.Desk = &desk.Desk{
		Client: b.Store, Book: b.Superprompt, Prompts: prompts, Conversations: b.Conversations,
		Access: b.Access, Catalogue: b.Apps, Now: o.Now, Pause: wait.For, Source: o.Config.Environment,
		EnvironmentOn: o.Config.AllyOn,
		Limits:        quota.Limits{MessagesPerMinute: o.Config.MessagesPerMinute, TokensPerDay: o.Config.TokensPerDay},
	}
	b.Search = &search.Searcher{Client: b.Store, Conversations: b.Conversations, Embedder: b.Embedder}
	b.Indexer = &search.Indexer{
		Client: b.Store, Conversations: b.Conversations, Embedder: b.Embedder, Now: o.Now, Pause: wait.For, Window: o.Config.IndexWindow,
		Remember: b.remember,
	}
	b.Catalogue, err = catalogue.New(b.Store, b.Surroundings, b.Conversations)
	return b, err
}

// keeperOf gives what keeps memory. It asks a model what to remember where the
// function asks Gemini; the local model would know no better than patterns.
func keeperOf(o Options, client *firestore.Client, writer model.Generator, prices ledger.Prices) (*memory.Keeper, error) {
	options := memory.Options{Client: client, Now: o.Now, Pause: wait.For, Log: o.Log}
	if o.AsksModel && o.Config.Model == config.Gemini {
		asked, err := memory.NewAsked(memory.AskedOptions{
			Model: writer, Book: memory.Booking(client, rand.Text), Prices: prices, Now: o.Now, Source: o.Config.Environment,
		})
		if err != nil {
			return nil, err
		}
		options.Model = asked
	}
	return memory.NewKeeper(options)
}

// Close ends the connections.
func (b *Backend) Close() error { return b.Store.Close() }

func generator(ctx context.Context, o Options) (model.Generator, error) {
	if !o.AsksModel {
		return noModel{}, nil
	}
	if o.Config.Model == config.Local {
		return local.New(), nil
	}
	g, err := gemini.New(ctx, o.gemini(o.Config.GeminiModel))
	if err != nil {
		return nil, fmt.Errorf("backend: %w", err)
	}
	return g, nil
}

func embedder(ctx context.Context, o Options) (model.Embedder, error) {
	if !o.AsksModel {
		return noModel{}, nil
	}
	if o.Config.Model == config.Local {
		return local.NewEmbedder(), nil
	}
	e, err := gemini.NewEmbedder(ctx, o.gemini(o.Config.EmbeddingModel))
	if err != nil {
		return nil, fmt.Errorf("backend: %w", err)
	}
	return e, nil
}

// gemini says how one of Google's models is called.
func (o Options) gemini(name string) gemini.Options {
	c := o.Config
	return gemini.Options{
		APIKey: c.GeminiKey, Project: c.Project, Location: c.GeminiLocation,
		Model: name, BaseURL: c.GeminiURL, Wait: wait.For, Log: o.Log,
	}
}

// noModel is the model of a function that declares to ask none.
type noModel struct{}

func (noModel) Name() string { return "none" }

func (noModel) Generate(context.Context, model.Request, func(string) error) (model.Reply, error) {
	return model.Reply{}, undeclared()
}

func (noModel) Embed(context.Context, model.EmbeddingUse, ...string) ([][]float32, error) {
	return nil, undeclared()
}

func undeclared() error {
	return &model.Error{Kind: model.Refused, Err: errors.New("backend: the function does not declare that it asks a model")}
}
