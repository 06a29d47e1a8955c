package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/store"
)

func TestWhatOthersAreFasterAtIsDoneAgain(t *testing.T) {
	raced, broken, ended := status.Error(codes.Aborted, "raced"), errors.New("broken"), errors.New("ended")
	for name, tc := range map[string]struct {
		errs   []error // of one try after the other
		paused error
		want   error
		tries  int
	}{
		"nobody was faster":        {errs: []error{nil}, tries: 1},
		"two were":                 {errs: []error{raced, raced, nil}, tries: 3},
		"somebody always is":       {errs: []error{raced, raced, raced, raced}, want: raced, tries: 4},
		"another error ends it":    {errs: []error{raced, broken}, want: broken, tries: 2},
		"the caller does not wait": {errs: []error{raced}, paused: ended, want: ended, tries: 1},
	} {
		tried := 0
		err := store.Again(t.Context(), func(context.Context, time.Duration) error { return tc.paused }, 3, func() error {
			tried++
			return tc.errs[tried-1]
		})
		if !errors.Is(err, tc.want) || tried != tc.tries {
			t.Errorf("%s: %v after %d tries", name, err, tried)
		}
	}
}
