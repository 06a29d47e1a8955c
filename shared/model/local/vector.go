package local

import (
	"hash/fnv"
	"math"
	"sync"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// vector is a place or a direction among texts.
type vector [model.EmbeddingDimensions]float64

// spread is how many numbers of a vector a feature touches. Few enough to be
// quick, and enough that two features seldom lie in the same direction.
const spread = 16

// feature adds a direction of length weight that the feature's name determines:
// random indexing (M. Sahlgren, An introduction to random indexing, 2005), with a
// hash for the random numbers. Directions of two features are nearly at right angles.
func (v *vector) feature(name string, weight float64) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	state := h.Sum64()
	for range spread {
		bits := splitMix(&state)
		step := weight / math.Sqrt(spread)
		if bits>>63 == 1 {
			step = -step
		}
		v[bits%model.EmbeddingDimensions] += step
	}
}

// splitMix gives the next of a series of random numbers (G. Steele, D. Lea and C.
// Flood, Fast splittable pseudorandom number generators, 2014).
func splitMix(state *uint64) uint64 {
	*state += 0x9e3779b97f4a7c15
	z := *state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (v *vector) add(other *vector, weight float64) {
	for i, x := range other {
		v[i] += weight * x
	}
}

// normalize gives v unit length; false when it has no direction.
func (v *vector) normalize() bool {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	if sum == 0 {
		return false
	}
	length := math.Sqrt(sum)
	for i := range v {
		v[i] /= length
	}
	return true
}

func (v *vector) numbers() []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x)
	}
	return out
}

// conceptVectors are the directions of the thesaurus's concepts, by their ids. One
// leans towards the concepts with which it shares words, as much as it stands for
// itself, so that what is near but not the same is not lost.
var conceptVectors = sync.OnceValue(func() []vector {
	out := make([]vector, retrieve.Concepts())
	for id := range out {
		out[id].feature(conceptName(id), 1)
		var near vector
		for _, c := range retrieve.NearConcepts(id) {
			near.feature(conceptName(c.ID), c.Weight)
		}
		if near.normalize() {
			out[id].add(&near, 1)
		}
		out[id].normalize()
	}
	return out
})

// conceptName and fieldName follow from a place in the thesaurus. Other names
// would give every text another vector.
func conceptName(id int) string  { return "concept " + character(id) }
func fieldName(field int) string { return "field " + character(field) }

func character(place int) string {
	return string(rune('0' + place)) // #nosec G115 -- there are some hundred places
}
