package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/sample"
)

// loadSample loads the sample classic system where the database has none.
func loadSample(ctx context.Context, e *emulator.Emulator, project string, say func(string, ...any)) (err error) {
	client, err := e.Client(ctx, project)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, client.Close()) }()
	// It is written last, so that a load that was cut short is done again.
	marker := client.Collection("ally_local").Doc("sample")
	docs, err := client.GetAll(ctx, []*firestore.DocumentRef{marker})
	if err != nil {
		return fmt.Errorf("looking for the sample classic system: %w", err)
	}
	if docs[0].Exists() {
		return nil
	}
	say("Loading the sample classic system.")
	today := time.Now().UTC()
	if err := sample.Load(ctx, client, today); err != nil {
		return fmt.Errorf("loading the sample classic system: %w", err)
	}
	if _, err := marker.Set(ctx, map[string]any{"loadedAt": today}); err != nil {
		return fmt.Errorf("loading the sample classic system: %w", err)
	}
	return nil
}
