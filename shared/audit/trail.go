package audit

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

// Filter says which entries are wanted. Of Who, What and Target at most one: each
// has an index with the time, and pairs would need many more.
type Filter struct {
	Who, What, Target string
	From, To          time.Time // zero for no bound; To is excluded
}

// Named is an entry with the id of its document.
type Named struct {
	ID string
	Entry
}

// Page gives up to limit entries, newest first, after the cursor. next is "" at the
// end.
func Page(ctx context.Context, client *firestore.Client, f Filter, limit int, cursor string) (entries []Named, next string, err error) {
	query := client.Collection(Collection).OrderBy("at", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc)
	named := 0
	for field, value := range map[string]string{"userId": f.Who, "what": f.What, "target": f.Target} {
		if value != "" {
			query, named = query.Where(field, "==", value), named+1
		}
	}
	if named > 1 {
		return nil, "", fault.Wrong(fault.Field{Name: "what", Problem: lang.Text{
			ES: "se filtra por quién, por qué o por sobre qué, de a uno", EN: "filter by who, by what or by target, one at a time",
		}})
	}
	if !f.From.IsZero() {
		query = query.Where("at", ">=", f.From)
	}
	if !f.To.IsZero() {
		query = query.Where("at", "<", f.To)
	}
	if cursor != "" {
		at, id, ok := placeOf(cursor)
		if !ok {
			return nil, "", fault.Wrong(fault.Field{Name: "cursor", Problem: lang.Text{
				ES: "debe ser un nextCursor recibido antes", EN: "must be a nextCursor received before",
			}})
		}
		query = query.StartAfter(at, id)
	}
	docs, err := query.Limit(limit + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, "", fault.Busy(fmt.Errorf("audit: page: %w", err))
	}
	for i, doc := range docs {
		if i == limit {
			last := entries[limit-1]
			return entries, cursorOf(last.At, last.ID), nil
		}
		e := Named{ID: doc.Ref.ID}
		if err := doc.DataTo(&e.Entry); err != nil {
			return nil, "", fmt.Errorf("audit: %s: %w", doc.Ref.Path, err)
		}
		entries = append(entries, e)
	}
	return entries, "", nil
}

func cursorOf(at time.Time, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte("audit " + at.UTC().Format(time.RFC3339Nano) + " " + id))
}

func placeOf(cursor string) (at time.Time, id string, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.Split(string(raw), " ")
	if err != nil || len(parts) != 3 || parts[0] != "audit" || parts[2] == "" || strings.Contains(parts[2], "/") {
		return time.Time{}, "", false
	}
	at, err = time.Parse(time.RFC3339Nano, parts[1])
	return at, parts[2], err == nil
}
