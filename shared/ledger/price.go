package ledger

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"getaifactory.com/ally/shared/model"
)

// Price is what a million tokens cost, in US dollars.
type Price struct {
	Input, Cached, Output float64
}

// Prices are the prices of models by name.
type Prices map[string]Price

// Listed are Google's list prices for text in the standard tier, prompts up to
// 200,000 tokens, and of the local model, which costs nothing.
// https://ai.google.dev/gemini-api/docs/pricing
var Listed = Prices{
	"gemini-2.5-pro":        {Input: 1.25, Cached: 0.125, Output: 10},
	"gemini-2.5-flash":      {Input: 0.30, Cached: 0.03, Output: 2.50},
	"gemini-2.5-flash-lite": {Input: 0.10, Cached: 0.01, Output: 0.40},
	"local":                 {},
}

// With gives the prices with one model's changed. spec is input/cached/output
// in US dollars for a million tokens, such as 0.30/0.03/2.50; "" changes
// nothing.
func (p Prices) With(modelName, spec string) (Prices, error) {
	if spec == "" {
		return p, nil
	}
	parts := strings.Split(spec, "/")
	var numbers []float64
	for _, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || n < 0 || math.IsInf(n, 0) || math.IsNaN(n) {
			return nil, fmt.Errorf("ledger: %q is no price", part)
		}
		numbers = append(numbers, n)
	}
	if len(numbers) != 3 {
		return nil, fmt.Errorf("ledger: expected input/cached/output, such as 0.30/0.03/2.50, not %q", spec)
	}
	changed := Prices{}
	for name, price := range p {
		changed[name] = price
	}
	changed[modelName] = Price{Input: numbers[0], Cached: numbers[1], Output: numbers[2]}
	return changed, nil
}

// Of gives the price of what was taken, in millionths of a US dollar, rounded;
// nil where the model has none.
func (p Prices) Of(modelName string, u model.Usage) *int64 {
	price, ok := p[modelName]
	if !ok {
		return nil
	}
	// Dollars for a million tokens are millionths of a dollar for one.
	micro := float64(u.Input-u.Cached)*price.Input + float64(u.Cached)*price.Cached + float64(u.Output)*price.Output
	rounded := int64(math.Round(micro))
	return &rounded
}
