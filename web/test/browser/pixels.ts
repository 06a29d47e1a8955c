import type { PNG } from "pngjs";
import { expect } from "vitest";

/** How far a round corner's smoothed pixels may be apart, of 255: Chromium smooths them a little differently in another layer, and when it draws a part anew. */
export const SMOOTHING = 32;

/** How many pixels of the two pictures differ, of those that are looked at, by more than is tolerated. */
export function differing(a: PNG, b: PNG, looked: (x: number, y: number) => boolean, tolerated = 0): number {
  expect([b.width, b.height]).toEqual([a.width, a.height]);
  let count = 0;
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      const i = (y * a.width + x) * 4;
      if (looked(x, y) && [0, 1, 2].some((k) => Math.abs(a.data[i + k]! - b.data[i + k]!) > tolerated)) count++;
    }
  }
  return count;
}
