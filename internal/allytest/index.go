package allytest

import (
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/search"
)

// Indexer indexes over the world's database, as a trigger does.
func (w *World) Indexer() *search.Indexer {
	w.t.Helper()
	c := w.Config
	c.Emulator = w.live.Emulator.Addr()
	b, err := backend.New(w.t.Context(), backend.Options{
		Config: c, Now: w.Clock.Now, Log: logging.New(w.Log), AsksModel: true, Observe: w.observe,
		Writes: []string{search.Indexes, search.Vocabulary, search.Windows, "ally_conversations", "ally_memory", "ally_ledger"},
	})
	w.must(err)
	w.t.Cleanup(func() { w.must(b.Close()) })
	return b.Indexer
}
