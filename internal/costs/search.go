package costs

import (
	"errors"
	"io"

	"getaifactory.com/ally/functions/allyindexmessages"
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/search"
	"getaifactory.com/ally/shared/store"
)

// search indexes all that was written, and searches in it.
func (b *bench) search(conversation string) error {
	c := b.config
	c.Emulator = b.data.Addr()
	back, err := backend.New(b.ctx, backend.Options{
		Config: c, Now: clock(), Log: logging.New(io.Discard), AsksModel: true,
		Writes: allyindexmessages.Function.Writes,
	})
	if err != nil {
		return err
	}
	back.Indexer.Window = 0
	index := func(name string, number int) error {
		ctx, meter := store.Metered(b.ctx, clock())
		if err := back.Indexer.Message(ctx, name, conversation, number); err != nil {
			return err
		}
		b.rows = append(b.rows, Row{Call: name, Cost: meter.Cost()})
		return nil
	}
	_, err = back.Indexer.Rebuild(b.ctx, true, func(search.Rebuilt) {})
	return errors.Join(err,
		index("… indexing a message that is indexed already", 1),
		b.get("GET /api/ally/search, one word", "/api/ally/search?q=permiso", nil),
		b.get("GET /api/ally/search, five words", "/api/ally/search?q=permiso+edificación+agente+plazo+faena", nil),
		b.get("GET /api/ally/search, a filter alone", "/api/ally/search?type=action", nil),
		back.Close(),
	)
}
