package main

import (
	"os"
	"testing"

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
