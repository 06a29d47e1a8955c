package mail

import (
	"net/mail"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestALetterGoesToWholeAddressesOnly(t *testing.T) {
	for address, want := range map[string]bool{
		"ana@example.com": true, "ana.perez+obra@mail.example.com": true, "O'Higgins@example.com": true, "a@b.cl": true,
		"": false, "ana": false, "ana@": false, "@example.com": false, "ana@localhost": false, "ana@example..com": false, "ana@-a.com": false,
		"Ana <ana@example.com>": false, "<ana@example.com>": false, "ana@example.com, b@example.com": false, "ana @example.com": false,
		"ana@example.com\r\nBcc: b@example.com": false, "ana@example.com\n": false, "ana@exam\x00ple.com": false, `"ana b"@example.com`: false,
		"ana@[127.0.0.1]": false, "a..b@example.com": false, ".a@example.com": false, "ana@ejemplo.ñ": false, "ana(x)@example.com": false,
		strings.Repeat("a", 65) + "@example.com": false, "a@" + strings.Repeat("b.", 130) + "com": false, "a@b@example.com": false,
	} {
		if got := Valid(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

func TestWhatIsValidIsOneAddressToEverybody(t *testing.T) {
	part := rapid.SampledFrom([]string{"a", "ana", ".", "@", "<", ">", "\r\n", " ", ",", "example.com", "-", "\"", "\\", "\x00", "ñ", "(", ")", ":", ";"})
	rapid.Check(t, func(t *rapid.T) {
		address := strings.Join(rapid.SliceOfN(part, 1, 6).Draw(t, "parts"), "")
		if !Valid(address) {
			return
		}
		list, err := mail.ParseAddressList(address)
		if err != nil || len(list) != 1 || list[0].Address != address || strings.ContainsAny(address, "\r\n <>,;:\"\\") {
			t.Fatalf("%q: %v %v", address, list, err)
		}
	})
}

func TestOneLineIsOneLine(t *testing.T) {
	if got := OneLine(" Avance\r\nBcc: x@example.com\t\u202eb\u0000 "); got != "Avance Bcc: x@example.com b" {
		t.Errorf("%q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		line := OneLine(rapid.String().Draw(t, "text"))
		if strings.ContainsFunc(line, unicode.IsControl) || OneLine(line) != line {
			t.Fatalf("%q", line)
		}
	})
}
