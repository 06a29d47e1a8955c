package stats

import "math"

// Power gives the probability of finding an effect of this size on either side with
// the standard error there is: for one look (Cohen 1988, chapter 2, with the normal
// distribution).
func Power(size, standardError, confidence float64) (float64, *Unknown) {
	switch {
	case !within(confidence):
		return 0, level
	case !finite(size, standardError):
		return 0, number
	case standardError <= 0:
		return 0, same
	}
	z := normal.Quantile(1 - (1-confidence)/2)
	d := size / standardError
	return normal.Survival(z-d) + normal.Survival(z+d), nil
}

// Detectable gives the smallest effect that would be found with this power, such as
// 0.8, with the standard error there is. The far side's share of the power, which is
// below 1e-5 from a power of 0.5 on, is left out.
func Detectable(standardError, confidence, power float64) (float64, *Unknown) {
	switch {
	case !within(confidence, power):
		return 0, level
	case !finite(standardError):
		return 0, number
	case standardError <= 0:
		return 0, same
	}
	return standardError * (normal.Quantile(1-(1-confidence)/2) + normal.Quantile(power)), nil
}

// Times gives how many times as many people are needed as there are, for an effect of
// this size to be found with this power; at most 1 where there are enough.
func Times(size, standardError, confidence, power float64) (float64, *Unknown) {
	if size == 0 || !finite(size) {
		return 0, number
	}
	now, why := Detectable(standardError, confidence, power)
	if why != nil {
		return 0, why
	}
	return now * now / (size * size), nil
}

// Days gives how many more days it takes until there are times as many people, when so
// many came in so many days and they go on coming at that pace.
func Days(times float64, days int) (int, *Unknown) {
	switch {
	case !finite(times) || times < 0:
		return 0, number
	case days <= 0:
		return 0, nobody
	case times <= 1:
		return 0, nil
	}
	more := math.Ceil((times - 1) * float64(days))
	if more > math.MaxInt32 {
		return math.MaxInt32, nil
	}
	return int(more), nil
}

// Finds gives the smallest effect that would be found with this power by the sequential
// interval for size.
func (e Effect) Finds(confidence, size, power float64) (float64, *Unknown) {
	if !within(power) {
		return 0, level
	}
	i, why := e.Sequential(confidence, size)
	if why != nil {
		return 0, why
	}
	return (i.High-i.Low)/2 + normal.Quantile(power)*e.Error, nil
}

// Sooner gives how many times as much information is needed as there is for an effect
// of this size to be found, by the sequential interval, with this power; at most 1
// where there is enough, and no more than a million.
func (e Effect) Sooner(confidence, size, power float64) (float64, *Unknown) {
	if _, why := e.Finds(confidence, size, power); why != nil {
		return 0, why
	}
	low, high := 1e-6, 1e6
	for high/low > 1+1e-9 {
		times := math.Sqrt(low * high)
		some := Effect{e.Value, e.Error / math.Sqrt(times), e.Degrees}
		if found, why := some.Finds(confidence, size, power); why != nil || found > size {
			low = times
		} else {
			high = times
		}
	}
	return high, nil
}
