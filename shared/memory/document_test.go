package memory

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var began = time.Date(2026, 3, 18, 0, 0, 0, 0, time.UTC)

func blank() *document {
	d := &document{UserID: "u1"}
	d.complete()
	return d
}

func TestWhatThereIsNoRoomForGoesByTheRule(t *testing.T) {
	d := blank()
	for i := range 700 {
		kind := []Kind{Takeaway, Decision}[i%2]
		d.learn("c1", Said{MessageID: fmt.Sprint("m", i), At: began.Add(time.Duration(i) * time.Minute)}, []Found{{Kind: kind, Text: fmt.Sprintf("asunto%d tema%d caso%d", i, i, i)}})
	}
	d.settle()
	count := map[Kind]int{}
	for _, s := range d.Items {
		count[s.Kind]++
	}
	if len(d.Items) != mostItems || count[Decision] != 350 {
		t.Errorf("%d items, %v", len(d.Items), count)
	}
	if _, oldest := d.Items[itemID("m698", Takeaway, 0)]; !oldest {
		t.Error("the newest takeaway went")
	}
}

func TestADocumentStaysSmall(t *testing.T) {
	d := blank()
	long := fmt.Sprintf("%0*d", mostText, 0)
	for i := range 1000 {
		for _, kind := range []Kind{ActionItem, Decision, Takeaway} {
			id := fmt.Sprint("a-rather-long-identifier-of-a-message-", i)
			d.learn(fmt.Sprint("a-rather-long-identifier-of-a-conversation-", i), Said{MessageID: id, AuthorName: long[:80], At: began, Version: 2}, []Found{{Kind: kind, Text: long, Owner: long[:80]}})
			d.Never[fmt.Sprint("never", i)], d.Forgotten[fmt.Sprint("c", i)], d.Asked[id] = began, began, told{Version: 1, At: began}
			d.Edits[itemID(id, kind, 0)] = edit{Text: &long, Owner: &long, At: began}
		}
	}
	d.settle()
	raw, err := json.Marshal(d)
	if err != nil || len(raw) > 700_000 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
}

// What is told in any order ends the same also where there is no room for all,
// as long as nothing supersedes or goes.
func TestTheBoundsDoNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var messages []int
		for i := range rapid.IntRange(480, 560).Draw(t, "messages") {
			messages = append(messages, i)
		}
		learnt := func(order []int) *document {
			d := blank()
			for n, i := range order {
				d.learn("c1", Said{MessageID: fmt.Sprint("m", i), At: began.Add(time.Duration(i%97) * time.Minute)}, []Found{{Kind: Takeaway, Text: fmt.Sprint("dato ", i)}})
				if n%50 == 49 {
					d.settle()
				}
			}
			d.settle()
			return d
		}
		seed := rapid.Uint64().Draw(t, "seed")
		shuffled := append([]int(nil), messages...)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(learnt(messages).Items, learnt(shuffled).Items); diff != "" {
			t.Error(diff)
		}
	})
}

func BenchmarkSettle(b *testing.B) {
	d := blank()
	for i := range 500 {
		d.learn("c1", Said{MessageID: fmt.Sprint("m", i), At: began.Add(time.Duration(i) * time.Minute)}, []Found{{Kind: Decision, Text: fmt.Sprintf("Se decidió que la faena %d del sector norte use el proveedor %d para el hormigón", i, i)}})
	}
	for b.Loop() {
		c := d.clone()
		c.settle()
	}
}

func BenchmarkExtract(b *testing.B) {
	m := Said{Text: "Hoy estuvimos en la obra con el inspector. Revisó los planos y quedó conforme. Nos falta presentar el certificado de gas; la Carolina lo va a pedir el viernes. Además definimos que la recepción final se solicita en junio.", At: began}
	for b.Loop() {
		Extract(m)
	}
}
