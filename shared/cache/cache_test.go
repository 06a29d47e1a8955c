package cache_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/cache"
)

const life = 10 * time.Second

// counter loads how often it was asked, and fails while told to.
type counter struct {
	asked int
	fails error
}

func (c *counter) load(context.Context, string) (int, error) {
	c.asked++
	return c.asked, c.fails
}

func TestAValueIsKeptForItsLifeAndNoLonger(t *testing.T) {
	now, loads := time.Unix(0, 0), counter{}
	c := cache.New(life, 5, func() time.Time { return now }, loads.load)
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {0, 1}, {life - 1, 1}, {1, 2}, {life - 1, 2}, {2 * life, 3}} {
		now = now.Add(step.after)
		if got, err := c.Get(t.Context(), "k"); got != step.want || err != nil {
			t.Errorf("at %v: %d, %v, want %d", now.Sub(time.Unix(0, 0)), got, err, step.want)
		}
	}
}

// A value is as old as the question that it answers, however long that took.
func TestTheTimeThatLoadingTakesIsPartOfTheLife(t *testing.T) {
	now, asked := time.Unix(0, 0), 0
	c := cache.New(life, 5, func() time.Time { return now }, func(context.Context, string) (int, error) {
		asked++
		now = now.Add(life - time.Second)
		return asked, nil
	})
	for _, want := range []int{1, 1} {
		if got, err := c.Get(t.Context(), "k"); got != want || err != nil {
			t.Errorf("%d, %v, want %d", got, err, want)
		}
	}
	now = now.Add(time.Second)
	if got, err := c.Get(t.Context(), "k"); got != 2 || err != nil {
		t.Errorf("%d, %v, want 2", got, err)
	}
}

func TestAFailureIsNotKeptAndAnOldValueIsNoConsolation(t *testing.T) {
	now, loads, broken := time.Unix(0, 0), counter{}, errors.New("broken")
	c := cache.New(life, 5, func() time.Time { return now }, loads.load)
	for _, step := range []struct {
		after time.Duration
		fails error
		want  int
		err   error
	}{
		{0, broken, 0, broken}, {0, broken, 0, broken}, {0, nil, 3, nil}, // a failure, again, and none
		{0, broken, 3, nil},       // kept: nothing is loaded
		{life, broken, 0, broken}, // old
		{0, nil, 5, nil},
	} {
		now, loads.fails = now.Add(step.after), step.fails
		if got, err := c.Get(t.Context(), "k"); got != step.want || !errors.Is(err, step.err) {
			t.Errorf("%d, %v, want %d, %v", got, err, step.want, step.err)
		}
	}
}

// Whatever is asked when: what is given was loaded for its key, less than a
// life ago, and no more than the bound is kept.
func TestWhatIsGivenIsFreshAndOfItsKey(t *testing.T) {
	type value struct {
		key    int
		loaded time.Time
	}
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(0, 0)
		loads := map[int]int{}
		most := rapid.IntRange(1, 3).Draw(t, "most")
		c := cache.New(life, most, func() time.Time { return now }, func(_ context.Context, key int) (value, error) {
			loads[key]++
			return value{key, now}, nil
		})
		for range rapid.IntRange(1, 40).Draw(t, "calls") {
			now = now.Add(time.Duration(rapid.IntRange(0, 6).Draw(t, "seconds")) * time.Second)
			key := rapid.IntRange(0, 4).Draw(t, "key")
			got, err := c.Get(context.Background(), key)
			if err != nil || got.key != key || now.Sub(got.loaded) >= life {
				t.Fatalf("at %v: %+v, %v", now, got, err)
			}
		}
		// Asked anew at once for all, at most so many were kept.
		before := fmt.Sprint(loads)
		kept := 0
		for key := range 5 {
			had := loads[key]
			if _, err := c.Get(context.Background(), key); err != nil {
				t.Fatal(err)
			}
			if loads[key] == had {
				kept++
			}
		}
		if kept > most {
			t.Fatalf("%d kept of at most %d, loads %s", kept, most, before)
		}
	})
}

func TestAValueThatIsLoadedAgainPushesNoOtherOut(t *testing.T) {
	now, loads := time.Unix(0, 0), counter{}
	c := cache.New(life, 2, func() time.Time { return now }, loads.load)
	get := func(key string) int {
		got, err := c.Get(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	get("a") // 1
	now = now.Add(life / 2)
	b := get("b") // 2
	now = now.Add(life / 2)
	get("a") // 3: it was old
	if got := get("b"); got != b {
		t.Errorf("%d, want %d", got, b)
	}
}

func TestManyMayAskAtOnce(t *testing.T) {
	var clock atomic.Int64
	c := cache.New(life, 3, func() time.Time { return time.Unix(0, clock.Add(int64(time.Second))) },
		func(_ context.Context, key int) (int, error) {
			if key == 4 {
				return 0, errors.New("broken")
			}
			return key * key, nil
		})
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for j := range 200 {
				key := (i + j) % 5
				got, err := c.Get(t.Context(), key)
				if (err != nil) != (key == 4) || err == nil && got != key*key {
					t.Errorf("%d: %d, %v", key, got, err)
				}
			}
		})
	}
	group.Wait()
}
