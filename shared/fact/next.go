package fact

import (
	"errors"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"
)

// next gives the next roll-up; nil where there is none.
func next(docs *firestore.DocumentIterator) (*Rollup, error) {
	doc, err := docs.Next()
	if errors.Is(err, iterator.Done) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var r Rollup
	if err := doc.DataTo(&r); err != nil {
		return nil, err
	}
	return &r, nil
}
