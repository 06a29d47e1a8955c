package classic

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"google.golang.org/api/iterator"
)

// Document is a document of `context_sources` that is in use.
type Document struct {
	ID     string
	Name   string
	Agents []string // ids of the agents that it is assigned to
	Text   string   // the extracted text, or as much of it as was asked for; "" where it is missing
}

// documentFrom reads a context source; ok is false where it is switched off.
func documentFrom(id string, f fields) (document Document, ok bool) {
	if status := f.text("status"); status != "" && status != "active" {
		return Document{}, false
	}
	if !f.is("enabled", true) {
		return Document{}, false
	}
	document = Document{
		ID: id, Name: f.text("name"),
		Agents: f.texts("assignedToAgents"), Text: f.text("extractedData"),
	}
	slices.Sort(document.Agents)
	return document, true
}

// start gives at most so many bytes of a text, in memory of its own, so that
// the rest of a long one can be let go.
func start(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	for bytes > 0 && !utf8.RuneStart(text[bytes]) {
		bytes--
	}
	return strings.Clone(text[:bytes])
}

// MostDocuments is how many documents DocumentsOf gives where no less will do.
const MostDocuments = 200

// DocumentsOf gives the documents in use that are assigned to any of the
// agents, each once and at most so many, with at most textBytes of their text.
func (r *Reader) DocumentsOf(ctx context.Context, agents []string, most, textBytes int) ([]Document, error) {
	seen := map[string]bool{}
	var documents []Document
	for chunk := range slices.Chunk(valid(agents), inBatch) {
		if len(documents) >= most {
			break
		}
		query := r.client.Collection("context_sources").Where("assignedToAgents", "array-contains-any", chunk)
		// One by one: the long texts of all of them do not fit into memory.
		found := query.Limit(most - len(documents)).Documents(ctx)
		for {
			doc, err := found.Next()
			if errors.Is(err, iterator.Done) {
				break
			}
			if err != nil {
				return nil, fmt.Errorf("classic: documents of %d agents: %w", len(agents), err)
			}
			if d, ok := documentFrom(doc.Ref.ID, doc.Data()); ok && !seen[d.ID] {
				seen[d.ID] = true
				d.Text = start(d.Text, textBytes)
				documents = append(documents, d)
			}
		}
	}
	return documents, nil
}

// Documents gives those of the documents that exist and are in use, with their
// text.
func (r *Reader) Documents(ctx context.Context, ids []string) ([]Document, error) {
	docs, err := r.get(ctx, "context_sources", ids...)
	if err != nil {
		return nil, err
	}
	var documents []Document
	for _, doc := range docs {
		if !doc.Exists() {
			continue
		}
		if d, ok := documentFrom(doc.Ref.ID, doc.Data()); ok {
			documents = append(documents, d)
		}
	}
	return documents, nil
}
