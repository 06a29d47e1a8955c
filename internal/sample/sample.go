// Package sample holds a small classic system: the collections that Ally
// reads, with people, agents, documents, shares and five weeks of chats, in
// all the shapes that the classic system's documents have in the field. The
// local environment starts with it, and tests read it.
//
// Everything in it is invented. It is the same on every call: ids never
// change, and times depend on nothing but the day it is told for.
package sample

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
)

// Load writes the sample into client's project, told for today's UTC day.
// Loading it again for the same day writes the same documents. The client
// must be one that may write the classic collections. The error names the
// first document, by path, that could not be written.
func Load(ctx context.Context, client *firestore.Client, today time.Time) error {
	documents, err := Documents(today)
	if err != nil {
		return err
	}
	return write(ctx, client, documents)
}

// LoadCore is Load without chats, messages and feedback: some ninety
// documents, for tests that need people, agents and documents only.
func LoadCore(ctx context.Context, client *firestore.Client, today time.Time) error {
	documents, err := core(dayOf(today))
	if err != nil {
		return err
	}
	return write(ctx, client, documents)
}

// Documents gives every document of the sample by its path, such as
// "users/114671162830729001607", as Load writes it. Values have the types
// with which Firestore answers: string, bool, int64, time.Time (UTC, whole
// milliseconds), []any and map[string]any. The maps are the caller's own.
func Documents(today time.Time) (map[string]map[string]any, error) {
	d := dayOf(today)
	documents, err := core(d)
	if err != nil {
		return nil, err
	}
	held, err := chats(d)
	if err != nil {
		return nil, err
	}
	maps.Copy(documents, held)
	return documents, nil
}

// core gives the documents that hold no chat.
func core(d day) (map[string]map[string]any, error) {
	team, err := readAgents()
	if err != nil {
		return nil, err
	}
	library, err := readLibrary()
	if err != nil {
		return nil, err
	}
	documents := map[string]map[string]any{}
	maps.Copy(documents, users(d))
	maps.Copy(documents, organizations(d))
	maps.Copy(documents, domains(d))
	maps.Copy(documents, groups(d))
	maps.Copy(documents, shares(d))
	maps.Copy(documents, agentDocuments(d, team, library))
	maps.Copy(documents, libraryDocuments(d, team, library))
	return documents, nil
}

// write sets all documents, in the order of their paths, and waits for each.
func write(ctx context.Context, client *firestore.Client, documents map[string]map[string]any) error {
	writer := client.BulkWriter(ctx)
	paths := slices.Sorted(maps.Keys(documents))
	jobs := make([]*firestore.BulkWriterJob, 0, len(paths))
	var failed error
	for _, path := range paths {
		job, err := writer.Set(client.Doc(path), documents[path])
		if err != nil {
			failed = fmt.Errorf("sample: set %s: %w", path, err)
			break
		}
		jobs = append(jobs, job)
	}
	writer.End()
	for i, job := range jobs {
		if _, err := job.Results(); err != nil {
			return fmt.Errorf("sample: set %s: %w", paths[i], err)
		}
	}
	return failed
}
