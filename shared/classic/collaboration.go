package classic

import (
	"slices"
	"strings"
)

// Collaboration is what an organization allows of people who are not of it, from
// the additive field allyConfig.collaborationSettings. The zero value allows
// nothing.
type Collaboration struct {
	CrossOrg     bool     // whether they may be let into a conversation at all
	Verification bool     // whether they must have shown that their address is theirs
	Domains      []string // lower case; where there are none, any
	Limited      bool     // whether Maximum counts
	Maximum      int      // how many of them one conversation may have
}

// Allows says whether somebody with an address of the domain may be let in.
func (c Collaboration) Allows(domain string) bool {
	return c.CrossOrg && domain != "" && (len(c.Domains) == 0 || slices.Contains(c.Domains, strings.ToLower(domain)))
}

func collaborationFrom(f fields) Collaboration {
	c := Collaboration{CrossOrg: f.is("allowCrossOrgSharing", false), Verification: f.is("requireEmailVerification", true)}
	for _, domain := range f.texts("allowedExternalDomains") {
		c.Domains = append(c.Domains, strings.ToLower(strings.TrimPrefix(strings.TrimSpace(domain), "@")))
	}
	switch f["maxExternalCollaborators"].(type) {
	case int64, float64:
		c.Limited, c.Maximum = true, f.count("maxExternalCollaborators")
	}
	return c
}
