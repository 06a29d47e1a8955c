package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Domain is a domain with what it tells Ally, in the additive field
// allyDomainConfig.
type Domain struct {
	ID, Name string
	Prompt   string // blank: the classic system's counts
	Revision string
}

// Domain gives a domain as it stands to who may set it: a superadmin, and whoever
// administers the organization that it belongs to. To everybody else there is none.
func (d *Desk) Domain(ctx context.Context, who access.Person, domainID string) (Domain, error) {
	found, _, err := d.domain(ctx, who, domainID)
	return found, err
}

func (d *Desk) domainRef(domainID string) *firestore.DocumentRef {
	return d.Client.Collection("domains").Doc(domainID)
}

func (d *Desk) domain(ctx context.Context, who access.Person, domainID string) (found Domain, readAt time.Time, err error) {
	missing := fault.Missing(lang.Text{ES: "ese dominio", EN: "that domain"})
	if !id.Valid(domainID) {
		return found, readAt, missing
	}
	var doc *firestore.DocumentSnapshot
	reads := []func(context.Context) error{func(ctx context.Context) error {
		docs, err := d.Client.GetAll(ctx, []*firestore.DocumentRef{d.domainRef(domainID)})
		if err == nil {
			doc = docs[0]
		}
		return err
	}}
	theirs := who.Superadmin
	if !theirs {
		reads = append(reads, func(ctx context.Context) error {
			o, ok, err := classic.NewReader(d.Client).OrganizationOfDomain(ctx, domainID)
			theirs = ok && who.Administers(o)
			return err
		})
	}
	if err := store.Together(ctx, reads...); err != nil {
		return found, readAt, fault.Busy(fmt.Errorf("desk: domain: %w", err))
	}
	known, ok := classic.DomainFrom(doc)
	if !ok || !theirs {
		return found, readAt, missing
	}
	return Domain{known.ID, known.Name, known.OwnPrompt, revisionOf(known.OwnPrompt)}, doc.UpdateTime, nil
}

// ChangeDomain sets what a domain tells Ally, if it still stands as it did at the
// revision; else the error is changed, and what is given is how it stands.
func (d *Desk) ChangeDomain(ctx context.Context, by Author, domainID, revision, text string) (now Domain, err error) {
	text = strings.TrimSpace(text)
	err = d.again(ctx, "domain", func() error {
		before, readAt, err := d.domain(ctx, by.Who, domainID)
		if err != nil {
			return err
		}
		if now = before; before.Revision != revision {
			return changed()
		}
		ref := d.domainRef(domainID)
		if _, err = store.Commit(ctx, d.Client,
			store.Update(ref, readAt, firestore.Update{Path: "allyDomainConfig.domainPrompt", Value: text}),
			d.entry(by, "domain.changed", ref, toldText("domainPrompt", before.Prompt), toldText("domainPrompt", text)),
		); err == nil {
			now.Prompt, now.Revision = text, revisionOf(text)
		}
		return err
	})
	return now, err
}
