package prompt

import (
	"crypto/sha256"
	"encoding/hex"
)

// Component is one part that a prompt was made of.
type Component struct {
	Level Level
	ID    string
	// Version is the super prompt's number. The other levels have no counter:
	// theirs is the first 12 hex digits of the SHA-256 of the text that counts,
	// so that the same text is the same version.
	Version string
}

// String is the component as a reply shows it, such as
// "organization:salfa-corp@a1b2c3d4e5f6".
func (c Component) String() string { return string(c.Level) + ":" + c.ID + "@" + c.Version }

// VersionOf is the version of a text.
func VersionOf(text string) string { return digest(text)[:12] }

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Components names the parts that a prompt was made of, as it is stored with a
// conversation. A level that says nothing has no fields.
type Components struct {
	SuperPromptID             string `firestore:"superPromptId" json:"superPromptId" required:"true"`
	SuperPromptVersion        int    `firestore:"superPromptVersion" json:"superPromptVersion" required:"true"`
	OrganizationPromptID      string `firestore:"organizationPromptId,omitempty" json:"organizationPromptId,omitempty"`
	OrganizationPromptVersion string `firestore:"organizationPromptVersion,omitempty" json:"organizationPromptVersion,omitempty"`
	DomainPromptID            string `firestore:"domainPromptId,omitempty" json:"domainPromptId,omitempty"`
	DomainPromptVersion       string `firestore:"domainPromptVersion,omitempty" json:"domainPromptVersion,omitempty"`
	UserPromptID              string `firestore:"userPromptId,omitempty" json:"userPromptId,omitempty"`
	UserPromptVersion         string `firestore:"userPromptVersion,omitempty" json:"userPromptVersion,omitempty"`
	AgentPromptID             string `firestore:"agentPromptId,omitempty" json:"agentPromptId,omitempty"`
	AgentPromptVersion        string `firestore:"agentPromptVersion,omitempty" json:"agentPromptVersion,omitempty"`
}

// add notes a component of a level under the super prompt.
func (c *Components) add(part Component) {
	switch part.Level {
	case LevelOrganization:
		c.OrganizationPromptID, c.OrganizationPromptVersion = part.ID, part.Version
	case LevelDomain:
		c.DomainPromptID, c.DomainPromptVersion = part.ID, part.Version
	case LevelPerson:
		c.UserPromptID, c.UserPromptVersion = part.ID, part.Version
	case LevelAgent:
		c.AgentPromptID, c.AgentPromptVersion = part.ID, part.Version
	}
}
