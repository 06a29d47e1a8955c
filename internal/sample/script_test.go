package sample

import (
	"slices"
	"strings"
	"testing"
)

func TestAScriptFillsItsWordsTheSameThroughoutAChat(t *testing.T) {
	script := scripts{
		exchanges: map[string][]exchange{"a": {
			{Title: "Sobre {obra}", Ask: []string{"¿{obra}?"}, Answer: "{obra}: sí."},
			{Title: "Más de {obra}", Ask: []string{"¿Y {obra}?", "¿Otra vez {obra}?"}, Answer: "{obra}: no."},
		}},
		words: map[string][]string{"obra": {"Uno", "Dos", "Tres"}},
	}
	words := map[string]bool{}
	for _, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		got, err := script.write(dice(key), "a", 5)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Said) != 4 {
			t.Fatalf("%d texts of a script with two exchanges", len(got.Said))
		}
		word := got.Title[strings.LastIndex(got.Title, " ")+1:]
		words[word] = true
		for _, text := range got.Said {
			if !strings.Contains(text, word) {
				t.Errorf("%q in a chat about %s", text, word)
			}
		}
		if slices.Index(got.Said, word+": sí.")%2 != 1 || slices.Index(got.Said, word+": no.")%2 != 1 {
			t.Errorf("answers do not follow questions: %q", got.Said)
		}
	}
	if len(words) < 2 {
		t.Errorf("eight chats are all about %v", words)
	}
}

func TestAnAgentWithoutAScriptIsAnError(t *testing.T) {
	if _, err := (scripts{}).write(dice("a"), "agent-x", 1); err == nil || !strings.Contains(err.Error(), "agent-x") {
		t.Errorf("error %v", err)
	}
}

func TestEveryScriptIsUsed(t *testing.T) {
	read, err := readScripts()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, h := range habits() {
		used[h.Agent] = true
	}
	for agent, script := range read.exchanges {
		if !used[agent] {
			t.Errorf("nobody chats with %q", agent)
		}
		for _, e := range script {
			if e.Title == "" || len(e.Ask) == 0 || e.Answer == "" {
				t.Errorf("%q: incomplete exchange %+v", agent, e)
			}
		}
	}
}

func TestAnIDIsTwentyLettersAndDigitsOfItsKey(t *testing.T) {
	first, again, other := id("a"), id("a"), id("b")
	if first != again || first == other || len(first) != 20 {
		t.Errorf("%q, %q, %q", first, again, other)
	}
}
