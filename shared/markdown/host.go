package markdown

import (
	"net/url"
	"strings"
)

// Hosts are the hosts that a link may lead to: "example.com" is the host itself
// and every host below it, in any case.
type Hosts []string

func (h Hosts) allow(host string) bool {
	host = strings.ToLower(host)
	for _, allowed := range h {
		allowed = strings.ToLower(strings.TrimSpace(allowed))
		if allowed != "" && (host == allowed || strings.HasSuffix(host, "."+allowed)) {
			return true
		}
	}
	return false
}

// destination gives an address that a link may lead to, written so that it holds
// nothing that Markdown reads: https to an allowed host, or mailto.
func (h Hosts) destination(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Opaque == "" && u.Host == "" {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "mailto":
		u.Scheme = "mailto"
	case "https":
		if u.User != nil || u.Opaque != "" || !plainHost(u.Host) || !h.allow(u.Hostname()) {
			return "", false
		}
		u.Scheme = "https"
	default:
		return "", false
	}
	return strings.NewReplacer("(", "%28", ")", "%29", "[", "%5B", "]", "%5D", "\\", "%5C", "`", "%60", "*", "%2A", "_", "%5F", "<", "%3C", ">", "%3E").
		Replace(u.String()), true
}

// plainHost says whether a host is written with nothing but what names have: what
// looks like one host to us and like another to a browser is none.
func plainHost(host string) bool {
	return host != "" && !strings.ContainsFunc(host, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-:", r))
	}) && !strings.HasSuffix(host, ".")
}
