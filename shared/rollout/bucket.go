package rollout

import "github.com/twmb/murmur3"

// Bucket is a person's place from 1 to 100 in what the salt names: MurmurHash3
// (x86, 32 bits, seed 0) of "salt:id", modulo 100, plus 1, as Unleash and the
// clients that agree with it reckon it. A share of p percent are the buckets up
// to p, so raising it only ever adds people.
func Bucket(salt, id string) int {
	return int(murmur3.StringSum32(salt+":"+id)%100) + 1
}

// within says whether the person belongs to the first `share` percent.
func within(salt, id string, share int) bool { return Bucket(salt, id) <= share }
