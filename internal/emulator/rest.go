package emulator

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/wait"
)

// Clear deletes all documents of a project; triggers on deletion fire.
func (e *Emulator) Clear(ctx context.Context, project string) error {
	path := "/emulator/v1/projects/" + url.PathEscape(project) + "/databases/(default)/documents"
	if err := e.call(ctx, http.MethodDelete, path, nil, nil); err != nil {
		return fmt.Errorf("clearing project %q: %w", project, err)
	}
	return nil
}

// checkRules has the emulator compile a rules file, in a project that nobody
// uses: started with a faulty one, it says nothing and denies everything later.
func (e *Emulator) checkRules(ctx context.Context, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRules, err)
	}
	type source struct {
		Name    string `json:"name"`
		Content string `json:"content"`
	}
	var body struct {
		Rules struct {
			Files []source `json:"files"`
		} `json:"rules"`
	}
	body.Rules.Files = []source{{file, string(content)}}
	var answer struct {
		Issues []struct {
			SourcePosition struct{ Line, Column int }
			Description    string
			Severity       string
		}
	}
	err = e.call(ctx, http.MethodPut, "/emulator/v1/projects/ally-rules-check:securityRules", body, &answer)
	for try := 0; errors.Is(err, errNotFound) && try < rulesTries; try++ {
		if err := wait.For(ctx, rulesPause); err != nil {
			return err
		}
		err = e.call(ctx, http.MethodPut, "/emulator/v1/projects/ally-rules-check:securityRules", body, &answer)
	}
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrRules, file, err)
	}
	for _, issue := range answer.Issues {
		if issue.Severity == "ERROR" {
			return fmt.Errorf("%w: %s:%d:%d: %s", ErrRules, file, issue.SourcePosition.Line, issue.SourcePosition.Column, issue.Description)
		}
	}
	return nil
}

// An emulator that takes connections may not have this interface yet.
const (
	rulesTries = 50
	rulesPause = 100 * time.Millisecond
)

// errNotFound says that the emulator has nothing at an address.
var errNotFound = errors.New("404 Not Found")

// call sends a request to the emulator's own interface and decodes the answer
// into result unless that is nil. Any status but 200 is an error with the
// emulator's message.
func (e *Emulator) call(ctx context.Context, method, path string, body, result any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+e.addr+path, bytes.NewReader(content))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", store.EmulatorBearer)
	res, err := e.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		var failure struct{ Error struct{ Message string } }
		_ = json.Unmarshal(answer, &failure) // an answer without a message leaves the status
		if res.StatusCode == http.StatusNotFound && failure.Error.Message == "" {
			return fmt.Errorf("the emulator says: %w", errNotFound)
		}
		return fmt.Errorf("the emulator says: %s", cmp.Or(failure.Error.Message, res.Status))
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer, result)
}
