// Package privacy gives a person everything that Ally holds on them, and erases
// it. Both go by one list of collections, in holdings.go: a collection that holds
// something of a person belongs into it.
package privacy

import (
	"errors"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/memory"
)

// Office answers for what Ally holds on people.
type Office struct {
	client *firestore.Client
	memory *memory.Keeper
	now    func() time.Time
}

// NewOffice gives an Office.
func NewOffice(client *firestore.Client, keeper *memory.Keeper, now func() time.Time) (*Office, error) {
	if client == nil || keeper == nil || now == nil {
		return nil, errors.New("privacy: a dependency is missing")
	}
	return &Office{client, keeper, now}, nil
}
