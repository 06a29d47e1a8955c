/** How far the clocks of a place are ahead of UTC at a moment, in milliseconds. */
function aheadIn(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - Math.floor(at / 1000) * 1000;
}

/**
 * The moment at which the clocks of a place show a day (YYYY-MM-DD) and a time
 * (HH:MM), RFC 3339; undefined for nonsense. An hour that the clocks skip is
 * the one after it, and of one that they show twice it is the first.
 */
export function momentIn(zone: string, day: string, time: string): string | undefined {
  const shown = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(shown)) return undefined;
  const offsets = [...new Set([aheadIn(zone, shown - 86_400_000), aheadIn(zone, shown + 86_400_000)])];
  const exact = offsets.map((ahead) => shown - ahead).filter((at) => at + aheadIn(zone, at) === shown);
  const at = exact.length > 0 ? Math.min(...exact) : shown - Math.min(...offsets);
  return new Date(at).toISOString();
}

/** The day and the time that the clocks of a place show at a moment. */
export function shownIn(zone: string, at: number): { day: string; time: string } {
  const shown = new Date(at + aheadIn(zone, at)).toISOString();
  return { day: shown.slice(0, 10), time: shown.slice(11, 16) };
}

/** The time zone of this device. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** All the time zones that the browser knows, this device's among them. */
export function allZones(): string[] {
  return [...new Set([ownZone(), "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}
