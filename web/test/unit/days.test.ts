import { describe, expect, it } from "vitest";
import { beginsDay, dayName } from "../../src/conversation/days";

const local = (...parts: [number, number, number, number?, number?]) => new Date(parts[0], parts[1] - 1, parts[2], parts[3] ?? 12, parts[4] ?? 0).toISOString();

describe("date separators", () => {
  const now = new Date(2026, 2, 10, 9, 0);
  it.each([
    ["today", local(2026, 3, 10, 0, 1), "Hoy", "Today"],
    ["yesterday, though less than a day ago", local(2026, 3, 9, 23, 59), "Ayer", "Yesterday"],
    ["this year without the year", local(2026, 3, 3), "Martes, 3 de marzo", "Tuesday, March 3"],
    ["another year with it", local(2025, 12, 31), "Miércoles, 31 de diciembre de 2025", "Wednesday, December 31, 2025"],
  ])("%s", (_, timestamp, es, en) => {
    expect(dayName(timestamp, now, "es")).toBe(es);
    expect(dayName(timestamp, now, "en")).toBe(en);
  });

  it("stand before the first message of a local day", () => {
    expect(beginsDay(local(2026, 3, 10), undefined)).toBe(true);
    expect(beginsDay(local(2026, 3, 10, 23, 59), local(2026, 3, 10, 0, 0))).toBe(false);
    expect(beginsDay(local(2026, 3, 11, 0, 0), local(2026, 3, 10, 23, 59))).toBe(true);
  });
});
