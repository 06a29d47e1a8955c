package sample

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// seed makes this sample what it is; with another one the chats would differ.
const seed = "classic sample 1"

// dice gives random numbers that depend on key alone.
func dice(key string) *rand.Rand {
	sum := sha256.Sum256([]byte(seed + "\x00" + key))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}

// oneIn is true once in n throws.
func oneIn(r *rand.Rand, n int) bool { return r.IntN(n) == 0 }

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// id derives from key 20 letters and digits, as Firestore makes them.
func id(key string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	sum := sha256.Sum256([]byte(key))
	out := make([]byte, 20)
	for i := range out {
		out[i] = letters[int(sum[i])%len(letters)]
	}
	return string(out)
}

// list gives values the type that an array has when it is read.
func list[T any](values ...T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
