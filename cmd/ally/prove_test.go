package main

import (
	"context"
	"os"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/prove"
)

func TestKilledThreeTimesNothingIsLostOrDoubled(t *testing.T) {
	t.Parallel()
	report, err := prove.Kills(t.Context(), prove.KillOptions{
		Kills: 3, Seed: 7, Tool: os.Args[0], Environ: environment(), Progress: t.Output(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Err(); err != nil || report.Sent == 0 {
		t.Errorf("%v\n%s", err, report)
	}
}

func TestAProcessThatSendsLettersIsKilledThreeTimes(t *testing.T) {
	t.Parallel()
	report, err := prove.Mail(t.Context(), prove.KillOptions{
		Kills: 3, Seed: 7, Tool: os.Args[0], Environ: environment(), Progress: t.Output(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Err(); err != nil || report.Came == 0 {
		t.Errorf("%v\n%s", err, report)
	}
}

// The clock is moved here, and the instances are in this process.
func TestSwitchedOffUnderLoadNothingGetsThroughAndNothingIsHalfDone(t *testing.T) {
	t.Parallel()
	clock := &allytest.Clock{}
	report, err := prove.Switch(t.Context(), prove.SwitchOptions{
		People: 4, Instances: 2, Seed: 7, Progress: t.Output(), Now: clock.Now,
		Pass: func(_ context.Context, d time.Duration) error { clock.Move(d); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Err(); err != nil {
		t.Errorf("%v\n%s", err, report)
	}
}
