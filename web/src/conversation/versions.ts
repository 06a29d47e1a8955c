/** Which version is shown: the one that was asked for, as long as no newer one came since. */
export function chosenVersion(wanted: { of: number; version: number }, newest: number): number {
  if (wanted.of !== newest) return newest;
  return Math.min(Math.max(1, wanted.version), newest);
}
