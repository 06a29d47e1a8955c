// Package picture makes pictures of screens small enough to be kept beside the
// code: what is drawn on a screen needs few colours.
package picture

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
)

// mostColours is what a PNG's palette holds.
const mostColours = 256

// Shrink gives a PNG of the same size in at most 256 colours. A picture that
// has no more keeps each of its pixels.
func Shrink(content []byte) ([]byte, error) {
	full, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, paletted(full)); err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	return out.Bytes(), nil
}

func paletted(full image.Image) *image.Paletted {
	plain := image.NewNRGBA(full.Bounds())
	draw.Draw(plain, plain.Bounds(), full, full.Bounds().Min, draw.Src)
	uses := map[color.NRGBA]int{}
	for y := plain.Rect.Min.Y; y < plain.Rect.Max.Y; y++ {
		for x := plain.Rect.Min.X; x < plain.Rect.Max.X; x++ {
			uses[plain.NRGBAAt(x, y)]++
		}
	}
	palette := paletteOf(uses)
	// A colour's place is looked for once, however often it is used.
	places := make(map[color.NRGBA]uint8, len(uses))
	for c := range uses {
		places[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(plain.Rect, palette)
	for y := plain.Rect.Min.Y; y < plain.Rect.Max.Y; y++ {
		for x := plain.Rect.Min.X; x < plain.Rect.Max.X; x++ {
			out.SetColorIndex(x, y, places[plain.NRGBAAt(x, y)])
		}
	}
	return out
}

// tint is a colour with how many pixels have it.
type tint struct {
	channels [4]uint8
	uses     int
}

// paletteOf cuts the colours into groups, always the group that is furthest apart
// for its size, and gives of each its most used colour: what surfaces are painted
// with stays exactly what it is.
func paletteOf(uses map[color.NRGBA]int) color.Palette {
	tints := make([]tint, 0, len(uses))
	for c, n := range uses {
		tints = append(tints, tint{[4]uint8{c.R, c.G, c.B, c.A}, n})
	}
	slices.SortFunc(tints, func(a, b tint) int { return slices.Compare(a.channels[:], b.channels[:]) })
	groups := [][]tint{tints}
	for len(groups) < mostColours {
		best, channel, worst := -1, 0, 0
		for i, group := range groups {
			if c, cost := widest(group); cost > worst {
				best, channel, worst = i, c, cost
			}
		}
		if best < 0 {
			break // each colour has a group of its own
		}
		low, high := cut(groups[best], channel)
		groups[best] = low
		groups = append(groups, high)
	}
	palette := make(color.Palette, len(groups))
	for i, group := range groups {
		c := slices.MaxFunc(group, func(a, b tint) int { return cmp.Compare(a.uses, b.uses) }).channels
		palette[i] = color.NRGBA{c[0], c[1], c[2], c[3]}
	}
	return palette
}

// widest gives the channel in which a group's colours are furthest apart, and
// what it costs to show them as one; 0 for a single colour.
func widest(group []tint) (channel, cost int) {
	pixels := 0
	for _, t := range group {
		pixels += t.uses
	}
	for c := range 4 {
		low, high := bounds(group, c)
		if spread := high - low; spread*spread*weight(pixels) > cost {
			channel, cost = c, spread*spread*weight(pixels)
		}
	}
	return channel, cost
}

// weight counts many pixels for more, and not in proportion: the few pixels of
// an icon must keep their colour beside a wide surface.
func weight(pixels int) int {
	w := 1
	for ; pixels > 0; pixels /= 2 {
		w++
	}
	return w
}

func bounds(group []tint, channel int) (low, high int) {
	low, high = 255, 0
	for _, t := range group {
		low, high = min(low, int(t.channels[channel])), max(high, int(t.channels[channel]))
	}
	return low, high
}

// cut divides a group at the middle of a channel's range; both parts hold
// something.
func cut(group []tint, channel int) (low, high []tint) {
	from, to := bounds(group, channel)
	middle := uint8((from + to) / 2)
	for _, t := range group {
		if t.channels[channel] <= middle {
			low = append(low, t)
		} else {
			high = append(high, t)
		}
	}
	return low, high
}
