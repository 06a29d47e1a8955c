package emulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"getaifactory.com/ally/internal/filelock"
)

// keeper keeps a project's documents in a folder: it reads the newest snapshot
// at the start and makes a new one soon after every change, so that even a kill
// of this process loses only the last moment. The emulator itself saves nothing
// when it is ended.
type keeper struct {
	emulator *Emulator
	project  string
	folder   string
	after    time.Duration
	saved    func()
	lock     *os.File

	mu   sync.Mutex // held while a snapshot is made
	last int        // number of the newest snapshot; 0: none

	changed chan struct{} // holds one word: something changed since the last save began
	quit    chan struct{}
	ended   chan struct{}
	once    sync.Once
}

// keeperKey is the keeper's trigger.
const keeperKey = "ally-emulator-keeper"

const snapshotPrefix = "snapshot-"

var snapshotName = regexp.MustCompile(`^snapshot-([0-9]{6,9})$`)

// openKeeper looks at the folder and changes nothing in it but the lock, so
// that a problem is told before anything else is started.
func openKeeper(e *Emulator, o Options) (*keeper, error) {
	const advice = "choose another folder, or start over with --fresh"
	if o.Project == "" {
		return nil, errors.New("a data folder needs the project whose documents it holds")
	}
	folder, err := filepath.Abs(o.Data)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrData, o.Data, err)
	}
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%w: %s is not a folder; choose another", ErrData, folder)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("%w: %s can't be made (%w); choose another folder", ErrData, folder, err)
	}
	lock, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: %s can't be written to (%w); choose another folder", ErrData, folder, err)
	}
	if err := filelock.Try(lock); err != nil {
		_ = lock.Close()
		return nil, fmt.Errorf("%w: another emulator is using %s; end it or choose another folder", ErrData, folder)
	}
	k := &keeper{
		emulator: e, project: o.Project, folder: folder, after: o.SaveAfter, saved: o.Saved, lock: lock,
		changed: make(chan struct{}, 1), quit: make(chan struct{}), ended: make(chan struct{}),
	}
	if k.after == 0 {
		k.after = time.Second
	}
	numbers, err := k.snapshots()
	if err == nil && len(numbers) > 0 {
		k.last = slices.Max(numbers)
		err = verify(k.snapshot(k.last))
	}
	if err != nil {
		k.close()
		return nil, fmt.Errorf("%w: %s: %w; %s", ErrData, k.snapshot(k.last), err, advice)
	}
	return k, nil
}

func (k *keeper) snapshot(number int) string {
	return filepath.Join(k.folder, fmt.Sprintf("%s%06d", snapshotPrefix, number))
}

// snapshots gives the numbers of the folder's snapshots. Export gives a
// snapshot its name when it is whole, so the newest is the one that counts.
func (k *keeper) snapshots() ([]int, error) {
	entries, err := os.ReadDir(k.folder)
	if err != nil {
		return nil, err
	}
	var found []int
	for _, entry := range entries {
		if m := snapshotName.FindStringSubmatch(entry.Name()); m != nil {
			number, err := numbers(m[1:])
			if err != nil {
				return nil, err
			}
			found = append(found, number...)
		}
	}
	return found, nil
}

// load loads the newest snapshot.
func (k *keeper) load(ctx context.Context) error {
	if k.last > 0 {
		k.emulator.log("Loading the documents saved in %s.", k.folder)
		if err := k.emulator.Import(ctx, k.project, k.snapshot(k.last)); err != nil {
			return err
		}
	}
	k.tidy()
	return nil
}

// start begins to watch for changes. Seeding counts as one: the emulator tells
// of each document after the other, and a thousand before the first that
// matters would take seconds.
func (k *keeper) start(ctx context.Context, seeded bool) error {
	if seeded {
		k.changed <- struct{}{}
	}
	trigger := Trigger{EventType: "google.cloud.firestore.document.v1.written", Document: "{path=**}"}
	if err := k.emulator.Register(ctx, k.project, keeperKey, trigger); err != nil {
		return err
	}
	go k.run()
	return nil
}

// ServeHTTP gets the emulator's word that a document changed.
func (k *keeper) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	select {
	case k.changed <- struct{}{}:
	default: // a save is due already, and will find this change too
	}
	w.WriteHeader(http.StatusOK)
}

func (k *keeper) run() {
	defer close(k.ended)
	for {
		select {
		case <-k.quit:
			return
		case <-k.emulator.done:
			return
		case <-k.changed:
		}
		// Many changes in a row make one snapshot.
		pause := time.NewTimer(k.after)
		select {
		case <-k.quit:
			pause.Stop()
			return
		case <-pause.C:
		}
		if err := k.save(context.Background()); err != nil {
			k.emulator.log("The documents could not be saved, and will be tried again after the next change: %v.", err)
		} else if k.saved != nil {
			k.saved()
		}
	}
}

// save makes a snapshot, then removes the older ones.
func (k *keeper) save(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := k.emulator.Export(ctx, k.project, k.snapshot(k.last+1)); err != nil {
		return err
	}
	k.last++
	k.tidy()
	return nil
}

// tidy removes what the newest snapshot has made superfluous and what a crash
// left half-written. What can't be removed takes up space and does no harm.
func (k *keeper) tidy() {
	entries, err := os.ReadDir(k.folder)
	if err != nil {
		return
	}
	current := filepath.Base(k.snapshot(k.last))
	for _, entry := range entries {
		name, half := strings.CutSuffix(entry.Name(), unfinished)
		if snapshotName.MatchString(name) && (half || name != current) {
			_ = os.RemoveAll(filepath.Join(k.folder, entry.Name()))
		}
	}
}

// stop ends the watching; a save under way is finished first.
func (k *keeper) stop() {
	k.once.Do(func() { close(k.quit) })
	<-k.ended
}

// close lets go of the folder.
func (k *keeper) close() {
	k.once.Do(func() { close(k.quit) })
	_ = k.lock.Close()
}
