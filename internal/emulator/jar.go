package emulator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// finder looks for the emulator's jar.
type finder struct {
	env    func(string) string
	look   func(program string) (string, error)
	home   string
	places []string // roots of Cloud SDKs where packages and installers put them
	fetch  func(ctx context.Context, npx string) error
	log    func(string, ...any)
}

func newFinder(output io.Writer, log func(string, ...any)) finder {
	home, _ := os.UserHomeDir() // without one, the places below it are not looked at
	return finder{
		env: os.Getenv, look: exec.LookPath, home: home, log: log,
		places: []string{
			"/usr/lib/google-cloud-sdk", "/usr/share/google-cloud-sdk", "/opt/google-cloud-sdk",
			"/usr/local/google-cloud-sdk", "/usr/local/share/google-cloud-sdk", "/opt/homebrew/share/google-cloud-sdk",
			"/snap/google-cloud-cli/current",
		},
		fetch: func(ctx context.Context, npx string) error {
			cmd := exec.CommandContext(ctx, npx, "-y", "firebase-tools", "setup:emulators:firestore")
			last := &tail{}
			cmd.Stdout, cmd.Stderr = last, last
			if output != nil {
				cmd.Stdout = io.MultiWriter(last, output)
				cmd.Stderr = cmd.Stdout
			}
			if err := cmd.Run(); err != nil {
				return fmt.Errorf("%w: %s", err, last.lines(3))
			}
			return nil
		},
	}
}

// jar gives the path of the emulator's jar: the Cloud SDK's, else the newest in
// the Firebase tools' cache, else one that npx fetches into that cache. The
// error wraps ErrMissing.
func (f finder) jar(ctx context.Context) (string, error) {
	if path, ok := f.installed(); ok {
		return path, nil
	}
	const advice = "install it with `gcloud components install cloud-firestore-emulator`, " +
		"with your system's package google-cloud-cli-firestore-emulator, or with `npx firebase-tools setup:emulators:firestore`"
	npx, err := f.look("npx")
	if err != nil {
		return "", fmt.Errorf("%w: %s", ErrMissing, advice)
	}
	f.log("Fetching the Firestore emulator with npx firebase-tools, once; this can take some minutes.")
	if err := f.fetch(ctx, npx); err != nil {
		return "", fmt.Errorf("%w and could not be fetched (%w): %s", ErrMissing, err, advice)
	}
	if path, ok := f.cached(); ok {
		return path, nil
	}
	return "", fmt.Errorf("%w, not even after fetching it: %s", ErrMissing, advice)
}

func (f finder) installed() (string, bool) {
	for _, root := range f.roots() {
		path := filepath.Join(root, "platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar")
		if isFile(path) {
			return path, true
		}
	}
	return f.cached()
}

// roots are the folders where a Cloud SDK may be, the most explicit first.
func (f finder) roots() []string {
	var roots []string
	if root := f.env("CLOUDSDK_ROOT_DIR"); root != "" {
		roots = append(roots, root)
	}
	if gcloud, err := f.look("gcloud"); err == nil {
		if behind, err := filepath.EvalSymlinks(gcloud); err == nil {
			gcloud = behind
		}
		roots = append(roots, filepath.Dir(filepath.Dir(gcloud)))
	}
	if f.home != "" {
		roots = append(roots, filepath.Join(f.home, "google-cloud-sdk"))
	}
	return append(roots, f.places...)
}

var cachedJar = regexp.MustCompile(`^cloud-firestore-emulator-v(\d+)\.(\d+)\.(\d+)\.jar$`)

// cached gives the newest jar that the Firebase tools have fetched.
func (f finder) cached() (string, bool) {
	folder := f.env("FIREBASE_EMULATORS_PATH")
	if folder == "" && f.home != "" {
		folder = filepath.Join(f.home, ".cache", "firebase", "emulators")
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", false // no cache is as good as an empty one
	}
	var newest []int
	path := ""
	for _, entry := range entries {
		m := cachedJar.FindStringSubmatch(entry.Name())
		if m == nil {
			continue
		}
		version, err := numbers(m[1:])
		if err == nil && (path == "" || slices.Compare(version, newest) > 0) {
			newest, path = version, filepath.Join(folder, entry.Name())
		}
	}
	return path, path != ""
}

func numbers(digits []string) ([]int, error) {
	var failed error
	parsed := make([]int, len(digits))
	for i, d := range digits {
		n, err := strconv.Atoi(d)
		parsed[i], failed = n, cmp.Or(failed, err)
	}
	return parsed, failed
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, os.ErrNotExist)
}
