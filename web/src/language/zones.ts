import type { Language } from "../session/preferences";

/** A moment as the clocks of a place show it, with the place. */
export function inZone(at: string, timeZone: string | undefined, language: Language): string {
  const words = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", ...(timeZone === undefined ? {} : { timeZone }) }).format(new Date(at));
  return timeZone === undefined ? words : `${words} (${zoneName(timeZone)})`;
}

export function zoneName(zone: string): string {
  return zone.replaceAll("_", " ");
}
