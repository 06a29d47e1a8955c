package emulator

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// machine is a computer with nothing on it, below a temporary folder.
func machine(t *testing.T) (finder, string) {
	t.Helper()
	dir := t.TempDir()
	return finder{
		env:    func(string) string { return "" },
		look:   func(string) (string, error) { return "", exec.ErrNotFound },
		home:   filepath.Join(dir, "home"),
		places: []string{filepath.Join(dir, "usual")},
		fetch:  func(context.Context, string) error { t.Error("fetched"); return nil },
		log:    silent,
	}, dir
}

func file(t *testing.T, parts ...string) string {
	t.Helper()
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sdkJar(t *testing.T, root string) string {
	t.Helper()
	return file(t, root, "platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar")
}

func cacheJar(t *testing.T, f finder, version string) string {
	t.Helper()
	return file(t, f.home, ".cache", "firebase", "emulators", "cloud-firestore-emulator-v"+version+".jar")
}

func found(t *testing.T, f finder, want string) {
	t.Helper()
	if got, err := f.jar(context.Background()); got != want || err != nil {
		t.Errorf("found %q, %v; want %q", got, err, want)
	}
}

func TestTheJarIsTakenFromTheMostExplicitPlace(t *testing.T) {
	f, dir := machine(t)
	cacheJar(t, f, "1.9.9")
	file(t, f.home, ".cache", "firebase", "emulators", "cloud-firestore-emulator-v2.0.0.jar.tmp")
	found(t, f, cacheJar(t, f, "1.19.8"))

	found(t, f, sdkJar(t, filepath.Join(dir, "usual")))
	found(t, f, sdkJar(t, filepath.Join(f.home, "google-cloud-sdk")))

	gcloud := file(t, dir, "sdk", "bin", "gcloud")
	link := filepath.Join(dir, "gcloud")
	if err := os.Symlink(gcloud, link); err != nil {
		t.Fatal(err)
	}
	f.look = func(name string) (string, error) {
		if name != "gcloud" {
			return "", exec.ErrNotFound
		}
		return link, nil
	}
	found(t, f, sdkJar(t, filepath.Join(dir, "sdk")))

	f.env = func(name string) string {
		return map[string]string{"CLOUDSDK_ROOT_DIR": filepath.Join(dir, "named")}[name]
	}
	found(t, f, sdkJar(t, filepath.Join(dir, "named")))
}

func TestTheFirebaseToolsFolderCanBeElsewhere(t *testing.T) {
	f, dir := machine(t)
	cacheJar(t, f, "1.20.0")
	f.env = func(name string) string {
		return map[string]string{"FIREBASE_EMULATORS_PATH": filepath.Join(dir, "mine")}[name]
	}
	found(t, f, file(t, dir, "mine", "cloud-firestore-emulator-v1.19.8.jar"))
}

func withNpx(f finder) finder {
	f.look = func(name string) (string, error) {
		if name != "npx" {
			return "", exec.ErrNotFound
		}
		return "/bin/npx", nil
	}
	return f
}

func TestAMissingJarIsFetchedWithNpxAndThatIsSaid(t *testing.T) {
	f, _ := machine(t)
	f = withNpx(f)
	var told []string
	f.log = func(format string, args ...any) { told = append(told, fmt.Sprintf(format, args...)) }
	f.fetch = func(_ context.Context, npx string) error {
		if npx != "/bin/npx" {
			t.Errorf("fetched with %s", npx)
		}
		cacheJar(t, f, "1.19.8")
		return nil
	}
	got, err := f.jar(context.Background())
	if err != nil || filepath.Base(got) != "cloud-firestore-emulator-v1.19.8.jar" {
		t.Errorf("found %q, %v", got, err)
	}
	if len(told) != 1 || !strings.Contains(told[0], "npx") {
		t.Errorf("told %q", told)
	}
}

func TestAJarThatCannotBeHadIsOneErrorThatSaysWhatToInstall(t *testing.T) {
	offline := errors.New("offline")
	bare, _ := machine(t)
	failing, _ := machine(t)
	failing = withNpx(failing)
	failing.fetch = func(context.Context, string) error { return offline }
	useless, _ := machine(t)
	useless = withNpx(useless)
	useless.fetch = func(context.Context, string) error { return nil }
	for name, tc := range map[string]struct {
		f     finder
		cause error
	}{"no npx": {bare, ErrMissing}, "npx fails": {failing, offline}, "npx brings nothing": {useless, ErrMissing}} {
		t.Run(name, func(t *testing.T) {
			_, err := tc.f.jar(context.Background())
			if !errors.Is(err, ErrMissing) || !errors.Is(err, tc.cause) || !strings.Contains(err.Error(), "gcloud components install") {
				t.Errorf("error %v", err)
			}
		})
	}
}
