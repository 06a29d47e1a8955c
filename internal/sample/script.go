package sample

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed chats/*.yaml words.yaml
var scriptFiles embed.FS

// exchange is one question, in several wordings, and its answer. Words in
// braces, such as {comuna}, stand for one of words.yaml, the same throughout
// a chat.
type exchange struct {
	Title  string   `yaml:"title"` // of a chat that begins with it
	Ask    []string `yaml:"ask"`
	Answer string   `yaml:"answer"`
}

// scripts holds what is said to each agent; "" is the agent of chats without.
type scripts struct {
	exchanges map[string][]exchange
	words     map[string][]string
}

// readScripts reads chats/, where a file is named after its agent, and the
// one for chats without an agent is none.yaml.
func readScripts() (scripts, error) {
	read := scripts{exchanges: map[string][]exchange{}}
	if err := readYAML("words.yaml", &read.words); err != nil {
		return scripts{}, err
	}
	files, err := fs.Glob(scriptFiles, "chats/*.yaml")
	if err != nil {
		return scripts{}, fmt.Errorf("sample: list chats: %w", err)
	}
	for _, file := range files {
		var exchanges []exchange
		if err := readYAML(file, &exchanges); err != nil {
			return scripts{}, err
		}
		agent := strings.TrimSuffix(path.Base(file), ".yaml")
		if agent == "none" {
			agent = ""
		}
		read.exchanges[agent] = exchanges
	}
	return read, nil
}

func readYAML(file string, into any) error {
	text, err := scriptFiles.ReadFile(file)
	if err != nil {
		return fmt.Errorf("sample: read %s: %w", file, err)
	}
	if err := yaml.UnmarshalWithOptions(text, into, yaml.Strict()); err != nil {
		return fmt.Errorf("sample: parse %s: %w", file, err)
	}
	return nil
}

// draft is what is said in one chat: questions and answers in turn.
type draft struct {
	Title string
	Said  []string
}

// write makes a chat of that many exchanges, no two alike, out of an agent's
// script. It fails for an agent without one.
func (s scripts) write(r *rand.Rand, agent string, exchanges int) (draft, error) {
	script := s.exchanges[agent]
	if len(script) == 0 {
		return draft{}, fmt.Errorf("sample: nothing is said to the agent %q in chats/", agent)
	}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(s.words)) {
		pairs = append(pairs, "{"+name+"}", pick(r, s.words[name]))
	}
	fill := strings.NewReplacer(pairs...)
	order := r.Perm(len(script))[:min(exchanges, len(script))]
	out := draft{Title: fill.Replace(script[order[0]].Title)}
	for _, i := range order {
		out.Said = append(out.Said, fill.Replace(pick(r, script[i].Ask)), fill.Replace(script[i].Answer))
	}
	return out, nil
}
