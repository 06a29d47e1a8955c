// Package cache keeps a few values for a few seconds.
package cache

import (
	"context"
	"sync"
	"time"
)

// Cache keeps what load gives for each key during life. Only successes are
// kept: while loading fails, so does Get, and a value older than its life is
// never given.
type Cache[K comparable, V any] struct {
	life time.Duration
	most int
	now  func() time.Time
	load func(ctx context.Context, key K) (V, error)

	mu   sync.Mutex
	kept map[K]entry[V]
}

type entry[V any] struct {
	value V
	until time.Time
}

// New gives a Cache of at most `most` values.
func New[K comparable, V any](life time.Duration, most int, now func() time.Time, load func(context.Context, K) (V, error)) *Cache[K, V] {
	return &Cache[K, V]{life: life, most: most, now: now, load: load, kept: map[K]entry[V]{}}
}

// Get gives the key's value. Two callers that miss at once both load it:
// that costs a read, but neither waits for the other's cancelled request.
func (c *Cache[K, V]) Get(ctx context.Context, key K) (V, error) {
	c.mu.Lock()
	e, ok := c.kept[key]
	c.mu.Unlock()
	asked := c.now()
	if ok && asked.Before(e.until) {
		return e.value, nil
	}
	value, err := c.load(ctx, key)
	if err != nil {
		var none V
		return none, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, again := c.kept[key]; !again && len(c.kept) >= c.most {
		clear(c.kept)
	}
	c.kept[key] = entry[V]{value, asked.Add(c.life)}
	return value, nil
}
