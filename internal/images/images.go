// Package images measures each function as it is deployed: the program that the
// buildpack would make, how long it takes to its first answer, and what memory
// it has then.
package images

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/internal/staging"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/function"
)

const project = "demo-images"

// Options say what is measured.
type Options struct {
	Root      string // the project's folder
	Functions []function.Function
	Starts    int // of each, at least one
	Log       func(format string, args ...any)
}

// Row is what was measured of one function.
type Row struct {
	Function string
	Files    int   // of source, as staged
	Size     int64 // of the program, in bytes
	Asked    string
	Status   int           // of the first answer
	First    time.Duration // from the start of the process to the first answer: the median
	Resident int64         // memory after the first answer, in bytes: the median; 0 where the system does not tell
}

// Measure builds and starts the functions, in their order.
func Measure(ctx context.Context, o Options) (rows []Row, err error) {
	if o.Starts < 1 {
		return nil, fmt.Errorf("images: %d starts: expected at least one", o.Starts)
	}
	data, err := emulator.Start(ctx, emulator.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, data.Stop(context.WithoutCancel(ctx))) }()
	db, err := data.Client(ctx, project)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := sample.LoadCore(ctx, db, time.Now()); err != nil {
		return nil, err
	}
	who := sample.Granted()
	token, err := access.Token(config.LocalSecret, access.Holder{ID: who.ID, Email: who.Email, Name: who.Name, Role: who.Role}, time.Now(), time.Hour)
	if err != nil {
		return nil, err
	}
	start := instance{data.Addr(), token, map[string]string{
		"allymain":     "?" + url.Values{"userId": {who.ID}, "userEmail": {who.Email}, "userDomain": {who.Email[strings.Index(who.Email, "@")+1:]}}.Encode(),
		"allymessages": "?conversationId=none",
	}}
	work, err := os.MkdirTemp("", "ally-images-")
	if err != nil {
		return nil, fmt.Errorf("images: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	for _, f := range o.Functions {
		row, err := measure(ctx, o, f, filepath.Join(work, f.Name), start)
		if err != nil {
			return nil, fmt.Errorf("images: %s: %w", f.Name, err)
		}
		o.Log("%s: %.1f MB, %s to the first answer (%d)", row.Function, mega(row.Size), row.First.Round(time.Millisecond), row.Status)
		rows = append(rows, row)
	}
	return rows, nil
}

func measure(ctx context.Context, o Options, f function.Function, dir string, i instance) (Row, error) {
	row, program := Row{Function: f.Name}, dir+".program"
	if err := staging.Stage(ctx, o.Root, f.Name, dir); err != nil {
		return row, err
	}
	err := filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			row.Files++
		}
		return err
	})
	if err != nil {
		return row, err
	}
	if err := staging.Build(ctx, dir, program); err != nil {
		return row, err
	}
	about, err := os.Stat(program)
	if err != nil {
		return row, err
	}
	row.Size = about.Size()
	var times []time.Duration
	var resident []int64
	for range o.Starts {
		started, err := i.start(ctx, f, program)
		if err != nil {
			return row, err
		}
		row.Asked, row.Status = started.asked, started.status
		times, resident = append(times, started.first), append(resident, started.resident)
	}
	row.First, row.Resident = median(times), median(resident)
	return row, nil
}

// median gives the middle value; of an even number, the lower middle.
func median[T int64 | time.Duration](values []T) T {
	slices.Sort(values)
	return values[(len(values)-1)/2]
}
