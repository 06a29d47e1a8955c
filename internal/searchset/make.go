package searchset

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"

	"getaifactory.com/ally/shared/lang"
)

// began is the first day of the year in which all conversations are.
var began = time.Date(2025, 3, 3, 8, 0, 0, 0, time.UTC)

// maker makes one set. Each thing has dice of its own, so that making more of
// one leaves the others as they are.
type maker struct {
	seed     uint64
	labelled []situation
	others   []situation
	asides   map[lang.Language][]situation // whose exchanges come up in other conversations
	people   []string                      // first those of the labelled conversations
	codes    []int
}

func newMaker(seed uint64) *maker {
	m := &maker{
		seed:     seed,
		labelled: slices.Concat(situations(spanishText, lang.Spanish), situations(englishText, lang.English)),
		others:   situations(othersText, lang.Spanish),
		asides:   make(map[lang.Language][]situation),
	}
	for _, s := range m.others {
		m.asides[s.language] = append(m.asides[s.language], s)
	}
	for _, f := range first {
		for _, l := range last {
			m.people = append(m.people, f+" "+l)
		}
	}
	dice := m.dice("people")
	dice.Shuffle(len(m.people), func(i, j int) { m.people[i], m.people[j] = m.people[j], m.people[i] })
	m.codes = dice.Perm(90000)
	return m
}

func (m *maker) dice(key string) *rand.Rand {
	sum := sha256.Sum256(fmt.Appendf(nil, "searchset %d %s", m.seed, key))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}

func (m *maker) set(size int) Set {
	var s Set
	for i, about := range m.labelled {
		fillings := m.fillings(about, i)
		var ids []string
		for j, f := range fillings {
			c := m.conversation(about, f, fmt.Sprintf("%s %d", about.name, j), len(about.exchanges))
			ids = append(ids, c.ID)
			s.Conversations = append(s.Conversations, c)
		}
		s.Queries = append(s.Queries, m.queries(about, i, fillings, ids)...)
	}
	for n := 0; len(s.Conversations) < size; n++ {
		about := m.others[n%len(m.others)]
		key := fmt.Sprintf("%s %d", about.name, n/len(m.others))
		dice := m.dice("filling " + key)
		f := m.filling(about, dice, perSituation*len(m.labelled)+n, func(from []string) string { return from[dice.IntN(len(from))] })
		s.Conversations = append(s.Conversations, m.conversation(about, f, key, 1+dice.IntN(len(about.exchanges))))
	}
	slices.SortFunc(s.Conversations, func(a, b Conversation) int {
		return cmp.Or(a.Messages[0].At.Compare(b.Messages[0].At), cmp.Compare(a.ID, b.ID))
	})
	place := make(map[string]int, len(s.Conversations))
	for i, c := range s.Conversations {
		place[c.ID] = i
	}
	for _, q := range s.Queries {
		slices.SortFunc(q.Relevant, func(a, b string) int { return cmp.Compare(place[a], place[b]) })
	}
	return s
}

// filling says what stands in the slots of one conversation.
type filling map[string]string

// fillings gives the conversations of a labelled situation names of which no two
// are alike.
func (m *maker) fillings(about situation, i int) []filling {
	dice := m.dice("fillings " + about.name)
	order := make(map[string][]int)
	out := make([]filling, perSituation)
	for j := range out {
		out[j] = m.filling(about, dice, perSituation*i+j, func(from []string) string {
			if order[from[0]] == nil {
				order[from[0]] = dice.Perm(len(from))
			}
			return from[order[from[0]][j]]
		})
	}
	return out
}

// filling fills the slots. The n-th one has a code of its own, and a person who is
// in no labelled conversation but this one.
func (m *maker) filling(about situation, dice *rand.Rand, n int, choose func([]string) string) filling {
	day, month := 1+dice.IntN(28), dice.IntN(12)
	f := filling{
		"{obra}": choose(projects), "{lugar}": choose(places), "{proveedor}": choose(companies), "{equipo}": choose(machines),
		"{mes}": choose(months), "{persona}": m.person(n),
		"{codigo}": fmt.Sprintf("%s-%05d", about.prefix, 10000+m.codes[n%len(m.codes)]),
		"{dias}":   fmt.Sprint(2 + dice.IntN(58)), "{n}": fmt.Sprint(2 + dice.IntN(95)),
		"{fecha}": fmt.Sprintf("%d de %s", day, months[month]),
	}
	thousands, rest := 100+dice.IntN(9800), 10*dice.IntN(100)
	f["{monto}"] = fmt.Sprintf("$ %s", grouped(thousands*1000+rest, "."))
	if about.language == lang.English {
		f["{fecha}"] = fmt.Sprintf("%s %d", monthsEn[month], day)
		f["{monto}"] = fmt.Sprintf("US$ %s", grouped(thousands*10+rest/100, ","))
	}
	return f
}

// person gives whom the n-th conversation is about. The labelled ones come first.
func (m *maker) person(n int) string {
	labelled := perSituation * len(m.labelled)
	if n < labelled {
		return m.people[n]
	}
	return m.people[labelled+(n-labelled)%(len(m.people)-labelled)]
}

// grouped writes a number with a mark before each three digits.
func grouped(n int, mark string) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return grouped(n/1000, mark) + mark + fmt.Sprintf("%03d", n%1000)
}

var choice = regexp.MustCompile(`\[[^]]*\]`)

// fill writes a text with its slots filled and its choices made.
func (f filling) fill(text string, dice *rand.Rand) string {
	text = choice.ReplaceAllStringFunc(text, func(group string) string {
		words := strings.Split(group[1:len(group)-1], "|")
		return words[dice.IntN(len(words))]
	})
	for slot, value := range f {
		text = strings.ReplaceAll(text, slot, value)
	}
	return text
}

// most is how many exchanges a conversation has at most.
const most = 8

// conversation writes the first exchanges of a situation and, between and after
// them, what comes up on the side.
func (m *maker) conversation(about situation, f filling, key string, exchanges int) Conversation {
	dice := m.dice("conversation " + key)
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", m.seed, key))
	c := Conversation{ID: strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:20]), Title: f.fill(about.title, dice)}
	at := began.AddDate(0, 0, dice.IntN(365)).Add(time.Duration(dice.IntN(600)) * time.Minute)
	say := func(exchange [2]string) {
		for i, role := range []Role{User, Ally} {
			c.Messages = append(c.Messages, Message{Role: role, Text: f.fill(exchange[i], dice), At: at})
			at = at.Add(time.Duration(5+dice.IntN(40)) * time.Second)
		}
		at = at.Add(time.Duration(1+dice.IntN(20)) * time.Minute)
	}
	side := min(dice.IntN(6), most-exchanges)
	for i, exchange := range about.exchanges[:exchanges] {
		say(exchange)
		if side > 0 && i > 0 && dice.IntN(3) == 0 {
			say(m.aside(about.language, dice))
			side--
		}
	}
	for range side {
		say(m.aside(about.language, dice))
	}
	return c
}

// aside is mostly small talk, and sometimes another matter.
func (m *maker) aside(l lang.Language, dice *rand.Rand) [2]string {
	if dice.IntN(8) == 0 {
		other := m.asides[l][dice.IntN(len(m.asides[l]))]
		return other.exchanges[dice.IntN(len(other.exchanges))]
	}
	return asides[l][dice.IntN(len(asides[l]))]
}

var slot = regexp.MustCompile(`\{[a-z]+\}`)

// queries writes the queries of the i-th labelled situation. One that names
// something is about the conversation it names, which is another one each time.
func (m *maker) queries(about situation, i int, fillings []filling, ids []string) []Query {
	dice := m.dice("queries " + about.name)
	texts := slices.Clone(about.queries)
	patterns := named[about.language]
	for n := range patterns {
		pattern := patterns[(i+n)%len(patterns)]
		if !slices.ContainsFunc(slot.FindAllString(pattern, -1), func(s string) bool { return !about.has(s) }) {
			texts = append(texts, template{Name, pattern})
			break
		}
	}
	var out []Query
	for n, t := range texts {
		q := Query{Text: t.text, Language: about.language, Kind: t.kind, Relevant: slices.Clone(ids), Half: about.half()}
		if slot.MatchString(t.text) {
			j := (i + n) % len(fillings)
			q.Text, q.Relevant = fillings[j].fill(t.text, dice), ids[j:j+1:j+1]
		}
		out = append(out, q)
	}
	return out
}
