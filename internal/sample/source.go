package sample

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed documents/*.md
var sourceFiles embed.FS

// source is one file of documents/: front matter and, unless it is the one
// without, the text that was extracted.
type source struct {
	ID       string   `yaml:"id"`
	Name     string   `yaml:"name"`
	Type     string   `yaml:"type"`
	Owner    string   `yaml:"owner"` // a person's id; "" is the owner of the first agent
	Agents   []string `yaml:"agents"`
	Labels   []string `yaml:"labels"`
	Pages    int64    `yaml:"pages"` // 0 is a document without metadata
	Age      int      `yaml:"age"`   // days since it was added
	Status   string   `yaml:"status"`
	Disabled bool     `yaml:"disabled"`
	Text     string   `yaml:"-"`
}

// readLibrary gives the documents in the order of their files' names.
func readLibrary() ([]source, error) {
	files, err := fs.Glob(sourceFiles, "documents/*.md")
	if err != nil {
		return nil, fmt.Errorf("sample: list documents: %w", err)
	}
	library := make([]source, 0, len(files))
	for _, file := range files {
		text, err := sourceFiles.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("sample: read %s: %w", file, err)
		}
		s, err := parseSource(string(text))
		if err != nil {
			return nil, fmt.Errorf("sample: parse %s: %w", file, err)
		}
		library = append(library, s)
	}
	return library, nil
}

// parseSource reads front matter between two lines of three dashes, and the
// text after it.
func parseSource(file string) (source, error) {
	front, ok := strings.CutPrefix(file, "---\n")
	if !ok {
		return source{}, fmt.Errorf("no front matter")
	}
	front, text, ok := strings.Cut(front, "\n---\n")
	if !ok {
		return source{}, fmt.Errorf("the front matter has no end")
	}
	var s source
	if err := yaml.UnmarshalWithOptions([]byte(front), &s, yaml.Strict()); err != nil {
		return source{}, err
	}
	s.Text = strings.TrimSpace(text)
	return s, nil
}

// libraryDocuments gives the context_sources.
func libraryDocuments(d day, team []agent, library []source) map[string]map[string]any {
	owners := map[string]string{}
	for _, a := range team {
		owners[a.ID] = a.Owner
	}
	documents := map[string]map[string]any{}
	for _, s := range library {
		owner := s.Owner
		if owner == "" {
			owner = owners[s.Agents[0]]
		}
		document := map[string]any{
			"userId": owner, "name": s.Name, "type": s.Type, "status": "active", "enabled": !s.Disabled,
			"assignedToAgents": list(s.Agents...), "addedAt": d.at(-s.Age, 15, 30),
		}
		if s.Status != "" {
			document["status"] = s.Status
		}
		if s.Text != "" {
			document["extractedData"] = s.Text
		}
		if s.Labels != nil {
			document["labels"] = list(s.Labels...)
		}
		if s.Pages != 0 {
			document["metadata"] = map[string]any{"pageCount": s.Pages, "tokensEstimate": tokens(s.Text)}
		}
		documents["context_sources/"+s.ID] = document
	}
	return documents
}

// activeSources lists the documents that are switched on for an agent.
func activeSources(library []source, agent string) []any {
	ids := []any{}
	for _, s := range library {
		if slices.Contains(s.Agents, agent) && !s.Disabled {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// tokens estimates a text's tokens as the classic system does, at four
// characters each.
func tokens(text string) int64 { return int64(len([]rune(text))+3) / 4 }
