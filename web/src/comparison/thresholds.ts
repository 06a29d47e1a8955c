import type { Thresholds } from "../api/comparison";

/** A threshold as a field: what it may be, and by how much it is multiplied to be shown; shares are shown as percentages. */
export interface ThresholdField {
  name: keyof Thresholds;
  least: number;
  most: number;
  scale: 1 | 100;
  isWhole: boolean;
}

const whole = (name: keyof Thresholds, least: number, most: number): ThresholdField => ({ name, least, most, scale: 1, isWhole: true });
const number = (name: keyof Thresholds, least: number, most: number): ThresholdField => ({ name, least, most, scale: 1, isWhole: false });
const share = (name: keyof Thresholds, least: number, most: number): ThresholdField => ({ name, least, most, scale: 100, isWhole: false });

/** All thresholds with the bounds that the server has for them, in groups that belong together. */
export const THRESHOLDS: readonly ThresholdField[] = [
  number("satisfaction", 1, 4.99),
  whole("improved", 1, 4),
  share("worthwhile", 0.01, 1),
  share("confidence", 0.8, 0.999),
  whole("people", 20, 1_000_000),
  whole("days", 7, 365),
  whole("mostDays", 7, 365),
  share("exposed", 0.01, 1),
  share("crossed", 0.01, 1),
  number("sampleRatio", 0.0001, 0.05),
  whole("checkDays", 1, 365),
];

/** A threshold as it is typed, without what comes of reckoning in binary. */
export function shown(value: number, { scale }: Pick<ThresholdField, "scale">): number {
  return Number((value * scale).toFixed(6));
}

/** What was typed as a threshold; undefined where it can't be one. */
export function taken(typed: string, { scale, least, most, isWhole }: ThresholdField): number | undefined {
  const value = Number((Number(typed) / scale).toFixed(8));
  return typed.trim() === "" || !Number.isFinite(value) || value < least || value > most || (isWhole && !Number.isInteger(value)) ? undefined : value;
}
