package workspace

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// unbuilt are the folders of web/ that the page is not built of.
var unbuilt = []string{"node_modules", "dist", "lib", "pictures", "test", "scripts", "example"}

// sourcesOf gives a digest of all that the page is built of.
func sourcesOf(folder string) (string, error) {
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (slices.Contains(unbuilt, name) || strings.HasPrefix(entry.Name(), ".")):
			return filepath.SkipDir
		case entry.Type().IsRegular() && !strings.HasPrefix(entry.Name(), "."):
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("workspace: %w", err)
	}
	return digest(folder, files)
}

// digest gives a digest of the files' names and contents.
func digest(folder string, files []string) (string, error) {
	sum := sha256.New()
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return "", fmt.Errorf("workspace: %w", err)
		}
		fmt.Fprintf(sum, "%s %d\n", filepath.ToSlash(name), len(content))
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
