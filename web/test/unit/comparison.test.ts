import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Metric } from "../../src/api/comparison";
import { bucketsOf, quantileOf } from "../../src/comparison/buckets";
import { axisOf, changeOf, criterionFigures, difference, figure, lifted, percent, probability, rangeOf } from "../../src/comparison/figures";
import { filtering, placeOf, placeText, VIEWS } from "../../src/comparison/place";
import { grouped, isEmpty, rolesOf, standingOf } from "../../src/comparison/standing";
import { shown, taken, THRESHOLDS } from "../../src/comparison/thresholds";
import { comparisonEn } from "../../src/language/comparison.en";
import { comparisonEs } from "../../src/language/comparison.es";
import { textsWith } from "../../src/language/texts";
import { FakeComparison } from "../fake/comparison";
import type { ComparisonTexts } from "../../src/hooks/useComparison";

const textsOf = textsWith({ es: comparisonEs, en: comparisonEn });
const es = textsOf("es") as unknown as ComparisonTexts;
const en = textsOf("en") as unknown as ComparisonTexts;
const words = { es: "", en: "" };
const metric = (more: Partial<Metric>): Metric => ({ key: "x", name: words, unit: "count", direction: "higher", sample: { classic: 9, ally: 9 }, why: words, ...more });

describe("numbers in words", () => {
  it.each([
    [0, "ms", "0 ms"],
    [411.6, "ms", "412 ms"],
    [999.4, "ms", "999 ms"],
    [1740, "ms", "1.74 s"],
    [45_210, "ms", "45.2 s"],
    [59_960, "ms", "1 min"],
    [655, "s", "10 min 55 s"],
    [3599.6, "s", "1 h"],
    [7500, "s", "2 h 5 min"],
    [259_200, "s", "3 days"],
    [0.1234, "share", "12.3%"],
    [1, "share", "100%"],
    [4.708, "stars", "4.71 of 5"],
    [2.345, "count", "2.35"],
    [1534.4, "count", "1,534"],
    [0.0012, "count", "0.0012"],
  ])("%d %s is %s", (value, unit, said) => expect(figure(en, value, unit)).toBe(said));

  it("are written as people of each language do", () => {
    expect(figure(es, 1740, "ms")).toBe("1,74 s");
    expect(percent(es, 0.125)).toBe("12,5 %");
    expect(percent(en, 0.125)).toBe("12.5%");
  });

  it("have a sign where they are a difference, and none where that is written as nothing", () => {
    expect(lifted(en, -0.595)).toBe("−59.5%");
    expect(lifted(en, 1.22)).toBe("+122%");
    expect(lifted(en, -0.0001)).toBe("0%");
    expect(difference(en, 0.08, "share")).toBe("+8 points");
    expect(difference(en, -0.4, "stars")).toBe("−0.4");
    expect(difference(es, -26_900, "ms")).toBe("−26,9 s");
    expect(difference(en, 0, "ms")).toBe("0 ms");
  });

  it("say a change and where it lies in the same form", () => {
    const faster = metric({ unit: "ms", direction: "lower", change: -27_000, always: { low: -32_000, high: -22_000 }, lift: -0.6, liftAlways: { low: -0.72, high: -0.41 } });
    expect([changeOf(es, faster), rangeOf(es, faster)]).toEqual(["−60 %", "entre −72 % y −41 %"]);
    const returned = metric({ unit: "share", change: 0.08, always: { low: -0.03, high: 0.19 }, lift: 0.14, liftAlways: { low: -0.05, high: 0.33 } });
    expect([changeOf(en, returned), rangeOf(en, returned)]).toEqual(["+8 points", "from −3 points to +19 points"]);
    const fromZero = metric({ change: 2, always: { low: 1, high: 3 } });
    expect([changeOf(en, fromZero), rangeOf(en, fromZero)]).toEqual(["+2", "from +1 to +3"]);
    expect([changeOf(en, metric({})), rangeOf(en, metric({}))]).toEqual([undefined, undefined]);
  });

  it.each([
    [700, "ms", [1, "500 ms"]],
    [48_000, "ms", [1000, "500 s"]],
    [655, "s", [60, "500 min"]],
    [9000, "s", [3600, "500 h"]],
    [0, "ms", [1, "500 ms"]],
    [4.8, "stars", [1, "500"]],
  ] as const)("divide an axis up to %d %s by round ones", (most, unit, [by, tick]) => {
    const axis = axisOf(en, most, unit);
    expect([axis.by, axis.write(500)]).toEqual([by, tick]);
  });

  it("give a criterion's numbers the unit that they have", () => {
    const of = (kind: "key" | "health" | "goal" | "target", name: string, numbers: object, unit?: string) => criterionFigures(en, { kind, name, title: words, state: "pass", sample: { classic: 0, ally: 0 }, why: words, ...numbers }, unit);
    expect(of("key", "time", { value: -26_900, bound: -22_000, threshold: 0 }, "ms")).toMatchObject({ value: "−26.9 s", bound: "−22 s", threshold: "0" });
    expect(of("goal", "satisfaction", { value: 4.71, threshold: 4.5 }, "stars")).toMatchObject({ value: "4.71 of 5", threshold: "4.5 of 5", bound: undefined });
    expect(of("target", "search", { value: 412, threshold: 500, interval: { low: 401, high: 437 } }, "ms")).toMatchObject({ value: "412 ms", interval: "from 401 ms to 437 ms" });
    expect(of("health", "exposure", { value: 0.864, threshold: 0.5 })).toMatchObject({ value: "86.4%", threshold: "50%" });
    expect(of("health", "sampleRatio", { value: 0.00002, threshold: 0.001 })).toMatchObject({ value: "< 0.001", threshold: "0.001" });
    expect(of("health", "sampleRatio", { threshold: 0.0005 })).toMatchObject({ value: undefined, threshold: "0.0005" });
    expect([probability(es, 0.042), probability(es, 0)]).toEqual(["0,042", "< 0,001"]);
  });

  it("are never NaN, whatever the number", () => {
    const units = fc.constantFrom("ms", "s", "share", "stars", "count", "other");
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), units, fc.constantFrom(es, en), (value, unit, texts) => {
        for (const text of [figure(texts, value, unit), difference(texts, value, unit)]) expect(text).toMatch(/^[^a-zN]*\d/);
      }),
    );
  });
});

describe("how a metric stands", () => {
  it("follows its direction, and only what the interval shows", () => {
    const always = (low: number, high: number) => ({ change: (low + high) / 2, always: { low, high } });
    expect(standingOf({ ...always(1, 3), direction: "higher" })).toBe("better");
    expect(standingOf({ ...always(1, 3), direction: "lower" })).toBe("worse");
    expect(standingOf({ ...always(-3, -1), direction: "lower" })).toBe("better");
    expect(standingOf({ ...always(-1, 3), direction: "higher" })).toBe("open");
    expect(standingOf({ ...always(0, 3), direction: "higher" })).toBe("open");
    expect(standingOf({ ...always(1, 3), direction: "none" })).toBe("neutral");
    expect(standingOf({ change: 1, direction: "higher" })).toBe("open");
    expect(standingOf({ direction: "higher" })).toBe("unknown");
  });

  it("is told in groups in which none is lost", () => {
    const all = ["satisfaction", "initial_load", "something_new", "conversations"].map((key) => metric({ key }));
    expect(grouped(all).map(({ group, metrics }) => [group, metrics.map(({ key }) => key)])).toEqual([
      ["performance", ["initial_load"]],
      ["usage", ["conversations"]],
      ["experience", ["satisfaction"]],
      ["other", ["something_new"]],
    ]);
  });

  it("has its part in the verdict from the criteria", () => {
    const { metrics, criteria } = new FakeComparison().answer({ method: "GET", path: [], query: new URLSearchParams(), body: {} }) as Parameters<typeof isEmpty>[0];
    const of = (key: string) => rolesOf(metrics.find((one) => one.key === key)!, criteria);
    expect(of("satisfaction")).toEqual({ isKey: true, isGuardrail: false, target: undefined });
    expect(of("search_time")).toEqual({ isKey: false, isGuardrail: false, target: 500 });
    expect(of("response_time").isGuardrail).toBe(true);
  });
});

describe("a place in the address", () => {
  const day = fc.date({ min: new Date("2020-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  const filter = fc.record({ from: day, to: day, organizationId: fc.string({ minLength: 1 }), domain: fc.string({ minLength: 1 }), stage: fc.constantFrom("beta", "general") }, { requiredKeys: [] });

  it("comes back as it was written", () => {
    fc.assert(fc.property(fc.constantFrom(...VIEWS), filter, (view, filter) => void expect(placeOf(placeText({ view, filter }))).toEqual({ view, filter })));
  });

  it("leaves out what is none", () => {
    expect(placeOf("")).toEqual({ view: "results", filter: {} });
    expect(placeOf("elsewhere?from=yesterday&to=2026-13-40&domain=&x=1")).toEqual({ view: "results", filter: {} });
  });

  it("gets a stage's own days with it", () => {
    const filter = { from: "2026-10-05", to: "2026-11-01", domain: "example.com" };
    expect(filtering(filter, "stage", "beta")).toEqual({ domain: "example.com", stage: "beta" });
    expect(filtering(filter, "domain", "")).toEqual({ from: "2026-10-05", to: "2026-11-01" });
  });
});

describe("a distribution", () => {
  const counts = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 60 });
  const of = (all: readonly (readonly [number, number])[]) => ({ key: "x", unit: "ms", bounds: all.map((_, i) => 10 * (i + 1)), classic: all.map(([classic]) => classic), ally: all.map(([, ally]) => ally) });

  it("loses nothing when its buckets are joined", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 30 }), (all, most) => {
        const buckets = bucketsOf(of(all), most);
        expect(buckets.length).toBeLessThanOrEqual(most);
        for (const [side, i] of [["classic", 0], ["ally", 1]] as const) expect(buckets.reduce((sum, one) => sum + one[side], 0)).toBe(all.reduce((sum, one) => sum + one[i], 0));
        buckets.slice(1).forEach((one, i) => expect(one.from).toBe(buckets[i]!.to));
      }),
    );
  });

  it("says up to where a share of the times lies", () => {
    const buckets = bucketsOf(of([[0, 0], [5, 0], [4, 0], [1, 2]]), 30);
    expect(buckets[0]).toEqual({ from: 10, to: 20, classic: 5, ally: 0 });
    expect([quantileOf(buckets, "classic", 0.5), quantileOf(buckets, "classic", 0.95), quantileOf(buckets, "ally", 0.5)]).toEqual([20, 40, 40]);
    expect(quantileOf([], "ally", 0.5)).toBeUndefined();
  });
});

describe("a threshold", () => {
  it("is typed as it is shown", () => {
    for (const field of THRESHOLDS) for (const value of [field.least, field.most]) expect([field.name, taken(String(shown(value, field)), field)]).toEqual([field.name, value]);
    const worthwhile = THRESHOLDS.find(({ name }) => name === "worthwhile")!;
    expect([shown(0.07, worthwhile), taken("7", worthwhile)]).toEqual([7, 0.07]);
  });

  it("is not taken beyond its bounds", () => {
    const people = THRESHOLDS.find(({ name }) => name === "people")!;
    expect(["", " ", "x", "19", "50.5", "1e9"].map((typed) => taken(typed, people))).toEqual(Array(6).fill(undefined));
  });
});

describe("the texts of the comparison", () => {
  it("have the same gaps in every language", () => {
    const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of Object.keys(comparisonEs) as (keyof typeof comparisonEs)[]) expect([key, gaps(comparisonEn[key])]).toEqual([key, gaps(comparisonEs[key])]);
  });
});
