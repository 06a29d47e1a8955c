package model_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"getaifactory.com/ally/shared/model"
)

type failing struct{}

func (failing) Name() string { return "failing" }

func (failing) Embed(context.Context, model.EmbeddingUse, ...string) ([][]float32, error) {
	return nil, errors.New("no")
}

func TestMeterSumsUpTimeAndTokensOfEmbeddings(t *testing.T) {
	clock := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	e := model.MeteredEmbedder(failing{}, func() time.Time {
		clock = clock.Add(time.Second)
		return clock
	})
	ctx, meter := model.WithMeter(t.Context())
	for range 2 { // a failed call was sent as well
		if _, err := e.Embed(ctx, model.ForDocument, "ocho let", "tres"); err == nil {
			t.Fatal("the error is lost")
		}
	}
	if got := meter.Embedded(); got != 6 {
		t.Errorf("%d tokens, want 6", got)
	}
	if got := meter.Time(); got != 2*time.Second {
		t.Errorf("%s, want 2 s", got)
	}
	if _, err := e.Embed(t.Context(), model.ForDocument, "sin medidor"); err == nil {
		t.Error("the error is lost without a meter")
	}
}
