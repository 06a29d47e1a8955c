// Package stats compares two arms of people. It knows numbers of people and sums of
// them, and nothing of what they measure. The person is the unit everywhere: where
// somebody has many messages, they are one person's sum. Distributions are gonum's;
// every formula names where it is from.
package stats
