package fact

import "strconv"

// keyOf writes a bucket as a field of a document.
func keyOf(bucket int) string { return "b" + strconv.Itoa(bucket) }

// bucketOfKey reads what keyOf wrote.
func bucketOfKey(key string) (int, bool) {
	if len(key) < 2 || key[0] != 'b' {
		return 0, false
	}
	bucket, err := strconv.Atoi(key[1:])
	return bucket, err == nil
}
