package app

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/store"
)

// Standing is an app as it stands now.
type Standing struct {
	App
	readAt time.Time // zero where it has no document
}

// Standing reads all apps past what is kept, one document each.
func (a *Apps) Standing(ctx context.Context) ([]Standing, error) {
	var refs []*firestore.DocumentRef
	for _, b := range builtIn {
		refs = append(refs, a.Ref(b.ID))
	}
	docs, err := a.client.GetAll(ctx, refs)
	if err != nil {
		return nil, fault.Busy(fmt.Errorf("app: load: %w", err))
	}
	all := make([]Standing, len(docs))
	for i, doc := range docs {
		all[i] = Standing{App: builtIn[i]}
		if doc.Exists() {
			all[i] = Standing{stored(builtIn[i], doc), doc.UpdateTime}
		}
	}
	return all, nil
}

// Available is the write that says whether the app is on and who may use it, empty
// for everybody. It fails where the app's document has changed since it was read. An
// app without a document gets one, which seeding then leaves alone.
func (a *Apps) Available(s Standing, on bool, organizations, roles []string) store.Write {
	s.Active, s.Organizations, s.Roles = on, organizations, roles
	d := a.documentOf(s.App)
	if s.readAt.IsZero() {
		return store.Create(a.Ref(s.ID), d)
	}
	return store.Update(a.Ref(s.ID), s.readAt,
		firestore.Update{Path: "isActive", Value: d.Active},
		firestore.Update{Path: "availability.organizations", Value: d.Availability.Organizations},
		firestore.Update{Path: "requiredPermissions", Value: d.RequiredPermissions},
	)
}
