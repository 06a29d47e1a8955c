// Package action is what apps have made: the documents of `ally_actions`.
package action

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
)

// Collection holds one document for each action.
const Collection = "ally_actions"

// Report is the app of the action that gathers others for a report.
const Report = "report"

// Status says how far an action is.
type Status = string

// The statuses of an action.
const (
	Processing Status = "processing"
	Completed  Status = "completed"
	Failed     Status = "failed"
	Cancelled  Status = "cancelled" // by its person; there is no result
)

// Action is a document of `ally_actions`.
type Action struct {
	ID             string         `firestore:"-"`
	UserID         string         `firestore:"userId"`
	ConversationID string         `firestore:"conversationId"`
	AppID          string         `firestore:"appId"` // such as summary
	AppName        string         `firestore:"appName"`
	ActionType     string         `firestore:"actionType"`
	Title          string         `firestore:"title,omitempty"` // what it is about; "" where its inputs say that
	Inputs         map[string]any `firestore:"inputs"`
	Output         Output         `firestore:"output"`
	CreatedAt      time.Time      `firestore:"createdAt"`
	CompletedAt    *time.Time     `firestore:"completedAt,omitempty"` // when it ended, however it did
	DurationMS     int64          `firestore:"duration,omitempty"`    // of the attempt that ended it
	Source         string         `firestore:"source,omitempty"`

	// Key is the clientActionId under which it was begun, and InputsHash tells
	// whether the same key comes with other inputs.
	Key        string `firestore:"clientActionId,omitempty"`
	InputsHash string `firestore:"inputsHash,omitempty"`
	// Revision counts the changes after it was completed, so that of two people
	// who change the same thing the second is told.
	Revision int       `firestore:"revision,omitempty"`
	Attempts int       `firestore:"attempts,omitempty"` // how often it was begun
	Progress *Progress `firestore:"progress,omitempty"`
	Lease    *Lease    `firestore:"lease,omitempty"`   // of who works on it
	EndedBy  string    `firestore:"endedBy,omitempty"` // the holder of the lease under which it ended

	DeletedAt  *time.Time `firestore:"deletedAt,omitempty"`
	PurgeAfter *time.Time `firestore:"purgeAfter,omitempty"`
}

// Progress is how many of its steps a long action has done.
type Progress struct {
	Done  int `firestore:"done" json:"done" required:"true"`
	Total int `firestore:"total" json:"total" required:"true"`
}

// Lease says who works on an action and until when nobody else may.
type Lease struct {
	Holder string    `firestore:"holder"`
	Until  time.Time `firestore:"until"`
	Since  time.Time `firestore:"since"`
}

// Output is what came of an action.
type Output struct {
	Status Status   `firestore:"status"`
	Result any      `firestore:"result"`
	Cards  []Card   `firestore:"cards"`
	Error  *Failure `firestore:"error,omitempty"`
}

// Ref is the place of an action.
func Ref(client *firestore.Client, id string) *firestore.DocumentRef {
	return client.Collection(Collection).Doc(id)
}

// From reads an action; ok is false where there is none that was completed.
func From(doc *firestore.DocumentSnapshot) (a Action, ok bool) {
	if doc == nil || !doc.Exists() || doc.DataTo(&a) != nil {
		return Action{}, false
	}
	a.ID = doc.Ref.ID
	return a, a.Output.Status == Completed && a.DeletedAt == nil
}

// about is what the action is about; "" where nothing says so.
func (a Action) about() string {
	if title := strings.TrimSpace(a.Title); title != "" {
		return title
	}
	for _, field := range []string{"title", "subject", "topic", "about"} {
		if text, ok := a.Inputs[field].(string); ok && strings.TrimSpace(text) != "" {
			return strings.TrimSpace(text)
		}
	}
	for _, c := range a.Output.Cards {
		if c.Title != "" {
			return c.Title
		}
	}
	return ""
}

// Name is how an action is called, such as "Resumen: Uso de M001".
func (a Action) Name() string {
	name := a.AppName
	if name == "" {
		name = a.AppID
	}
	if about := a.about(); about != "" {
		return name + ": " + about
	}
	return name
}

// Text is the result as Markdown: that of its cards that hold words or a table,
// else the result itself.
func (a Action) Text() string {
	var parts []string
	for _, c := range a.Output.Cards {
		switch content := c.Content.(type) {
		case string:
			if c.Type == "text" || c.Type == "markdown" {
				parts = append(parts, strings.TrimSpace(content))
			}
		case map[string]any:
			if c.Type == "table" {
				parts = append(parts, TableText(content))
			}
		}
	}
	if text := strings.TrimSpace(strings.Join(parts, "\n\n")); text != "" {
		return text
	}
	switch result := a.Output.Result.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(result)
	default:
		raw, err := json.MarshalIndent(result, "", "  ")
		if err != nil {
			return ""
		}
		return string(raw)
	}
}

// TableText writes a table card's content as Markdown; "" for what is none.
func TableText(content map[string]any) string {
	columns, _ := content["columns"].([]any)
	rows, _ := content["rows"].([]any)
	if len(columns) == 0 {
		return ""
	}
	lines := []string{row(columns), "|" + strings.Repeat("---|", len(columns))}
	for _, r := range rows {
		switch cells := r.(type) {
		case []any:
			lines = append(lines, row(cells))
		case map[string]any: // Firestore has no lists of lists: rows are maps with a list of cells
			if list, ok := cells["cells"].([]any); ok {
				lines = append(lines, row(list))
			}
		}
	}
	return strings.Join(lines, "\n")
}

func row(cells []any) string {
	var texts []string
	for _, cell := range cells {
		texts = append(texts, strings.ReplaceAll(strings.Join(strings.Fields(fmt.Sprint(cell)), " "), "|", "\\|"))
	}
	return "| " + strings.Join(texts, " | ") + " |"
}
