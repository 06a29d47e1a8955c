package action

import (
	"time"

	"getaifactory.com/ally/shared/access"
)

// View is an action as every call shows it.
type View struct {
	ID             string         `json:"id" required:"true"`
	ConversationID string         `json:"conversationId" required:"true"`
	UserID         string         `json:"userId" required:"true" description:"Who began it, and alone may change it."`
	AppID          string         `json:"appId" required:"true"`
	AppName        string         `json:"appName" required:"true"`
	ActionType     string         `json:"actionType" required:"true"`
	Title          string         `json:"title" required:"true" description:"What it is about."`
	Inputs         map[string]any `json:"inputs" required:"true" nullable:"false"`
	Status         Status         `json:"status" required:"true" enum:"processing,completed,failed,cancelled"`
	Progress       *Progress      `json:"progress,omitempty"`
	Error          *Problem       `json:"error,omitempty" description:"Why it failed."`
	Cards          []Card         `json:"cards" required:"true" nullable:"false"`
	Result         any            `json:"result,omitempty" description:"The app's own."`
	Revision       int            `json:"revision" required:"true" description:"Goes with a change, so that nothing of somebody else's is overwritten."`
	CreatedAt      string         `json:"createdAt" required:"true" format:"date-time"`
	CompletedAt    string         `json:"completedAt,omitempty" format:"date-time"`
	DurationMS     int64          `json:"durationMs,omitempty"`
	Mine           bool           `json:"mine" required:"true"`
}

// Problem says why an action failed.
type Problem struct {
	Code      string `json:"code" required:"true"`
	Sentence  string `json:"sentence" required:"true"`
	Retryable bool   `json:"retryable" required:"true"`
}

const milliseconds = "2006-01-02T15:04:05.000Z07:00"

func stamp(t time.Time) string { return t.UTC().Format(milliseconds) }

// ViewOf is the action as the person sees it. One whose process is gone is shown
// as what it is: failed, and to be tried again.
func (s *Service) ViewOf(a Action, who access.Person) View {
	if a.Output.Status == Processing && !s.live(a) {
		a.Output.Status, a.Output.Error = Failed, &Failure{Code: Interrupted, Retryable: true}
	}
	v := View{
		ID: a.ID, ConversationID: a.ConversationID, UserID: a.UserID, AppID: a.AppID, AppName: a.AppName, ActionType: a.ActionType,
		Title: a.about(), Inputs: a.Inputs, Status: a.Output.Status, Cards: shown(a.Output.Cards), Result: a.Output.Result,
		Revision: a.Revision, CreatedAt: stamp(a.CreatedAt), DurationMS: a.DurationMS, Mine: a.UserID == who.ID,
	}
	if v.Inputs == nil {
		v.Inputs = map[string]any{}
	}
	if a.Output.Status == Processing {
		v.Progress = a.Progress
	}
	if a.CompletedAt != nil {
		v.CompletedAt = stamp(*a.CompletedAt)
	}
	if f := a.Output.Error; f != nil && a.Output.Status == Failed {
		v.Error = &Problem{Code: f.Code, Sentence: f.Sentence(who.Language), Retryable: f.Retryable}
	}
	return v
}

// shown gives cards as they are shown: a row of a table is a list of cells there,
// which Firestore could not store.
func shown(cards []Card) []Card {
	out := append([]Card{}, cards...)
	for i, c := range out {
		content, ok := c.Content.(map[string]any)
		rows, _ := content["rows"].([]any)
		if c.Type != Table || !ok || rows == nil {
			continue
		}
		lists := make([]any, len(rows))
		for j, r := range rows {
			lists[j] = r
			if row, ok := r.(map[string]any); ok {
				lists[j] = row["cells"]
			}
		}
		out[i].Content = map[string]any{"columns": content["columns"], "rows": lists}
	}
	return out
}
