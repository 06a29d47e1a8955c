import type { Criterion, Interval, Metric } from "../api/comparison";
import type { ComparisonTexts } from "../hooks/useComparison";

/** Writes numbers of the comparison as people read them. Signs are real minus signs; what is unknown has no number. */
export type FigureTexts = Pick<ComparisonTexts, "language" | "number" | "t">;

/** A value in its unit, such as "1,8 s", "12,5 %" and "4,6 de 5". */
export function figure(texts: FigureTexts, value: number, unit: string): string {
  switch (unit) {
    case "ms":
      return duration(texts, value);
    case "s":
      return duration(texts, value * 1000);
    case "share":
      return percent(texts, value);
    case "stars":
      return texts.t("figure.stars", { value: plain(texts, value) });
    default:
      return plain(texts, value);
  }
}

/** How an axis up to a value is divided: values are divided by `by` before round ticks are sought, and ticks are written with `write`. */
export function axisOf(texts: FigureTexts, most: number, unit: string): { by: number; write(tick: number): string } {
  if (unit === "share") return { by: 1, write: (tick) => percent(texts, tick) };
  if (unit !== "ms" && unit !== "s") return { by: 1, write: (tick) => plain(texts, tick) };
  const milliseconds = unit === "s" ? most * 1000 : most;
  const [size, sign] = SCALES.find(([size]) => milliseconds >= 1.5 * size) ?? SCALES.at(-1)!;
  return { by: unit === "s" ? size / 1000 : size, write: (tick) => `${plain(texts, tick)} ${sign}` };
}

const SCALES = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
  [1, "ms"],
] as const;

/** A difference in a unit, with its sign; shares differ by points. */
export function difference(texts: FigureTexts, value: number, unit: string): string {
  const size = Math.abs(value);
  const written = unit === "share" ? texts.t("figure.points", { value: rounded(texts, size * 100, 1) }) : unit === "stars" ? plain(texts, size) : figure(texts, size, unit);
  return `${signOf(value, written)}${written}`;
}

/** A change as a share, with its sign, such as "−60 %". */
export function lifted(texts: FigureTexts, share: number): string {
  const written = percent(texts, Math.abs(share));
  return `${signOf(share, written)}${written}`;
}

/** A share without a sign. */
export function percent(texts: FigureTexts, share: number): string {
  const value = rounded(texts, share * 100, Math.abs(share) >= 0.9995 ? 0 : 1);
  return texts.language === "es" ? `${value} %` : `${value}%`;
}

/** How a metric has changed: as a share where there is one, else in its unit. */
export function changeOf(texts: FigureTexts, { lift, change, unit }: Metric): string | undefined {
  if (lift !== undefined && unit !== "share") return lifted(texts, lift);
  return change === undefined ? undefined : difference(texts, change, unit);
}

/** Where the change lies at all looks together, in the same form as the change. */
export function rangeOf(texts: FigureTexts, { lift, liftAlways, always, unit }: Metric): string | undefined {
  if (lift !== undefined && unit !== "share" && liftAlways !== undefined) return range(texts, liftAlways, (value) => lifted(texts, value));
  return always === undefined ? undefined : range(texts, always, (value) => difference(texts, value, unit));
}

/** The numbers of a criterion in the units that they have: a metric's, days, people or shares. */
export function criterionFigures(texts: FigureTexts, { kind, name, value, bound, threshold, interval }: Criterion, unit: string | undefined) {
  const write = (number: number): string => {
    if (kind === "key" || kind === "guardrail") return number === 0 ? "0" : difference(texts, number, unit ?? "");
    if (name === "exposure" || name === "crossed") return percent(texts, number);
    return figure(texts, number, kind === "goal" || kind === "target" ? (unit ?? "") : "");
  };
  const of = (number: number | undefined) => (number === undefined ? undefined : write(number));
  if (name === "sampleRatio") return { value: value === undefined ? undefined : probability(texts, value), bound: undefined, threshold: of(threshold), interval: undefined };
  return { value: of(value), bound: of(bound), threshold: of(threshold), interval: interval === undefined ? undefined : range(texts, interval, write) };
}

/** A probability, down to what is only said to be less. */
export function probability(texts: FigureTexts, p: number): string {
  return p < 0.001 ? `< ${rounded(texts, 0.001, 3)}` : rounded(texts, p, 3);
}

function range(texts: FigureTexts, { low, high }: Interval, write: (value: number) => string): string {
  return texts.t("figure.range", { low: write(low), high: write(high) });
}

function duration(texts: FigureTexts, milliseconds: number): string {
  if (Math.abs(milliseconds) < 999.5) return `${rounded(texts, milliseconds, 0)} ms`;
  if (milliseconds < 59_950) return `${rounded(texts, milliseconds / 1000, milliseconds < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return two(texts, Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return two(texts, Math.floor(minutes / 60), "h", minutes % 60, "min");
  return texts.t("figure.days", { value: rounded(texts, minutes / 1440, 1) });
}

function two(texts: FigureTexts, many: number, unit: string, few: number, smaller: string): string {
  return `${texts.number(many)} ${unit}${few === 0 ? "" : ` ${few} ${smaller}`}`;
}

function plain(texts: FigureTexts, value: number): string {
  return rounded(texts, value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 0.01 || value === 0 ? 2 : 4);
}

const written = new Map<string, Intl.NumberFormat>();

function rounded({ language }: FigureTexts, value: number, digits: number): string {
  const name = `${language} ${digits}`;
  let format = written.get(name);
  if (format === undefined) written.set(name, (format = new Intl.NumberFormat(language === "es" ? "es-CL" : "en", { maximumFractionDigits: digits, signDisplay: "negative" })));
  return format.format(value).replace("-", "−");
}

/** What is written as zero has no sign. */
function signOf(value: number, written: string): string {
  return /[1-9]/.test(written) ? (value < 0 ? "−" : "+") : "";
}
