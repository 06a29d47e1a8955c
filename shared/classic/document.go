package classic

import (
	"slices"

	"cloud.google.com/go/firestore"
)

// Document is a document of `context_sources` that is in use.
type Document struct {
	ID      string
	Name    string
	OwnerID string
	Agents  []string // ids of the agents that it is assigned to
	Text    string   // the extracted text; "" where it is missing or was not asked for
}

// documentFrom reads a context source; ok is false where it is switched off.
func documentFrom(doc *firestore.DocumentSnapshot) (document Document, ok bool) {
	f := fields(doc.Data())
	if status := f.text("status"); status != "" && status != "active" {
		return Document{}, false
	}
	if !f.is("enabled", true) {
		return Document{}, false
	}
	document = Document{
		ID: doc.Ref.ID, Name: f.text("name"), OwnerID: f.text("userId"),
		Agents: f.texts("assignedToAgents"), Text: f.text("extractedData"),
	}
	slices.Sort(document.Agents)
	return document, true
}
