package gemini

import (
	"math"
	"slices"
	"strings"

	"google.golang.org/genai"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
)

// prompt is a request in Gemini's shape.
type prompt struct {
	contents      []*genai.Content
	config        *genai.GenerateContentConfig
	contextTokens int // estimated for what renders the sources
}

func (g *Generator) render(req model.Request) prompt {
	sources := renderSources(req)
	// Automatic continuation would ask again by itself after a connection broke.
	continued := false
	config := &genai.GenerateContentConfig{
		SystemInstruction:     genai.NewContentFromText(instruction(req), genai.RoleUser),
		MaxOutputTokens:       int32(min(max(req.MaxOutputTokens, 0), math.MaxInt32)),
		AutomaticContinuation: &continued,
	}
	if g.options.ThinkingBudget != nil {
		config.ThinkingConfig = &genai.ThinkingConfig{ThinkingBudget: g.options.ThinkingBudget}
	}
	return prompt{
		contents:      contents(req, sources),
		config:        config,
		contextTokens: model.EstimateTokens(sources),
	}
}

// instruction is the system instruction: the caller's own, then what we add.
func instruction(req model.Request) string {
	var paragraphs []string
	if strings.TrimSpace(req.System) != "" {
		paragraphs = append(paragraphs, req.System)
	}
	if len(req.Sources) > 0 {
		paragraphs = append(paragraphs, sourcesRule)
	}
	if slices.ContainsFunc(req.Sources, madeBefore) {
		paragraphs = append(paragraphs, earlierRule)
	}
	if slices.ContainsFunc(req.Sources, func(s model.Source) bool { return s.Kind == model.Memory }) {
		paragraphs = append(paragraphs, memoryRule)
	}
	return strings.Join(append(paragraphs, languageRule(req.Language)), "\n\n")
}

func madeBefore(s model.Source) bool { return s.Kind == model.Conversation || s.Kind == model.Action }

func languageRule(l lang.Language) string {
	if l == lang.English {
		return "Answer in English, whatever language the sources and earlier messages are in."
	}
	return "Answer in Spanish, whatever language the sources and earlier messages are in."
}

// contents is the conversation as Gemini wants it: no empty turn, the user's
// and the model's turns alternating, the user's first and last. The sources
// stand just before the question.
func contents(req model.Request, sources string) []*genai.Content {
	var turns []model.Turn
	add := func(role model.Role, text string) {
		switch last := len(turns) - 1; {
		case strings.TrimSpace(text) == "":
		case last >= 0 && turns[last].Role == role:
			turns[last].Text += "\n\n" + text
		case last < 0 && role == model.Ally: // a welcome, which nobody had asked for
		default:
			turns = append(turns, model.Turn{Role: role, Text: text})
		}
	}
	for _, turn := range req.History {
		if turn.Role == model.Ally {
			add(model.Ally, turn.Text)
		} else {
			add(model.User, turn.Text)
		}
	}
	add(model.User, sources)
	add(model.User, req.Question)

	out := make([]*genai.Content, len(turns))
	for i, turn := range turns {
		out[i] = genai.NewContentFromText(turn.Text, role(turn.Role))
	}
	return out
}

func role(r model.Role) genai.Role {
	if r == model.Ally {
		return genai.RoleModel
	}
	return genai.RoleUser
}
