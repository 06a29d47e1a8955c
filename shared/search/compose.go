package search

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

// composed is an entry in the making.
type composed struct {
	Entry
	texts []spoken // title first, then messages, in their order
	names []string // of documents that replies used
}

// spoken is a text of an entry.
type spoken struct {
	text     string
	language lang.Language
	person   bool // a person wrote it
}

// indexable says whether a message can be found: what a person wrote, and what
// Ally answered to the end.
func indexable(c conversation.Conversation, m conversation.Message) bool {
	if m.Role != conversation.User && (m.Role != conversation.Ally || m.Number == 0) {
		return false // the welcome is the same for all
	}
	final := m.Status == "" || m.Status == conversation.Completed || m.Status == conversation.Stopped
	return final && strings.TrimSpace(m.Content) != "" && !c.Gone(m.Timestamp)
}

// ofConversation makes the entry of a part of a conversation; ok is false where
// there is nothing to be found.
func ofConversation(s conversation.Stretch, part int) (Entry, bool) {
	c := s.Conversation
	e := composed{Entry: Entry{
		Kind: Conversation, ID: s.ID, ConversationID: s.ID, UserID: c.UserID, Scopes: scopesOf(c), Part: part, Title: c.Title,
	}}
	if !s.Exists || c.DeletedAt != nil {
		return e.Entry, false
	}
	e.add(c.Title, true)
	messages := slices.Clone(s.Messages)
	slices.SortFunc(messages, func(a, b conversation.Message) int {
		return a.Timestamp.Compare(b.Timestamp)
	})
	facets := []string{kindFacet(Conversation), personFacet(c.UserID), personFacet(c.UserEmail)}
	for _, o := range c.Collaborators {
		facets = append(facets, personFacet(o.UserID), personFacet(o.UserEmail))
	}
	for _, m := range messages {
		if !indexable(c, m) {
			continue
		}
		e.Messages = append(e.Messages, Place{ID: m.ID, Role: string(m.Role), At: m.Timestamp.UTC()})
		e.add(m.Content, m.Role == conversation.User)
		facets = append(facets, monthFacet(m.Timestamp), yearFacet(m.Timestamp))
		for _, source := range m.ContextUsed.InputSources {
			if source.Type == "agent" {
				facets = append(facets, agentFacet(source.ID))
			}
			for _, d := range source.Documents {
				e.names = append(e.names, d.Name)
			}
		}
	}
	if len(e.Messages) == 0 {
		return e.Entry, false
	}
	e.FirstAt, e.LastAt = e.Messages[0].At, e.Messages[len(e.Messages)-1].At
	return e.finish(facets), true
}

// ofAction makes the entry of an action.
func ofAction(a action.Action) Entry {
	e := composed{Entry: Entry{
		Kind: Action, ID: a.ID, ConversationID: a.ConversationID, UserID: a.UserID, Scopes: []Scope{PersonScope(a.UserID)}, Title: a.Name(),
		FirstAt: a.CreatedAt.UTC(), LastAt: a.CreatedAt.UTC(),
		Messages: []Place{{ID: a.ID, Role: string(Action), At: a.CreatedAt.UTC()}},
	}}
	e.add(a.Name(), true)
	e.add(a.Text(), false)
	return e.finish([]string{kindFacet(Action), personFacet(a.UserID), monthFacet(a.CreatedAt), yearFacet(a.CreatedAt)})
}

func (e *composed) add(text string, person bool) {
	e.texts = append(e.texts, spoken{text, retrieve.Detect(text), person})
}

func (e *composed) finish(facets []string) Entry {
	// A title is too short to tell its language by: it has that of what follows it.
	e.Language = string(e.majority())
	e.texts[0].language = lang.Language(e.Language)
	e.count()
	e.describe()
	e.Has = make(map[string]bool, len(e.Words)+len(facets))
	for stem := range e.Words {
		e.Has[stem] = true
	}
	for _, topic := range e.Topics {
		facets = append(facets, topicFacet(topic))
	}
	for _, facet := range facets {
		e.Has[facet] = true
	}
	e.meaning = e.meant()
	e.Embedded = hashed([]byte(e.meaning))
	e.Hash = hashOf(e.Entry)
	return e.Entry
}

// embeddedCharacters bounds what is embedded: what a model takes, and what says
// what a part is about.
const embeddedCharacters = 4000

// meant is what an entry's vector is made of: its title and summary, then what was
// said, from the beginning.
func (e *composed) meant() string {
	texts := []string{e.Title, e.Summary}
	for _, t := range e.texts[1:] {
		texts = append(texts, t.text)
	}
	whole := []rune(strings.Join(texts, "\n"))
	return string(whole[:min(len(whole), embeddedCharacters)])
}

func (e *composed) majority() lang.Language {
	english := 0
	for _, t := range e.texts[1:] {
		if t.language == lang.English {
			english++
		}
	}
	if 2*english > len(e.texts)-1 {
		return lang.English
	}
	return lang.Spanish
}

// count counts the stems of each text.
func (e *composed) count() {
	e.Words = map[string][]int{}
	for place, t := range e.texts {
		counts := map[string]int{}
		for _, word := range retrieve.Words(t.text) {
			if retrieve.StopWord(word) || len(word) > longestWord {
				continue
			}
			counts[retrieve.Stem(word, t.language)]++
		}
		weight := 1
		if place == 0 {
			weight = retrieve.TitleWeight
		}
		for stem, n := range counts {
			e.Words[stem] = append(e.Words[stem], place, n)
			e.Length += weight * n
		}
	}
}

// longestWord is in bytes; nothing longer is a word, and a key of Firestore has its
// bounds.
const longestWord = 64

// hashOf is over everything that is looked for or shown.
func hashOf(e Entry) string {
	e.Hash, e.Vector, e.Model = "", nil, ""
	raw, err := json.Marshal(e) // maps in the order of their keys
	if err != nil {
		panic(err) // an Entry holds nothing that JSON does not
	}
	return hashed(raw)
}

func hashed(raw []byte) string {
	sum := sha256.Sum256(raw)
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}
