package prove

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/mail"
)

// MailReport is what became of the letters.
type MailReport struct {
	Kills      int
	Letters    int
	Recipients int
	Came       int // letters at the server
	Leases     int // that a kill left behind
	Cancelled  int // letters that were taken back
	TooLate    int // letters that could not be any more
	// Doubled are the letters that a recipient has more than once: because the server
	// lost its answer, or because a kill came between the answer and its note.
	DoubledByLoss, DoubledByKill int
	Noted                        map[mail.State]int // recipients, by what is noted of them

	Wrong []string // what must not be
}

// String tells the figures, a line each.
func (r MailReport) String() string {
	var b strings.Builder
	line := func(name string, value any) { fmt.Fprintf(&b, "%-52s %v\n", name, value) }
	line("kills", r.Kills)
	line("letters queued", r.Letters)
	line("recipients", r.Recipients)
	line("… by what is noted of them", r.Noted)
	line("letters taken back", r.Cancelled)
	line("letters that were to be taken back, too late", r.TooLate)
	line("letters that a kill interrupted", r.Leases)
	line("letters that came to the server", r.Came)
	line("… once more, because the server's answer was lost", r.DoubledByLoss)
	line("… once more, because of a kill before it was noted", r.DoubledByKill)
	if len(r.Wrong) == 0 {
		line("lost, doubled otherwise, sent after being taken back", "nothing")
	}
	for _, w := range r.Wrong {
		line("WRONG", w)
	}
	return b.String()
}

// Err is an error where something is wrong.
func (r MailReport) Err() error {
	if len(r.Wrong) == 0 {
		return nil
	}
	return errors.New("prove: " + strings.Join(r.Wrong, "; "))
}

// count compares what came with what was queued, and with what is noted.
func (p *posting) count(ctx context.Context) error {
	r := &p.report
	r.Letters, r.Noted = len(p.letters), map[mail.State]int{}
	wrong := func(format string, args ...any) { r.Wrong = append(r.Wrong, fmt.Sprintf(format, args...)) }
	came := map[string][]int{} // by recipient, each letter's number
	for _, l := range p.server.Letters() {
		r.Came++
		came[l.To] = append(came[l.To], l.Number)
	}
	for id, l := range p.letters {
		k, ok, err := p.sender.Look(ctx, id)
		if err != nil || !ok {
			return errors.Join(fmt.Errorf("prove: letter %s is not in the outbox", id), err)
		}
		for _, to := range k.Recipients {
			r.Recipients++
			r.Noted[to.State]++
			numbers := came[to.Address]
			switch {
			case l.cancelled >= 0 && slices.ContainsFunc(numbers, func(n int) bool { return n > l.cancelled }):
				wrong("%s was sent after it was taken back", to.Address)
			case to.State == mail.Sent && len(numbers) == 0:
				wrong("%s is lost", to.Address)
			case to.State == mail.Cancelled && l.cancelled < 0, to.State == mail.Waiting, to.State == mail.Failed:
				wrong("%s is left %s", to.Address, to.State)
			}
			p.doubles(to.Address, numbers, wrong)
		}
	}
	return nil
}

// doubles tells apart why a recipient has a letter more than once: between two that
// came there has to be a lost answer or a kill.
func (p *posting) doubles(to string, numbers []int, wrong func(string, ...any)) {
	again := max(0, len(numbers)-1)
	byLoss := min(again, p.lost[to])
	p.report.DoubledByLoss += byLoss
	p.report.DoubledByKill += again - byLoss
	rounds := map[int]bool{}
	for _, n := range numbers {
		round, _ := slices.BinarySearch(p.rounds, n)
		rounds[round] = true
	}
	if again-byLoss > max(0, len(rounds)-1) {
		wrong("%s came %d times in %d lives of the process, with %d lost answers", to, len(numbers), len(rounds), p.lost[to])
	}
}
