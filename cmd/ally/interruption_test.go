package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model/gemini/geminitest"
	"getaifactory.com/ally/shared/prompt"
)

// modelAt has replies written by a Gemini at the address.
func modelAt(url string) []string {
	return []string{"ALLY_MODEL=gemini", "ALLY_GEMINI_URL=" + url, "GOOGLE_AI_API_KEY=none"}
}

func TestWhatIsUnderWayIsFinishedAtCtrlCAndResumedAfterAKill(t *testing.T) {
	t.Parallel()
	data, emulatorPort, who := t.TempDir(), free(t), sample.GrantedEnglish()
	asked, release := make(chan struct{}, 1), make(chan struct{})
	gemini := geminitest.New(t)
	gemini.Respond(func(r geminitest.Request) geminitest.Answer {
		if !isReply(r) {
			return geminitest.Text(`{"items":[]}`, geminitest.Usage{Prompt: 20, Candidates: 4})
		}
		asked <- struct{}{}
		<-release
		return geminitest.Text("Finished all the same.", geminitest.Usage{Prompt: 20, Candidates: 4})
	})

	x := launch(t, modelAt(gemini.URL), "dev", "--no-web", "--port=0", "--data="+data)
	c := as(t, who, x.address())
	ally := c.open(who).AllyID
	s := c.stream(ally, "Will you finish?", "finish")
	s.until("message")
	<-asked
	x.signal(syscall.SIGINT)
	eventually(t, "the word that it is ending", func() bool { return strings.Contains(x.stderr.String(), "Ending") })
	close(release)
	if _, told := s.until("done"); told != "Finished all the same." {
		t.Errorf("told %q", told)
	}
	s.ends()
	if status := x.status(); status != 0 {
		t.Fatalf("status %d", status)
	}

	gemini.Respond(func(geminitest.Request) geminitest.Answer {
		return geminitest.Stream(geminitest.Chunk("Half of "), geminitest.Stall())
	})
	again := launch(t, modelAt(gemini.URL), "dev", "--no-web", "--port=0", "--emulator-port="+emulatorPort, "--data="+data)
	c.base = again.address()
	kept := c.messages(ally)
	opening := find(kept, func(m allytest.Message) bool { return m.Role == "system" })
	welcome := find(kept, func(m allytest.Message) bool { return len(opening) > 0 && m.InReplyTo == opening[0].ID })
	reply := find(kept, func(m allytest.Message) bool { return m.Content == "Finished all the same." && m.Status == "completed" })
	if len(opening) != 1 || len(welcome) != 1 || len(reply) != 1 {
		t.Fatalf("kept at Ctrl-C: %+v", kept)
	}
	const key = "a-key-to-find-on-disk"
	c.stream(ally, "And after a kill?", key).until("delta")
	eventually(t, "the message on disk", func() bool { return onDisk(t, data, key) })
	again.signal(syscall.SIGKILL)
	if status := again.status(); status != -1 {
		t.Fatalf("status %d", status)
	}
	eventually(t, "the emulator's end", func() bool { return vacant(emulatorPort) })

	gemini.Respond(func(geminitest.Request) geminitest.Answer {
		return geminitest.Text("Half of it was lost, this is whole.", geminitest.Usage{Prompt: 20, Candidates: 8})
	})
	last := launch(t, modelAt(gemini.URL), "dev", "--no-web", "--port=0", "--data="+data)
	c.base = last.address()
	open := find(c.messages(ally), func(m allytest.Message) bool { // on a slow machine its lease is over by now
		return m.Status == "generating" || m.Failure != nil && m.Failure.Code == "interrupted"
	})
	if len(open) != 1 || open[0].InReplyTo == "" {
		t.Errorf("left by the kill: %+v", open)
	}
	done, _ := c.stream(ally, "And after a kill?", key).until("done")
	var sent allytest.Sent
	must(t, json.Unmarshal(done, &sent))
	all := c.messages(ally)
	mine := find(all, func(m allytest.Message) bool { return m.ClientMessageID == key })
	replies := find(all, func(m allytest.Message) bool { return m.InReplyTo == sent.UserMessageID })
	if len(mine) != 1 || len(replies) != 1 || replies[0].Status != "completed" || replies[0].Content != "Half of it was lost, this is whole." {
		t.Errorf("after the kill: messages %+v, replies %+v", mine, replies)
	}
	last.end(syscall.SIGTERM)
}

// isReply says whether a reply is asked for, and not what of a message is to be
// remembered.
func isReply(r geminitest.Request) bool {
	return slices.ContainsFunc(r.Body.SystemInstruction.Parts, func(p geminitest.Part) bool {
		return strings.Contains(p.Text, prompt.BuiltIn().SystemPrompt)
	})
}

func find(all []allytest.Message, is func(allytest.Message) bool) []allytest.Message {
	return slices.DeleteFunc(slices.Clone(all), func(m allytest.Message) bool { return !is(m) })
}

// onDisk says whether the saved data has the word.
func onDisk(t *testing.T, folder, word string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(path, ".unfinished") {
			return nil // what is replaced meanwhile goes away
		}
		content, err := os.ReadFile(path)
		found = found || err == nil && bytes.Contains(content, []byte(word))
		return nil
	})
	must(t, err)
	return found
}
