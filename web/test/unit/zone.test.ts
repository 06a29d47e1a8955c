import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentIn, shownIn } from "../../src/apps/zone";

describe("a time in another place", () => {
  for (const [zone, day, time, at] of [
    ["UTC", "2026-11-30", "09:00", "2026-11-30T09:00:00.000Z"],
    ["America/Santiago", "2026-11-30", "09:00", "2026-11-30T12:00:00.000Z"],
    ["America/Santiago", "2026-07-01", "09:00", "2026-07-01T13:00:00.000Z"],
    ["Europe/Madrid", "2031-07-15", "09:30", "2031-07-15T07:30:00.000Z"],
    ["Asia/Kathmandu", "2026-01-01", "00:15", "2025-12-31T18:30:00.000Z"],
    // An hour that the clocks skip, and one that they show twice.
    ["Europe/Madrid", "2026-03-29", "02:30", "2026-03-29T01:30:00.000Z"],
    ["Europe/Madrid", "2026-10-25", "02:30", "2026-10-25T00:30:00.000Z"],
  ] as const)
    it(`${day} ${time} in ${zone} is ${at}`, () => expect(momentIn(zone, day, time)).toBe(at));

  it("is nothing where there is none", () => {
    expect(momentIn("UTC", "", "09:00")).toBeUndefined();
    expect(momentIn("UTC", "2026-11-30", "")).toBeUndefined();
  });

  it("is shown there as it was asked for", () => {
    const zones = fc.constantFrom("America/Santiago", "Europe/Madrid", "Asia/Kathmandu", "Pacific/Apia", "UTC");
    fc.assert(
      fc.property(zones, fc.integer({ min: Date.UTC(2025, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 }), (zone, minutes) => {
        const { day, time } = shownIn(zone, minutes * 60_000);
        const moment = Date.parse(momentIn(zone, day, time) ?? "");
        expect(shownIn(zone, moment)).toEqual({ day, time });
        expect(moment).toBeLessThanOrEqual(minutes * 60_000);
      }),
    );
  });
});
