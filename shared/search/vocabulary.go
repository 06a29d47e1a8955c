package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/firestore"
	"github.com/hbollon/go-edlib"

	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/store"
)

// words is a document of `ally_vocabulary`: the stems with certain first letters
// that occur in a scope's entries. Beginnings of words and misspellings are
// looked up in it, because Firestore finds only whole ones.
type words struct {
	Scope Scope    `firestore:"scope"`
	Shard int      `firestore:"shard"`
	Words []string `firestore:"words"`
}

// shards are by first letter, about equally full in Spanish and English.
const shards = 4

func shardOf(stem string) int {
	switch first := stem[0]; {
	case first < 'd':
		return 0
	case first < 'm':
		return 1
	case first < 'q':
		return 2
	default:
		return 3
	}
}

// inVocabulary says whether a stem is one to be guessed at: a number or a code is
// not, nor a letter or two.
func inVocabulary(stem string) bool {
	return utf8.RuneCountInString(stem) > 2 && strings.IndexFunc(stem, unicode.IsDigit) < 0
}

func shardRef(client *firestore.Client, s Scope, shard int) *firestore.DocumentRef {
	return client.Collection(Vocabulary).Doc(id.Derive("words", string(s), fmt.Sprint(shard)))
}

// Learn gives the writes that add stems to a scope's vocabulary.
func Learn(client *firestore.Client, s Scope, stems []string) []store.Write {
	var writes []store.Write
	for shard, some := range sharded(stems) {
		if len(some) > 0 {
			writes = append(writes, store.Merge(shardRef(client, s, shard), map[string]any{
				"scope": s, "shard": shard, "words": firestore.ArrayUnion(some...),
			}))
		}
	}
	return writes
}

// forget gives the writes that take stems out of a scope's vocabulary.
func forget(client *firestore.Client, s Scope, stems []string) []store.Write {
	var writes []store.Write
	for shard, some := range sharded(stems) {
		if len(some) > 0 {
			writes = append(writes, store.Merge(shardRef(client, s, shard), map[string]any{"words": firestore.ArrayRemove(some...)}))
		}
	}
	return writes
}

func sharded(stems []string) [shards][]any {
	var by [shards][]any
	for _, stem := range stems {
		if inVocabulary(stem) {
			by[shardOf(stem)] = append(by[shardOf(stem)], stem)
		}
	}
	return by
}

// vocabulary is what was read of a scope's words.
type vocabulary [shards]map[string]bool

// readVocabulary reads all that a scope has.
func readVocabulary(ctx context.Context, client *firestore.Client, s Scope) (vocabulary, error) {
	var v vocabulary
	refs := make([]*firestore.DocumentRef, shards)
	for shard := range refs {
		refs[shard] = shardRef(client, s, shard)
	}
	docs, err := client.GetAll(ctx, refs)
	if err != nil {
		return v, fmt.Errorf("search: vocabulary of %s: %w", s, err)
	}
	for shard, doc := range docs {
		var stored words
		if doc.Exists() {
			if err := doc.DataTo(&stored); err != nil {
				return v, fmt.Errorf("search: vocabulary %s: %w", doc.Ref.ID, err)
			}
		}
		v[shard] = make(map[string]bool, len(stored.Words))
		for _, word := range stored.Words {
			v[shard][word] = true
		}
	}
	return v, nil
}

func (v vocabulary) has(stem string) bool { return v[shardOf(stem)][stem] }

const (
	mostCompletions = 6
	mostCorrections = 3
)

// completions gives the words that begin as the prefix does, shortest first.
func (v vocabulary) completions(prefix string) []string {
	var found []string
	for word := range v[shardOf(prefix)] {
		if word != prefix && strings.HasPrefix(word, prefix) {
			found = append(found, word)
		}
	}
	return nearest(found, mostCompletions, func(word string) int { return len(word) })
}

// corrections gives the words that a misspelt one may have been: with the same
// first letter and one slip, or two in a long word.
func (v vocabulary) corrections(stem string) []string {
	length := utf8.RuneCountInString(stem)
	most := 0
	switch {
	case length >= 8:
		most = 2
	case length >= 4:
		most = 1
	default:
		return nil
	}
	distance := map[string]int{}
	var found []string
	for word := range v[shardOf(stem)] {
		if n := utf8.RuneCountInString(word); word[0] != stem[0] || n < length-most || n > length+most {
			continue
		}
		if d := edlib.OSADamerauLevenshteinDistance(word, stem); d > 0 && d <= most {
			distance[word] = d
			found = append(found, word)
		}
	}
	return nearest(found, mostCorrections, func(word string) int { return distance[word] })
}

func nearest(found []string, most int, by func(string) int) []string {
	slices.SortFunc(found, func(a, b string) int { return cmp.Or(cmp.Compare(by(a), by(b)), cmp.Compare(a, b)) })
	return found[:min(len(found), most)]
}
