package allyrollout

import (
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/function"
)

type grantInput struct {
	Email   string `json:"email" required:"true" format:"email" maxLength:"320"`
	Enabled *bool  `json:"enabled" required:"true" description:"True grants, false denies, null leaves it to the rollout."`
	Why     string `json:"why" required:"true" minLength:"3" maxLength:"500" pattern:"\\S"`
}

func grant(c function.Call[grantInput]) (explainOutput, error) {
	if err := c.Backend.Desk.Grant(c.Context, authorOf(c, c.In.Why), c.In.Email, c.In.Enabled); err != nil {
		return explainOutput{}, err
	}
	return explained(c, c.In.Email)
}

type explainInput struct {
	Email string `query:"email" required:"true" maxLength:"320"`
}

type step struct {
	Reason  access.Reason `json:"reason" required:"true"`
	Off     bool          `json:"off" required:"true" description:"The rule switches off where it holds; else it switches on."`
	Holds   bool          `json:"holds" required:"true"`
	Decides bool          `json:"decides" required:"true" description:"It is the first that holds."`
}

type explainOutput struct {
	Person  somebody `json:"person" required:"true"`
	Steps   []step   `json:"steps" required:"true" nullable:"false" description:"Every rule, in the order in which they are asked."`
	Bucket  int      `json:"bucket" required:"true" description:"From 1 to 100: a share of so many percent lets the person in."`
	Success bool     `json:"success" required:"true"`
}

func explain(c function.Call[explainInput]) (explainOutput, error) { return explained(c, c.In.Email) }

func explained[In any](c function.Call[In], email string) (explainOutput, error) {
	e, err := c.Backend.Desk.Explain(c.Context, email)
	if err != nil {
		return explainOutput{}, err
	}
	out := explainOutput{
		Person: somebody{e.User.ID, e.User.Email, e.User.Name, e.Decision.On, e.Decision.Reason},
		Steps:  make([]step, len(e.Steps)), Bucket: e.Bucket, Success: true,
	}
	for i, s := range e.Steps {
		out.Steps[i] = step(s)
	}
	return out, nil
}
