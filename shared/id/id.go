// Package id makes and checks document identifiers.
package id

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
)

var alphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Derive gives the identifier that follows from a kind and its parts, such as
// the one reply to one message: two requests that derive it meet in one
// document. It carries 128 bits of SHA-256; the length of each part is hashed
// with it, so that ("ab", "c") and ("a", "bc") differ.
func Derive(kind string, parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		hash.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
	}
	return kind + "_" + alphabet.EncodeToString(hash.Sum(nil)[:16])
}

// Valid says whether s can be the identifier of one Firestore document.
// https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields
func Valid(s string) bool {
	reserved := len(s) >= 4 && strings.HasPrefix(s, "__") && strings.HasSuffix(s, "__")
	return s != "" && len(s) <= 1500 && s != "." && s != ".." && !reserved &&
		!strings.ContainsAny(s, "/\x00") && strings.ToValidUTF8(s, "") == s
}
