package picture_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/internal/picture"
)

func encoded(t interface{ Fatal(...any) }, m image.Image) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func shrunk(t interface{ Fatal(...any) }, m image.Image) image.Image {
	content, err := picture.Shrink(encoded(t, m))
	if err != nil {
		t.Fatal(err)
	}
	small, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return small
}

func at(m image.Image, x, y int) color.NRGBA {
	return color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA)
}

func TestFewColoursStayExactlyWhatTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		colours := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) color.NRGBA {
			channel := rapid.Uint8()
			return color.NRGBA{channel.Draw(t, "r"), channel.Draw(t, "g"), channel.Draw(t, "b"), 255}
		}), 1, 256).Draw(t, "colours")
		m := image.NewNRGBA(image.Rect(0, 0, len(colours), 2))
		for x, c := range colours {
			m.SetNRGBA(x, 0, c)
			m.SetNRGBA(x, 1, colours[0])
		}
		small := shrunk(t, m)
		for x, c := range colours {
			if got := at(small, x, 0); got != c {
				t.Fatalf("%v became %v", c, got)
			}
		}
	})
}

func TestManyColoursBecomeNearOnesAndSurfacesStay(t *testing.T) {
	surface := color.NRGBA{17, 34, 51, 255}
	m := image.NewNRGBA(image.Rect(0, 0, 256, 256))
	for y := range 256 {
		for x := range 256 {
			if m.SetNRGBA(x, y, surface); y < 64 {
				m.SetNRGBA(x, y, color.NRGBA{uint8(x), uint8(y * 4), 128, 255})
			}
		}
	}
	small := shrunk(t, m)
	if got := at(small, 10, 200); got != surface {
		t.Errorf("the surface became %v", got)
	}
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) <= 40 }
	for y := range 64 {
		for x := range 256 {
			if want, got := at(m, x, y), at(small, x, y); !near(want.R, got.R) || !near(want.G, got.G) || !near(want.B, got.B) {
				t.Fatalf("at %d, %d: %v became %v", x, y, want, got)
			}
		}
	}
	if _, is := small.(*image.Paletted); !is {
		t.Errorf("it is a %T", small)
	}
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	if _, err := picture.Shrink([]byte("words")); err == nil {
		t.Error("no error")
	}
}
