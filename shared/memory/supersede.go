package memory

import (
	"cmp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

// The rule by which a later item supersedes an earlier one:
//
//   - both are decisions; or both are action items, neither is done, the later
//     one has a due date, and they do not name different owners;
//   - they are on the same subject: of the stemmed words of the one that has
//     fewer, without function words, the words by which people decide and commit,
//     names of owners, days and numbers, the other has at least sameHere and at
//     least two in one conversation, sameElsewhere and at least three in two.
//
// "Later" is by the time it was said, so that it does not matter in which order
// messages are told. Of several later ones the next supersedes, so that a chain
// is told link by link.
const (
	sameHere      = 0.6
	sameElsewhere = 0.8
)

// supersede says of every item what supersedes it. What the person deleted
// supersedes nothing.
func (d *document) supersede() {
	type one struct {
		Item
		subject map[string]bool
	}
	var all []one
	for id, s := range d.Items {
		s.SupersededBy = ""
		d.Items[id] = s
		i := d.shown(id)
		if d.Edits[id].DeletedAt == nil && i.Status != Done && i.Kind != Takeaway {
			all = append(all, one{i, subject(i)})
		}
	}
	slices.SortFunc(all, func(a, b one) int {
		return cmp.Or(a.SaidAt.Compare(b.SaidAt), cmp.Compare(a.MessageID, b.MessageID), cmp.Compare(a.ID, b.ID))
	})
	for i, earlier := range all {
		for _, later := range all[i+1:] {
			if earlier.Kind != later.Kind || earlier.MessageID == later.MessageID && earlier.Kind == Decision || !follows(earlier.Item, later.Item) {
				continue
			}
			if same(earlier.subject, later.subject, earlier.ConversationID == later.ConversationID) {
				s := d.Items[earlier.ID]
				s.SupersededBy = later.ID
				d.Items[earlier.ID] = s
				break
			}
		}
	}
}

func follows(earlier, later Item) bool {
	if earlier.Kind == Decision {
		return true
	}
	owners := earlier.Owner == "" || later.Owner == "" || strings.EqualFold(earlier.Owner, later.Owner)
	return later.Due != "" && owners && earlier.MessageID != later.MessageID
}

func same(a, b map[string]bool, here bool) bool {
	shared := 0
	for word := range a {
		if b[word] {
			shared++
		}
	}
	fewer := float64(min(len(a), len(b)))
	if here {
		return shared >= 2 && float64(shared) >= sameHere*fewer
	}
	return shared >= 3 && float64(shared) >= sameElsewhere*fewer
}

// subject gives the stemmed words that say what an item is about.
func subject(i Item) map[string]bool {
	language := retrieve.Detect(i.Text)
	owners := map[string]bool{}
	for _, word := range retrieve.Words(i.Owner) {
		owners[word] = true
	}
	words := map[string]bool{}
	for _, word := range retrieve.Words(i.Text) {
		_, day := weekdays[word]
		if retrieve.StopWord(word) || owners[word] || day || saying[word] || strings.Trim(word, "0123456789") == "" {
			continue
		}
		if stem := retrieve.Stem(word, language); !saying[stem] {
			words[stem] = true
		}
	}
	return words
}

// saying are the words by which people decide, commit and name days, and their
// stems.
var saying = func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(`decide decidio decidimos decidido decision acordamos acordo acuerdo acordado queda quedan quedo quedamos aprobado
		aprobada aprobamos aprobo definido definimos definio descartado descarto elegimos eligio confirmado confirmada finalmente mejor ahora cambio
		hay encargo tarea pendiente todo favor manana hoy proxima proximo semana mes antes tardar despues fin fecha plazo nueva nuevo
		enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
		decided agreed approved final going go chose chosen settled instead now finally please need todo action item tomorrow today
		next week month before due deadline end new january february march april june july august september october november december`) {
		all[word] = true
		all[retrieve.Stem(word, lang.Spanish)] = true
		all[retrieve.Stem(word, lang.English)] = true
	}
	return all
}()
