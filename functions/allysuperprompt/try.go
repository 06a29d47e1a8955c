package allysuperprompt

import (
	"strings"

	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/web"
)

type tryInput struct {
	text
	Question string `json:"question" required:"true" minLength:"1" maxLength:"4000" pattern:"\\S"`
	Email    string `json:"email,omitempty" maxLength:"320" description:"As whom: with their organization, domain and agents. Without it nothing of anybody's is read."`
}

type activeAnswer struct {
	Answer  string `json:"answer" required:"true"`
	Version int    `json:"version" required:"true" description:"0 for the built-in one."`
}

type draftAnswer struct {
	Answer string `json:"answer" required:"true"`
}

type tryOutput struct {
	Active  activeAnswer `json:"active" required:"true"`
	Draft   draftAnswer  `json:"draft" required:"true"`
	Success bool         `json:"success" required:"true"`
}

func tryOf(t desk.Tried) tryOutput {
	return tryOutput{activeAnswer{t.Active, t.Version}, draftAnswer{t.Draft}, true}
}

func try(c function.Call[tryInput]) (tryOutput, error) {
	t, err := c.Backend.Desk.Try(c.Context, deskAuthor(c), c.In.words(), c.In.Question, c.In.Email)
	return tryOf(t), err
}

func deskAuthor[In any](c function.Call[In]) desk.Author {
	return desk.Author{Who: c.Person, From: c.From}
}

type questionView struct {
	ID     string `json:"id" required:"true"`
	Text   string `json:"text" required:"true"`
	Author string `json:"author" required:"true" description:"E-mail; empty for somebody who was erased."`
	At     string `json:"at" required:"true" format:"date-time"`
}

func questionOf(q prompt.Question) questionView {
	return questionView{q.ID, q.Text, q.Email, web.Stamp(q.At)}
}

type questionsOutput struct {
	Questions []questionView `json:"questions" required:"true" nullable:"false"`
	Success   bool           `json:"success" required:"true"`
}

func questions(c function.Call[function.None]) (questionsOutput, error) {
	list, err := c.Backend.Superprompt.AllQuestions(c.Context)
	if err != nil {
		return questionsOutput{}, err
	}
	out := questionsOutput{Questions: make([]questionView, len(list)), Success: true}
	for i, q := range list {
		out.Questions[i] = questionOf(q)
	}
	return out, nil
}

type questionInput struct {
	Text string `json:"text" required:"true" minLength:"1" maxLength:"4000" pattern:"\\S"`
}

type questionOutput struct {
	Question questionView `json:"question" required:"true"`
	Success  bool         `json:"success" required:"true"`
}

func saveQuestion(c function.Call[questionInput]) (questionOutput, error) {
	q, err := c.Backend.Superprompt.SaveQuestion(c.Context, prompt.Author{Who: c.Person, From: c.From}, c.In.Text)
	return questionOutput{questionOf(q), true}, err
}

type questionPath struct {
	ID string `path:"id" required:"true" maxLength:"200"`
}

func dropQuestion(c function.Call[questionPath]) (done, error) {
	return done{true}, c.Backend.Superprompt.DropQuestion(c.Context, c.In.ID)
}

type runInput struct {
	text
	ID    string `json:"id" required:"true" minLength:"1" maxLength:"200" description:"Of a saved question."`
	Email string `json:"email,omitempty" maxLength:"320" description:"As whom."`
}

type runOutput struct {
	tryOutput
	Differs bool `json:"differs" required:"true" description:"Whether the answers are not the same, white space around them aside."`
}

func run(c function.Call[runInput]) (runOutput, error) {
	t, err := c.Backend.Desk.Run(c.Context, deskAuthor(c), c.In.words(), c.In.ID, c.In.Email)
	return runOutput{tryOf(t), strings.TrimSpace(t.Active) != strings.TrimSpace(t.Draft)}, err
}
