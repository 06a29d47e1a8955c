/** The local day of a time, as a key that two times of the same day share. */
export function dayOf(timestamp: string): string {
  const at = new Date(timestamp);
  return `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
}

/** Whether a separator stands before a message: it is the first of its day. */
export function beginsDay(timestamp: string, before: string | undefined): boolean {
  return before === undefined || dayOf(timestamp) !== dayOf(before);
}

/** The words on a separator: today and yesterday by name, this year without the year. */
export function dayName(timestamp: string, now: Date, language: string): string {
  const at = new Date(timestamp);
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const ago = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (ago === 0 || ago === 1) return capital(new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-ago, "day"), language);
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return capital(new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", ...year }).format(at), language);
}

function capital(words: string, language: string): string {
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}
