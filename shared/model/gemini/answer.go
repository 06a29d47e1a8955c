package gemini

import (
	"fmt"
	"strings"

	"google.golang.org/genai"

	"getaifactory.com/ally/shared/model"
)

// answer gathers what one attempt brings.
type answer struct {
	emit   func(delta string) error
	report func() // the usage has grown
	spoke  bool   // emit was called, so this attempt must not be repeated
	text   strings.Builder
	finish genai.FinishReason
	// withheld is the reason for which the question itself was blocked.
	withheld genai.BlockedReason
	usage    *genai.GenerateContentResponseUsageMetadata
	reached  bool // the request came to the service
}

// take emits the text of one chunk and keeps its counts and its finish.
func (a *answer) take(chunk *genai.GenerateContentResponse) error {
	a.reached = true
	// Each chunk counts all up to it, so the last one counts all.
	if chunk.UsageMetadata != nil {
		a.usage = chunk.UsageMetadata
		a.report()
	}
	if f := chunk.PromptFeedback; f != nil && f.BlockReason != genai.BlockedReasonUnspecified {
		a.withheld = f.BlockReason
	}
	if len(chunk.Candidates) == 0 {
		return nil
	}
	candidate := chunk.Candidates[0]
	if candidate.FinishReason != genai.FinishReasonUnspecified && candidate.FinishReason != "" {
		a.finish = candidate.FinishReason
	}
	if candidate.Content == nil {
		return nil
	}
	for _, part := range candidate.Content.Parts {
		if part == nil || part.Thought || part.Text == "" {
			continue
		}
		a.spoke = true
		if err := a.emit(part.Text); err != nil {
			return err
		}
		a.text.WriteString(part.Text)
	}
	return nil
}

// ended says whether the model told why it stopped.
func (a *answer) ended() bool { return a.finish != "" || a.withheld != "" }

// incomplete is the failure of an answer that ended without one of the
// endings that model.Finish knows.
func (a *answer) incomplete() error {
	if !a.ended() {
		return &model.Error{Kind: model.Cut, Err: fmt.Errorf("the stream ended without a finish reason")}
	}
	if _, known := a.finishKind(); !known {
		return &model.Error{Kind: model.Cut, Err: fmt.Errorf("the model stopped for reason %q", a.finish)}
	}
	return nil
}

// finishKind translates the finish reason; it is false for one that leaves
// the reply broken off, such as OTHER.
func (a *answer) finishKind() (model.Finish, bool) {
	if a.withheld != "" {
		return model.Blocked, true
	}
	switch a.finish {
	case genai.FinishReasonStop:
		return model.Complete, true
	case genai.FinishReasonMaxTokens, genai.FinishReasonContinuation:
		return model.Length, true
	case genai.FinishReasonSafety, genai.FinishReasonProhibitedContent, genai.FinishReasonBlocklist,
		genai.FinishReasonSPII, genai.FinishReasonRecitation,
		// A language that the model won't speak stays so however often it is asked.
		genai.FinishReasonLanguage:
		return model.Blocked, true
	}
	return "", false
}

// reply is what came so far, which took usage with the attempts before.
func (a *answer) reply(usage model.Usage) model.Reply {
	reply := model.Reply{Text: a.text.String(), Usage: usage}
	reply.Finish, _ = a.finishKind()
	return reply
}

// taken is what this attempt took so far, of whose input contextTokens came
// from sources.
func (a *answer) taken(contextTokens int) model.Usage {
	var taken model.Usage
	if a.reached {
		taken.Calls = 1
	}
	if u := a.usage; u != nil {
		taken.Input = int(u.PromptTokenCount)
		taken.Output = int(u.CandidatesTokenCount) + int(u.ThoughtsTokenCount)
		taken.Context = min(contextTokens, taken.Input)
		taken.Cached = int(u.CachedContentTokenCount)
	}
	return taken
}
