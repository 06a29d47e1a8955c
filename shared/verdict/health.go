package verdict

import (
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/stats"
)

// health says whether the data can be trusted at all.
func health(in Input) []Criterion {
	t := in.Thresholds
	with := func(name string, title lang.Text) Criterion {
		return Criterion{Name: name, Kind: Health, State: Pass, Title: title, Classic: in.Classic, Ally: in.Ally}
	}
	days := with("days", lang.Text{ES: "días suficientes", EN: "enough days"})
	days.Value, days.Threshold = of(float64(in.Days)), of(float64(t.Days))
	days.Why = say("Van %d días de al menos %d.", "%d days of at least %d have passed.", in.Days, t.Days)
	if in.Days < t.Days {
		days.State = Fail
	}
	people := with("people", lang.Text{ES: "personas suficientes", EN: "enough people"})
	people.Value, people.Threshold = of(float64(min(in.Classic, in.Ally))), of(float64(t.People))
	people.Why = say("Hay %d personas con el chat clásico y %d con Ally; cada grupo necesita %d.", "There are %d people with the classic chat and %d with Ally; each arm needs %d.", in.Classic, in.Ally, t.People)
	if min(in.Classic, in.Ally) < t.People {
		people.State = Fail
	}
	criteria := []Criterion{days, people, exposure(in, with("exposure", lang.Text{ES: "Ally se ha usado", EN: "Ally was used"}))}
	if in.Randomized {
		criteria = append(criteria,
			ratio(in, with("sampleRatio", lang.Text{ES: "tamaño de los grupos", EN: "sizes of the arms"})),
			crossed(in, with("crossed", lang.Text{ES: "nadie en ambos grupos", EN: "nobody in both arms"})))
	}
	return criteria
}

func exposure(in Input, c Criterion) Criterion {
	c.Threshold = of(in.Thresholds.Exposed)
	if in.Ally <= 0 {
		c.State, c.Why = Unknown, say("Nadie está en el grupo de Ally.", "Nobody is in Ally's arm.")
		return c
	}
	c.Value = of(float64(in.Exposed) / float64(in.Ally))
	c.Why = say("%d de %d personas del grupo de Ally lo han usado.", "%d of %d people of Ally's arm have used it.", in.Exposed, in.Ally)
	if *c.Value < *c.Threshold {
		c.State = Fail
	}
	return c
}

func ratio(in Input, c Criterion) Criterion {
	c.Threshold = of(in.Thresholds.SampleRatio)
	p, why := stats.SampleRatio([]int{in.Classic, in.Ally}, []float64{1 - in.Share, in.Share})
	if why != nil {
		c.State, c.Why = Unknown, why.Why
		return c
	}
	c.Value = of(p)
	c.Why = say("Grupos de este tamaño salen por sorteo con probabilidad %s.", "Arms of these sizes are drawn with the probability %s.", figure(p))
	if p < in.Thresholds.SampleRatio {
		c.State = Fail
		c.Why = say("Grupos de %d y %d personas no salen por sorteo (probabilidad %s): alguien se pierde, y hasta saber quién nada es comparable.",
			"Arms of %d and %d people are not drawn by lot (probability %s): somebody gets lost, and until it is known who nothing can be compared.", in.Classic, in.Ally, figure(p))
	}
	return c
}

func crossed(in Input, c Criterion) Criterion {
	c.Threshold = of(in.Thresholds.Crossed)
	if in.Classic <= 0 {
		c.State, c.Why = Unknown, say("Nadie está en el grupo del chat clásico.", "Nobody is in the classic chat's arm.")
		return c
	}
	c.Value = of(float64(in.Crossed) / float64(in.Classic))
	c.Why = say("%d de %d personas del grupo clásico han usado Ally; cuentan en el grupo que les tocó.", "%d of %d people of the classic arm have used Ally; they count in the arm they were drawn for.", in.Crossed, in.Classic)
	if *c.Value > *c.Threshold {
		c.State = Fail
	}
	return c
}
