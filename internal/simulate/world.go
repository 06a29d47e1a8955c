// Package simulate draws whole rollouts of which the truth is known, has the verdict
// look at them every day, and counts how often it is wrong. People differ, and come
// back day after day; their figures are skewed, as real ones are.
package simulate

import (
	"math"
	"math/rand/v2"
)

// Truth is what Ally does to its people, as factors; 1 for nothing.
type Truth struct {
	FirstMessage  float64 // of the time to the first message
	Agents        float64 // of the agents discovered
	Session       float64 // of the length of a session
	Effectiveness float64 // of the share of answers that serve
	Response      float64 // of the time that an answer takes
	Return        float64 // of the probability of coming on a day
}

// Nothing is the truth of an A/A comparison.
var Nothing = Truth{1, 1, 1, 1, 1, 1}

// lifts are the true changes of what is measured, as shares of the classic's figure. They
// are exact of means and of ratios in which a factor stands before every sum.
func (t Truth) lifts() [measures]float64 {
	return [measures]float64{
		firstMessage: t.FirstMessage - 1, agents: t.Agents - 1, session: t.Session - 1, effectiveness: t.Effectiveness - 1, response: t.Response - 1,
	}
}

// measures of a person, each a sum over a count.
const (
	firstMessage  = iota // seconds, by session
	agents               // by person
	rating               // 1 to 5, by rating
	session              // seconds, by session
	effectiveness        // answers that served, by answer
	response             // seconds, by answer
	returning            // weeks with a visit that followed one, by week
	measures
)

// habits are the probability of coming on a day, and factors of the rest.
type habits struct {
	visits, slow, curious, pleased, long, served, waits float64
}

// person is somebody with their habits and what they have done so far.
type person struct {
	ally bool
	habits
	sum, count         [measures]float64
	thisWeek, lastWeek bool
	times              []float64 // of answers
	before             *person   // as they were before the rollout; nil where nobody knows
}

// edges are those by which times of answers are kept, in seconds: four percent apart.
var edges = func() []float64 {
	all := []float64{0}
	for e := 0.1; e < 60; e *= 1.04 {
		all = append(all, e)
	}
	return all
}()

// world is a rollout under way.
type world struct {
	random *rand.Rand
	truth  Truth
	people []*person
	day    int
}

func newWorld(seed, number uint64, people int, truth Truth) *world {
	w := &world{random: rand.New(rand.NewPCG(seed, number)), truth: truth}
	for range people {
		p := newPerson(w.random.IntN(2) == 0, habits{
			visits: 0.08 + 0.42*w.random.Float64(),
			slow:   w.skewed(0.5), curious: w.skewed(0.5), pleased: w.skewed(0.4), long: w.skewed(0.4), served: 0.7 + 0.25*w.random.Float64(), waits: w.skewed(0.2),
		})
		w.people = append(w.people, p)
	}
	return w
}

func newPerson(ally bool, h habits) *person {
	p := &person{ally: ally, habits: h}
	p.count[agents] = 1
	return p
}

// daysBefore is how many days before a rollout are known where any are.
const daysBefore = 28

// remember has everybody's days before the rollout known: in the classic chat, with the
// habits that they still have. They have dice of their own, so that the rollout is the
// same with and without them.
func (w *world) remember(seed, number uint64) {
	past := &world{random: rand.New(rand.NewPCG(seed, ^number)), truth: Nothing}
	for _, p := range w.people {
		p.before = newPerson(false, p.habits)
		past.people = append(past.people, p.before)
	}
	for range daysBefore {
		past.pass()
	}
}

// now gives the habits that Ally has changed.
func (w *world) now(p *person) habits {
	h := p.habits
	if p.ally {
		h.slow *= w.truth.FirstMessage
		h.curious *= w.truth.Agents
		h.long *= w.truth.Session
		h.served *= w.truth.Effectiveness
		h.waits *= w.truth.Response
		h.visits *= w.truth.Return
	}
	return h
}

// skewed draws from a log-normal distribution with the mean 1.
func (w *world) skewed(deviation float64) float64 {
	return math.Exp(deviation*w.random.NormFloat64() - deviation*deviation/2)
}

func (w *world) poisson(mean float64) float64 {
	n, product := 0.0, w.random.Float64()
	for limit := math.Exp(-mean); product > limit; n++ {
		product *= w.random.Float64()
	}
	return n
}

// pass lets a day pass.
func (w *world) pass() {
	w.day++
	for _, p := range w.people {
		if h := w.now(p); w.random.Float64() < h.visits {
			w.visit(p, h)
		}
		if w.day%7 == 0 {
			if p.lastWeek {
				p.count[returning]++
				if p.thisWeek {
					p.sum[returning]++
				}
			}
			p.lastWeek, p.thisWeek = p.thisWeek, false
		}
	}
}

// visit is one person's day: a session or two, with some answers.
func (w *world) visit(p *person, h habits) {
	p.thisWeek = true
	p.sum[agents] += w.poisson(0.06 * h.curious)
	sessions := 1
	if w.random.IntN(3) == 0 {
		sessions = 2
	}
	for range sessions {
		p.add(firstMessage, 45*h.slow*w.skewed(0.8))
		p.add(session, 480*h.long*w.skewed(0.7))
		for range 1 + w.random.IntN(2) {
			t := 1.4 * h.waits * w.skewed(0.5)
			p.add(response, t)
			p.times = append(p.times, t)
			served := 0.0
			if w.random.Float64() < h.served {
				served = 1
			}
			p.add(effectiveness, served)
		}
	}
	if w.random.IntN(4) == 0 {
		stars := 5.0
		for stars > 1 && w.random.Float64() < 0.18*h.pleased {
			stars--
		}
		p.add(rating, stars)
	}
}

func (p *person) add(measure int, v float64) {
	p.sum[measure] += v
	p.count[measure]++
}
