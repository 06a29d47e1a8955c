package prompt

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Collection holds the super prompt in force, all its versions, and its draft.
const Collection = "super_prompts"

// The other documents of Collection, beside ActiveID. None of them is active.
const (
	draftID       = "draft"
	versionPrefix = "version-"
)

// Stored is a super prompt as it is kept: the one in force, a version, or the
// draft.
type Stored struct {
	Super
	Author   string // e-mail of who wrote it
	At       time.Time
	Why      string // a line on what it is for
	Equal    int    // the version that this one brings back; 0 for none
	Revision int    // of the draft: counts its changes
}

// stored is a document of Collection, with the plan's fields.
type stored struct {
	superPrompt
	CreatedBy string    `firestore:"createdBy"`
	CreatedAt time.Time `firestore:"createdAt"`
	UpdatedAt time.Time `firestore:"updatedAt"`
	Why       string    `firestore:"why"`
	Equal     int       `firestore:"rollbackOf,omitempty"`
	Revision  int       `firestore:"revision,omitempty"`
	Number    int       `firestore:"number,omitempty"` // the version, in a version's own document only
	Source    string    `firestore:"source"`
	// ChangeLog has the last mostLogged versions, newest last; each is whole in a
	// document of its own.
	ChangeLog []logged `firestore:"changeLog,omitempty"`
}

const mostLogged = 50

type logged struct {
	Version   int       `firestore:"version"`
	Changes   string    `firestore:"changes"`
	ChangedBy string    `firestore:"changedBy"`
	ChangedAt time.Time `firestore:"changedAt"`
}

// numbered is the document as a version's own, by which versions are listed.
func (d stored) numbered() stored {
	d.Number, d.IsActive, d.ChangeLog = d.Version, false, nil
	return d
}

// fields are all fields of the document, to be put over another's.
func (d stored) fields() []firestore.Update {
	return []firestore.Update{
		{Path: "version", Value: d.Version}, {Path: "systemPrompt", Value: d.SystemPrompt}, {Path: "rules", Value: d.Rules},
		{Path: "prohibitions", Value: d.Prohibitions}, {Path: "capabilities", Value: d.Capabilities}, {Path: "isActive", Value: d.IsActive},
		{Path: "createdBy", Value: d.CreatedBy}, {Path: "createdAt", Value: d.CreatedAt}, {Path: "updatedAt", Value: d.UpdatedAt},
		{Path: "why", Value: d.Why}, {Path: "rollbackOf", Value: d.Equal}, {Path: "revision", Value: d.Revision},
		{Path: "source", Value: d.Source}, {Path: "changeLog", Value: d.ChangeLog},
	}
}

func (d stored) shown(id string) Stored {
	return Stored{
		Super: Super{
			ID: id, Version: d.Version, SystemPrompt: d.SystemPrompt,
			Rules: d.Rules, Prohibitions: d.Prohibitions, Capabilities: d.Capabilities,
		},
		Author: d.CreatedBy, At: d.UpdatedAt, Why: d.Why, Equal: d.Equal, Revision: d.Revision,
	}
}

// Book keeps the versions of the super prompt. A version never changes once it is
// saved; the one in force is a copy of the newest, at ActiveID.
type Book struct {
	Client *firestore.Client
	Now    func() time.Time
	Source string // the environment, stored with every document
}

func (b *Book) ref(id string) *firestore.DocumentRef { return b.Client.Collection(Collection).Doc(id) }

// versionID puts versions in their order by id.
func versionID(version int) string { return fmt.Sprintf("%s%08d", versionPrefix, version) }

// Edition is the super prompt in force, with the draft where there is one.
type Edition struct {
	Active Stored
	Draft  *Stored
}

// Edition reads what is in force and the draft: two documents. Where nothing was
// saved yet, the built-in super prompt is in force, as version 0.
func (b *Book) Edition(ctx context.Context) (Edition, error) {
	docs, err := b.Client.GetAll(ctx, []*firestore.DocumentRef{b.ref(ActiveID), b.ref(draftID)})
	if err != nil {
		return Edition{}, fault.Busy(fmt.Errorf("prompt: edition: %w", err))
	}
	active, _, err := activeFrom(docs[0])
	if err != nil {
		return Edition{}, err
	}
	e := Edition{Active: active}
	if docs[1].Exists() {
		d, err := storedFrom(docs[1])
		if err != nil {
			return Edition{}, err
		}
		draft := d.shown(draftID)
		e.Draft = &draft
	}
	return e, nil
}

// activeFrom reads what is in force, with its document.
func activeFrom(doc *firestore.DocumentSnapshot) (Stored, stored, error) {
	d, err := storedFrom(doc)
	if err != nil {
		return Stored{}, stored{}, err
	}
	if !d.IsActive || strings.TrimSpace(d.SystemPrompt) == "" {
		s := BuiltIn()
		s.Version = d.Version
		return Stored{Super: s}, d, nil
	}
	return d.shown(ActiveID), d, nil
}

func storedFrom(doc *firestore.DocumentSnapshot) (d stored, err error) {
	if !doc.Exists() {
		return d, nil
	}
	if err := doc.DataTo(&d); err != nil {
		return d, fmt.Errorf("prompt: %s: %w", doc.Ref.Path, err)
	}
	return d, nil
}

// Words are what somebody writes of a super prompt.
type Words struct {
	SystemPrompt                      string
	Rules, Prohibitions, Capabilities []string
}

func (w Words) check() error {
	var wrong []fault.Field
	if strings.TrimSpace(w.SystemPrompt) == "" {
		wrong = append(wrong, fault.Field{Name: "systemPrompt", Problem: lang.Text{ES: "no puede estar vacío", EN: "must not be empty"}})
	}
	if n := len([]rune(w.SystemPrompt)); n > Longest {
		wrong = append(wrong, fault.Field{Name: "systemPrompt", Problem: lang.Text{
			ES: fmt.Sprintf("tiene %d caracteres, y caben %d", n, Longest), EN: fmt.Sprintf("has %d characters, and %d fit", n, Longest),
		}})
	}
	if err := (Super{Rules: w.Rules, Prohibitions: w.Prohibitions, Capabilities: w.Capabilities}).Check(); err != nil {
		wrong = append(wrong, fault.Field{Name: "rules", Problem: lang.Text{
			ES: fmt.Sprintf("reglas, prohibiciones y capacidades suman más de %d caracteres", Longest),
			EN: fmt.Sprintf("rules, prohibitions and capabilities have more than %d characters together", Longest),
		}})
	}
	return fault.Wrong(wrong...)
}

// Super gives the words as a super prompt that is not in force.
func (w Words) Super() (Super, error) {
	return Super{
		ID: draftID, SystemPrompt: w.SystemPrompt, Rules: w.Rules, Prohibitions: w.Prohibitions, Capabilities: w.Capabilities,
	}, w.check()
}

func (w Words) superPrompt() superPrompt {
	return superPrompt{SystemPrompt: w.SystemPrompt, Rules: w.Rules, Prohibitions: w.Prohibitions, Capabilities: w.Capabilities}
}

// Author is who changes something, from where, and why.
type Author struct {
	Who  access.Person
	Why  string
	From string
}

// Publish makes the words a new version and puts it in force, if the version in
// force is still the one that they were written on. Of two who publish at once
// the second is told, with the words in force, and loses nothing. The draft goes.
func (b *Book) Publish(ctx context.Context, by Author, on int, w Words) (Stored, error) {
	return b.publish(ctx, by, on, w, 0)
}

// Rollback puts a new version in force that is equal to an old one.
func (b *Book) Rollback(ctx context.Context, by Author, on, to int) (Stored, error) {
	old, err := b.Version(ctx, to)
	if err != nil {
		return Stored{}, err
	}
	return b.publish(ctx, by, on, Words{old.SystemPrompt, old.Rules, old.Prohibitions, old.Capabilities}, to)
}

func (b *Book) publish(ctx context.Context, by Author, on int, w Words, equal int) (Stored, error) {
	if err := w.check(); err != nil {
		return Stored{}, err
	}
	docs, err := b.Client.GetAll(ctx, []*firestore.DocumentRef{b.ref(ActiveID), b.ref(versionID(on))})
	if err != nil {
		return Stored{}, fault.Busy(fmt.Errorf("prompt: publish: %w", err))
	}
	active, before, err := activeFrom(docs[0])
	if err != nil {
		return Stored{}, err
	}
	if active.Version != on {
		return Stored{}, Changed(active.Version)
	}
	now := b.Now().UTC().Truncate(time.Millisecond)
	next := stored{
		superPrompt: w.superPrompt(), CreatedBy: by.Who.Email, CreatedAt: now, UpdatedAt: now,
		Why: by.Why, Equal: equal, Source: b.Source,
	}
	next.Version = on + 1
	writes := []store.Write{store.Create(b.ref(versionID(next.Version)), next.numbered())}
	if on > 0 && !docs[1].Exists() { // one that was put there by other means
		writes = append(writes, store.Create(b.ref(versionID(on)), before.numbered()))
	}
	next.IsActive = true
	next.ChangeLog = append(before.ChangeLog, logged{next.Version, by.Why, by.Who.Email, now})
	next.ChangeLog = next.ChangeLog[max(0, len(next.ChangeLog)-mostLogged):]
	inForce := store.Create(b.ref(ActiveID), next)
	if docs[0].Exists() {
		inForce = store.Update(b.ref(ActiveID), docs[0].UpdateTime, next.fields()...)
	}
	writes = append(writes, inForce, store.Delete(b.ref(draftID)), audit.Write(b.Client, audit.Entry{
		Who: by.Who.ID, WhoEmail: by.Who.Email, What: "superprompt.published", Target: Collection + "/" + ActiveID,
		Before: map[string]any{"version": on}, After: map[string]any{"version": next.Version, "equalTo": equal},
		Why: by.Why, From: by.From, At: now, Source: b.Source,
	}))
	_, err = store.Commit(ctx, b.Client, writes...)
	if store.Raced(err) {
		return Stored{}, Changed(on + 1)
	}
	if err != nil {
		return Stored{}, fault.Busy(fmt.Errorf("prompt: publish: %w", err))
	}
	return next.shown(ActiveID), nil
}

// Changed says that somebody else published in between.
func Changed(version int) error {
	return &fault.Fault{Kind: fault.Conflict, Code: "changed", Sentence: lang.Text{
		ES: fmt.Sprintf("Mientras escribías, otra persona publicó la versión %d. Compárala con tu texto y vuelve a publicar.", version),
		EN: fmt.Sprintf("While you were writing, somebody else published version %d. Compare it with your text and publish again.", version),
	}}
}

// Version reads one version.
func (b *Book) Version(ctx context.Context, version int) (Stored, error) {
	docs, err := b.Client.GetAll(ctx, []*firestore.DocumentRef{b.ref(versionID(version))})
	if err != nil {
		return Stored{}, fault.Busy(fmt.Errorf("prompt: version %d: %w", version, err))
	}
	if !docs[0].Exists() {
		return Stored{}, fault.Missing(lang.Text{ES: "esa versión", EN: "that version"})
	}
	d, err := storedFrom(docs[0])
	if err != nil {
		return Stored{}, err
	}
	return d.shown(versionID(version)), nil
}

// Versions gives up to limit versions before the one given, newest first; before
// is 0 for the newest. next is 0 at the end.
func (b *Book) Versions(ctx context.Context, before, limit int) (versions []Stored, next int, err error) {
	query := b.Client.Collection(Collection).OrderBy("number", firestore.Desc)
	if before > 0 {
		query = query.Where("number", "<", before)
	}
	docs, err := query.Limit(limit + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, 0, fault.Busy(fmt.Errorf("prompt: versions: %w", err))
	}
	for i, doc := range docs {
		if i == limit {
			return versions, versions[limit-1].Version, nil
		}
		d, err := storedFrom(doc)
		if err != nil {
			return nil, 0, err
		}
		versions = append(versions, d.shown(doc.Ref.ID))
	}
	return versions, 0, nil
}

// SaveDraft keeps words that are not in force, if the draft is still the one of
// that revision; 0 for none.
func (b *Book) SaveDraft(ctx context.Context, by Author, revision int, w Words) (Stored, error) {
	docs, err := b.Client.GetAll(ctx, []*firestore.DocumentRef{b.ref(draftID)})
	if err != nil {
		return Stored{}, fault.Busy(fmt.Errorf("prompt: draft: %w", err))
	}
	before, err := storedFrom(docs[0])
	if err != nil {
		return Stored{}, err
	}
	if before.Revision != revision {
		return Stored{}, draftChanged()
	}
	now := b.Now().UTC().Truncate(time.Millisecond)
	next := stored{
		superPrompt: w.superPrompt(), CreatedBy: by.Who.Email, CreatedAt: now, UpdatedAt: now,
		Why: by.Why, Revision: revision + 1, Source: b.Source,
	}
	write := store.Create(b.ref(draftID), next)
	if docs[0].Exists() {
		write = store.Update(b.ref(draftID), docs[0].UpdateTime, next.fields()...)
	}
	if _, err = store.Commit(ctx, b.Client, write); store.Raced(err) {
		return Stored{}, draftChanged()
	} else if err != nil {
		return Stored{}, fault.Busy(fmt.Errorf("prompt: draft: %w", err))
	}
	return next.shown(draftID), nil
}

func draftChanged() error {
	return &fault.Fault{Kind: fault.Conflict, Code: "changed", Sentence: lang.Text{
		ES: "Mientras escribías, otra persona guardó otro borrador. Compáralo con tu texto y vuelve a guardar.",
		EN: "While you were writing, somebody else saved another draft. Compare it with your text and save again.",
	}}
}

// DropDraft forgets the draft.
func (b *Book) DropDraft(ctx context.Context) error {
	if _, err := store.Commit(ctx, b.Client, store.Delete(b.ref(draftID))); err != nil {
		return fault.Busy(fmt.Errorf("prompt: draft: %w", err))
	}
	return nil
}
