package emulator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
)

// A snapshot is a folder with one project's documents: what the emulator wrote
// (below documents/) and a manifest with each file's length and hash, since the
// emulator takes a file cut short between two records, or an empty one, for the
// whole and imports the rest as if nothing were missing.
const (
	exportName   = "documents"
	manifestName = "manifest.json"
	unfinished   = ".unfinished"
)

type manifest struct {
	Project string  `json:"project"`
	Files   []piece `json:"files"`
}

type piece struct {
	Path   string `json:"path"` // slashes, relative to the snapshot
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"` // hexadecimal
}

type exchange struct {
	Database  string `json:"database"`
	Directory string `json:"export_directory"`
	Name      string `json:"export_name,omitempty"`
}

// Export writes a project's documents to dir, which must not exist. The folder
// appears when it is complete and on disk: after a crash there is all of it or none.
//
// It asks the running emulator. The emulator's flag for exporting when it
// exits does nothing on a signal, and fails on an orderly end too, because it
// misspells the default database's name.
func (e *Emulator) Export(ctx context.Context, project, dir string) error {
	if err := e.export(ctx, project, dir); err != nil {
		return fmt.Errorf("saving project %q to %s: %w", project, dir, err)
	}
	return nil
}

func (e *Emulator) export(ctx context.Context, project, dir string) error {
	dir, err := filepath.Abs(dir) // the emulator may have another working folder
	if err != nil {
		return err
	}
	if exists(dir) {
		return fs.ErrExist
	}
	// The emulator writes to a folder only when it exists.
	building := dir + unfinished
	if err := errors.Join(os.RemoveAll(building), os.MkdirAll(building, 0o755)); err != nil {
		return err
	}
	body := exchange{Database: "projects/" + project + "/databases/(default)", Directory: building, Name: exportName}
	if err := e.call(ctx, http.MethodPost, "/emulator/v1/projects/"+url.PathEscape(project)+":export", body, nil); err != nil {
		return errors.Join(err, os.RemoveAll(building))
	}
	if err := seal(building, project); err != nil {
		return errors.Join(err, os.RemoveAll(building))
	}
	if err := os.Rename(building, dir); err != nil {
		return err
	}
	syncDir(filepath.Dir(dir))
	return nil
}

// seal writes the manifest of a finished export and brings everything to disk.
func seal(dir, project string) error {
	m := manifest{Project: project}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		p, err := measure(dir, path, true)
		m.Files = append(m.Files, p)
		return err
	})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(m.Files, func(p piece) bool { return p.Path == metadataPath() }) {
		return errors.New("the emulator wrote nothing there; it may run on another machine")
	}
	content, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, manifestName)
	if err := os.WriteFile(path, append(content, '\n'), 0o600); err != nil {
		return err
	}
	if _, err := measure(dir, path, true); err != nil {
		return err
	}
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			syncDir(path)
		}
		return err
	})
}

func metadataPath() string { return exportName + "/" + exportName + ".overall_export_metadata" }

func measure(dir, path string, sync bool) (piece, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if !sync {
		file, err = os.Open(path)
	}
	if err != nil {
		return piece{}, err
	}
	defer file.Close()
	hash := sha256.New()
	length, err := io.Copy(hash, file)
	if err == nil && sync {
		err = file.Sync()
	}
	if err != nil {
		return piece{}, err
	}
	relative, err := filepath.Rel(dir, path)
	return piece{Path: filepath.ToSlash(relative), Bytes: length, SHA256: hex.EncodeToString(hash.Sum(nil))}, err
}

// syncDir makes names in a folder last. Not every system lets a folder be
// synced; there, a rename is as lasting as that system makes it.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// Import adds the documents that Export wrote to dir to a project, whichever it
// is; a document that exists is replaced. No trigger fires. The error wraps
// ErrData when the snapshot is not whole; nothing is imported then.
func (e *Emulator) Import(ctx context.Context, project, dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("loading project %q: %w", project, err)
	}
	if err := verify(dir); err != nil {
		return fmt.Errorf("loading project %q from %s: %w: %w", project, dir, ErrData, err)
	}
	// The emulator's flag for importing would put the documents in every project.
	body := exchange{Database: "projects/" + project + "/databases/(default)", Directory: filepath.Join(dir, filepath.FromSlash(metadataPath()))}
	if err := e.call(ctx, http.MethodPost, "/emulator/v1/projects/"+url.PathEscape(project)+":import", body, nil); err != nil {
		return fmt.Errorf("loading project %q from %s: %w: %w", project, dir, ErrData, err)
	}
	return nil
}

// verify says what is wrong with a snapshot.
func verify(dir string) error {
	content, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return err
	}
	var m manifest
	if err := json.Unmarshal(content, &m); err != nil {
		return fmt.Errorf("%s is damaged: %w", manifestName, err)
	}
	if len(m.Files) == 0 {
		return fmt.Errorf("%s is damaged: it lists no files", manifestName)
	}
	for _, want := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(want.Path)) {
			return fmt.Errorf("%s is damaged: it lists %q", manifestName, want.Path)
		}
		got, err := measure(dir, filepath.Join(dir, filepath.FromSlash(want.Path)), false)
		if err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("%s is damaged: it is not what was saved", want.Path)
		}
	}
	return nil
}
