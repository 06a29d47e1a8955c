import type { Distribution } from "../api/comparison";

/** A part of a distribution: how many times of each side lie above `from` and up to `to`. */
export interface Bucket {
  from: number;
  to: number;
  classic: number;
  ally: number;
}

/** A distribution in at most so many buckets, from the first to the last that is not empty; nothing is lost. */
export function bucketsOf({ bounds, classic, ally }: Distribution, most: number): Bucket[] {
  const all = bounds.map((to, i): Bucket => ({ from: bounds[i - 1] ?? 0, to, classic: classic[i] ?? 0, ally: ally[i] ?? 0 }));
  const isFull = ({ classic, ally }: Bucket) => classic + ally > 0;
  const first = all.findIndex(isFull);
  if (first < 0) return [];
  const used = all.slice(first, all.findLastIndex(isFull) + 1);
  const each = Math.ceil(used.length / most);
  return Array.from({ length: Math.ceil(used.length / each) }, (_, i) =>
    used.slice(i * each, (i + 1) * each).reduce((sum, one) => ({ from: sum.from, to: one.to, classic: sum.classic + one.classic, ally: sum.ally + one.ally })),
  );
}

/** The upper edge of the bucket below which a share of a side's times lies; undefined where it has none. */
export function quantileOf(buckets: readonly Bucket[], side: "classic" | "ally", share: number): number | undefined {
  const total = buckets.reduce((sum, one) => sum + one[side], 0);
  let below = 0;
  return total === 0 ? undefined : buckets.find((one) => (below += one[side]) >= share * total)?.to;
}
