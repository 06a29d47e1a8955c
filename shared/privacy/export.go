package privacy

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/search"
	"getaifactory.com/ally/shared/sharing"
)

// mostAlternatives is how many values one query compares with at most.
// https://firebase.google.com/docs/firestore/query-data/queries#in_not-in_and_array-contains-any
const mostAlternatives = 30

// exportedAtOnce is how many documents are held in memory at a time.
const exportedAtOnce = 100

// Write writes all that Ally holds on a person as one JSON object: `exportedAt`,
// `userId`, `preferences` with the additive fields of their own document, and
// `collections` with a list of documents for each collection, each document with
// its id. Documents are read and written some at a time. An error leaves a file
// that is no JSON.
func (o *Office) Write(ctx context.Context, who access.Person, w io.Writer) error {
	x := export{o: o, ctx: ctx, w: w, who: who, own: map[string]bool{}}
	head := map[string]any{}
	if who.DocumentID != "" {
		doc, err := classic.NewReader(o.client).UserRef(who.DocumentID).Get(ctx)
		if err != nil {
			return fault.Busy(fmt.Errorf("privacy: export for %s: %w", who.ID, err))
		}
		for _, field := range append([]string{"allyBetaAccess"}, preferences...) {
			if value, ok := doc.Data()[field]; ok {
				head[field] = value
			}
		}
	}
	x.text(`{"exportedAt":`)
	x.value(o.now().UTC().Format("2006-01-02T15:04:05.000Z"))
	x.text(`,"userId":`)
	x.value(who.ID)
	x.text(`,"preferences":`)
	x.value(head)
	x.text(`,"collections":{`)
	x.collections()
	x.text("}}\n")
	if x.err != nil {
		return fault.Busy(fmt.Errorf("privacy: export for %s: %w", who.ID, x.err))
	}
	return nil
}

// export is one export. After an error it does nothing more.
type export struct {
	o     *Office
	ctx   context.Context
	w     io.Writer
	who   access.Person
	own   map[string]bool // the person's conversations
	lists int
	first bool // of a list
	err   error
}

func (x *export) text(s string) {
	if x.err == nil {
		_, x.err = io.WriteString(x.w, s)
	}
}

func (x *export) value(v any) {
	if x.err != nil {
		return
	}
	raw, err := json.Marshal(v)
	if err != nil {
		x.err = err
		return
	}
	_, x.err = x.w.Write(raw)
}

// list writes one collection, made by do.
func (x *export) list(name string, do func()) {
	if x.lists++; x.lists > 1 {
		x.text(",")
	}
	x.value(name)
	x.text(":[")
	x.first = true
	do()
	x.text("]")
}

func (x *export) document(doc *firestore.DocumentSnapshot) {
	data := doc.Data()
	data["id"] = doc.Ref.ID
	for name, value := range data {
		if at, ok := value.(time.Time); ok {
			data[name] = at.UTC()
		}
	}
	if !x.first {
		x.text(",")
	}
	x.first = false
	x.value(data)
}

// each calls do for all that a query finds, some at a time.
func (x *export) each(q firestore.Query, do func(*firestore.DocumentSnapshot)) {
	q = q.OrderBy(firestore.DocumentID, firestore.Asc)
	for next := q; x.err == nil; {
		docs, err := next.Limit(exportedAtOnce).Documents(x.ctx).GetAll()
		if err != nil {
			x.err = err
			return
		}
		for _, doc := range docs {
			do(doc)
		}
		if len(docs) < exportedAtOnce {
			return
		}
		next = q.StartAfter(docs[len(docs)-1].Ref.ID)
	}
}

func (x *export) collections() {
	client, userID := x.o.client, x.who.ID
	x.list(conversations, func() {
		x.each(client.Collection(conversations).Where("userId", "==", userID), func(doc *firestore.DocumentSnapshot) {
			x.own[doc.Ref.ID] = true
			x.document(doc)
		})
	})
	theirs := map[string]bool{} // also in others' conversations
	for _, part := range ofPeople {
		theirs[part.collection] = true
	}
	for _, collection := range ofConversations {
		x.list(collection, func() {
			for some := range slices.Chunk(slices.Sorted(maps.Keys(x.own)), mostAlternatives) {
				x.each(client.Collection(collection).Where("conversationId", "in", some), x.document)
			}
			if collection == sharing.Invitations {
				x.each(client.Collection(collection).Where("acceptedBy", "==", userID), x.document)
			}
			if theirs[collection] {
				x.each(client.Collection(collection).Where("userId", "==", userID), func(doc *firestore.DocumentSnapshot) {
					if id, _ := doc.Data()["conversationId"].(string); !x.own[id] {
						x.document(doc)
					}
				})
			}
		})
	}
	for _, part := range ofPeople {
		if !slices.Contains(ofConversations, part.collection) {
			x.list(part.collection, func() { x.each(client.Collection(part.collection).Where("userId", "==", userID), x.document) })
		}
	}
	for _, ref := range documentsOf(client, userID) {
		x.list(ref.Parent.ID, func() {
			docs, err := client.GetAll(x.ctx, []*firestore.DocumentRef{ref})
			if err != nil {
				x.err = err
			} else if docs[0].Exists() {
				x.document(docs[0])
			}
		})
	}
	scope := search.PersonScope(userID)
	x.list(search.Indexes, func() {
		entries := client.Collection(search.Indexes).Doc(string(scope)).Collection(search.Entries)
		x.each(entries.Where("userId", "==", userID), x.document) // not what others share with them
	})
	x.list(search.Vocabulary, func() {
		x.each(client.Collection(search.Vocabulary).Where("scope", "==", string(scope)), x.document)
	})
	x.list(accounts, func() { x.each(client.Collection(accounts).Where("userId", "==", userID), x.document) })
	x.list(Erasures, func() { x.each(client.Collection(Erasures).Where("userId", "==", userID), x.document) })
}
