package production

import (
	"io"
	"log/slog"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func newTestDrain() *drain { return newDrain(slog.New(slog.NewTextHandler(io.Discard, nil))) }

func (d *drain) isIdle() bool {
	select {
	case <-d.idle:
		return true
	default:
		return false
	}
}

func TestItEndsOnceItWasToldToAndNothingIsUnderWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newTestDrain()
		var leaves []func()
		told, ended := false, false
		t.Repeat(map[string]func(*rapid.T){
			"enter": func(*rapid.T) { leaves = append(leaves, d.enter()) },
			"leave": func(t *rapid.T) {
				if len(leaves) == 0 {
					t.Skip("nothing under way")
				}
				leaves[0]()
				leaves = leaves[1:]
			},
			"tell": func(*rapid.T) { d.begin(); told = true },
			"": func(t *rapid.T) {
				ended = ended || told && len(leaves) == 0
				if got := d.isIdle(); got != ended {
					t.Fatalf("idle %v with %d under way, told %v", got, len(leaves), told)
				}
			},
		})
	})
}

func TestTheLastOfManyRequestsEndsIt(t *testing.T) {
	d := newTestDrain()
	var group sync.WaitGroup
	first := d.enter()
	for range 50 {
		leave := d.enter()
		group.Go(func() { d.begin(); leave() })
	}
	group.Wait()
	if d.isIdle() {
		t.Fatal("it ended with a request under way")
	}
	first()
	if !d.isIdle() {
		t.Fatal("it did not end")
	}
}
