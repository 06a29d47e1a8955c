package local

import (
	"regexp"
	"strings"

	"getaifactory.com/ally/shared/retrieve"
)

// orders matches the folded words of sentences that speak to an assistant
// instead of informing a reader.
var orders = regexp.MustCompile(` (ignora|ignore|ignorar|ignoren|olvida|olvide|forget|disregard|omite|descarta|override) (\w+ ){0,4}(instruccion|instrucciones|instructions|reglas|rules|prompt|prompts|ordenes|indicaciones|guidelines) ` +
	`| (system prompt|prompt del sistema|you are now|you must now|from now on you|ahora eres|a partir de ahora (eres|responde|di|debes)|jailbreak) `)

// informing gives the units without those that give orders to an assistant,
// and without what follows such an order in its paragraph or list. They are
// never obeyed, since nothing here obeys a source; they are left out because
// they are no evidence for anything.
func informing(units []retrieve.Unit) []retrieve.Unit {
	var out []retrieve.Unit
	tainted := -1
	for _, u := range units {
		if u.Block == tainted {
			continue
		}
		if orders.MatchString(spaced(retrieve.Words(u.Text))) {
			tainted = u.Block
			continue
		}
		out = append(out, u)
	}
	return out
}

// spaced joins words for matching whole words: a blank before and after each.
func spaced(words []string) string { return " " + strings.Join(words, " ") + " " }
