package prompt

// Level is how far instructions reach: from the whole platform down to one
// agent.
type Level string

const (
	LevelSuper        Level = "super"
	LevelOrganization Level = "organization"
	LevelDomain       Level = "domain"
	LevelPerson       Level = "person"
	LevelAgent        Level = "agent"
)

// below are the levels under the super prompt, in the order of a prompt, with
// what the line begins with that names the source of each.
var below = []struct {
	level   Level
	heading string
}{
	{LevelOrganization, "Instrucciones de la organización"},
	{LevelDomain, "Instrucciones del dominio"},
	{LevelPerson, "Instrucciones de la persona que escribe"},
	{LevelAgent, "Instrucciones del agente"},
}

// Text is the instructions of one level under the super prompt.
type Text struct {
	Level Level
	ID    string // of the organization, domain, person or agent
	Name  string // for the heading; "" for none
	Text  string // blank: the level says nothing
}

// Person is whom a prompt is composed for, with what each level tells Ally for
// them. What is blank is left out.
type Person struct {
	OrganizationID     string
	OrganizationName   string
	OrganizationPrompt string
	Domain             string
	DomainPrompt       string
	UserID             string
	UserPrompt         string
	Agent              *Agent // nil: the conversation is held with no agent
}

// Agent is the agent that a conversation is held with.
type Agent struct{ ID, Name, Prompt string }

// Levels gives the instructions of the levels under the super prompt.
func (p Person) Levels() []Text {
	levels := []Text{
		{LevelOrganization, p.OrganizationID, p.OrganizationName, p.OrganizationPrompt},
		{LevelDomain, p.Domain, p.Domain, p.DomainPrompt},
		{LevelPerson, p.UserID, "", p.UserPrompt},
	}
	if p.Agent != nil {
		levels = append(levels, Text{LevelAgent, p.Agent.ID, p.Agent.Name, p.Agent.Prompt})
	}
	return levels
}
