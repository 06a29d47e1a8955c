package verdict

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"getaifactory.com/ally/shared/lang"
)

// written is a figure as English writes it.
type written string

// spanish is the figure as Spanish writes it.
func (w written) spanish() string { return strings.NewReplacer(".", ",", "%", " %").Replace(string(w)) }

// say fills both texts with the same figures, each as its language writes them.
func say(es, en string, args ...any) lang.Text {
	spanish := make([]any, len(args))
	for i, arg := range args {
		if w, ok := arg.(written); ok {
			arg = w.spanish()
		}
		spanish[i] = arg
	}
	return lang.Text{ES: fmt.Sprintf(es, spanish...), EN: fmt.Sprintf(en, args...)}
}

// about names criteria after a beginning.
func about(es, en string, criteria []Criterion) lang.Text {
	var titles [2][]string
	for _, c := range criteria {
		titles[0] = append(titles[0], c.Title.ES)
		titles[1] = append(titles[1], c.Title.EN)
	}
	return lang.Text{ES: es + ": " + strings.Join(titles[0], "; ") + ".", EN: en + ": " + strings.Join(titles[1], "; ") + "."}
}

// figure writes a number with three significant digits, and whole ones whole.
func figure(v float64) written {
	if v == math.Trunc(v) && math.Abs(v) < 1e6 {
		return written(strconv.FormatFloat(v, 'f', 0, 64))
	}
	return written(strconv.FormatFloat(v, 'g', 3, 64))
}

// percent writes a share as a signed percentage, such as +12.5% or -60%.
func percent(share float64) written {
	text := strconv.FormatFloat(100*share, 'f', 1, 64)
	text = strings.TrimSuffix(text, ".0")
	if text == "-0" {
		text = "0"
	}
	if share > 0 && text != "0" {
		text = "+" + text
	}
	return written(text + "%")
}

// share writes a share as a percentage without a sign.
func share(v float64) written { return written(strings.TrimLeft(string(percent(v)), "+-")) }

// odds writes a p-value, down to what is only said to be less.
func odds(p float64) written {
	if p < 0.001 {
		return "p < 0.001"
	}
	return "p = " + figure(math.Round(1000*p)/1000)
}

func of(v float64) *float64 { return &v }
