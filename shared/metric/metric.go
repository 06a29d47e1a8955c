// Package metric says what is measured to compare the classic chat with Ally,
// and computes it: each measure has one definition, by which both sides are
// counted. docs/comparison.md shows the definitions; it is made from them.
package metric

import (
	"slices"

	"getaifactory.com/ally/shared/lang"
)

// Kind says how a measure is made of what each person contributes.
type Kind string

const (
	Mean       Kind = "mean"       // of one number for each person
	Ratio      Kind = "ratio"      // the sum of one number over the sum of another; the person is the unit of its variance
	Proportion Kind = "proportion" // of the people, those of whom something holds
	Quantile   Kind = "quantile"   // of single times, of which a person contributes any number; the person is the cluster
)

// Direction says which of two values is the better one.
type Direction string

const (
	Higher  Direction = "higher"
	Lower   Direction = "lower"
	Neither Direction = "none"
)

// Unit is that of a measure's values.
type Unit string

const (
	Milliseconds Unit = "ms"
	Seconds      Unit = "s"
	Count        Unit = "count"
	Share        Unit = "share" // 0 to 1
	Stars        Unit = "stars" // 1 to 5
)

// Target is what the plan wants of Ally's own value; the zero value is none.
type Target struct {
	Value float64
	Below bool // the value must be below, else above
}

// Wanted is the change over the classic system that the plan names: +0.2 for
// +20 %; 0 is none. Points says that it is a difference, not a ratio.
type Wanted struct {
	Change float64
	Points bool
}

// Definition is what a measure is. The unit of analysis is always the person.
type Definition struct {
	Key  string
	Name lang.Text
	// What is the formula in words: what is divided by what, of whom.
	What      lang.Text
	Unit      Unit
	Kind      Kind
	At        float64 // the quantile, such as 0.75; 0 for other kinds
	Direction Direction
	KeyMetric bool // one of the four that the plan's decision is made of
	Guardrail bool // must not be worse than the classic system by more than Margin
	// Margin is the part of the classic system's value that Ally may be worse by.
	Margin float64
	Target Target
	Wanted Wanted
	// Classic and Ally name the source fields; "" says that this side keeps none.
	Classic, Ally string
	// Same says why it is the same thing on both sides, or why it is not.
	Same lang.Text
	// Excluded is what is not counted.
	Excluded lang.Text
}

// Comparable says whether both sides have a source.
func (d Definition) Comparable() bool { return d.Classic != "" && d.Ally != "" }

// Measured says whether either side has a source.
func (d Definition) Measured() bool { return d.Classic != "" || d.Ally != "" }

// Find gives the definition of a key.
func Find(key string) (Definition, bool) {
	i := slices.IndexFunc(Definitions, func(d Definition) bool { return d.Key == key })
	if i < 0 {
		return Definition{}, false
	}
	return Definitions[i], true
}
