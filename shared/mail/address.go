package mail

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

var (
	noAddress = lang.Text{ES: "no es una dirección de correo", EN: "is no e-mail address"}
	tooMany   = lang.Text{
		ES: fmt.Sprintf("son más de %d destinatarios", MostRecipients),
		EN: fmt.Sprintf("are more than %d recipients", MostRecipients),
	}
)

// local is what may stand before the @ of an address beside letters and digits:
// RFC 5322's atom with dots. Quoted forms, which nobody has, are refused.
const local = "!#$%&'*+-/=?^_`{|}~."

// Valid says whether a text is an address that a letter can go to: ASCII, without
// a name, of a domain with a dot.
func Valid(address string) bool {
	name, domain, ok := strings.Cut(address, "@")
	if !ok || len(address) > 254 || len(name) > 64 || !strings.Contains(domain, ".") {
		return false
	}
	for _, r := range name {
		if !alphanumeric(r) && !strings.ContainsRune(local, r) {
			return false
		}
	}
	for label := range strings.SplitSeq(domain, ".") {
		if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
		for _, r := range label {
			if !alphanumeric(r) && r != '-' {
				return false
			}
		}
	}
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Address == address && parsed.Name == ""
}

func alphanumeric(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// WrongAddresses names each address of a field that a letter can't go to, such as
// to[1].
func WrongAddresses(field string, addresses []string) (fields []fault.Field) {
	for i, a := range addresses {
		if !Valid(a) {
			fields = append(fields, fault.Field{Name: fmt.Sprintf("%s[%d]", field, i), Problem: noAddress})
		}
	}
	return fields
}

// Canonical gives an address as it is compared: in lower case. Domains know no
// case, and hardly any system's names do.
func Canonical(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// recipients are those of all lists, each once, in order.
func recipients(lists ...[]string) []string {
	var all []string
	for _, a := range slices.Concat(lists...) {
		if a = Canonical(a); !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	return all
}

// OneLine makes a text fit to stand in a header or in a list: one line without
// control, formatting or invalid characters.
func OneLine(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}
