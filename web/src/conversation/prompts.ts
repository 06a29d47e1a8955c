export const LEVELS = ["super", "organization", "domain", "user", "agent"] as const;
export type Level = (typeof LEVELS)[number];

/** Reads "super:default@3" or "organization:salfa-corp@a1b2": the level of an instruction, whose it is and which version. */
export function promptLevel(component: string): { level: Level | undefined; of: string; version: string } {
  const [, name = "", of = "", version = ""] = /^([^:@]*):?([^@]*)@?(.*)$/.exec(component) ?? [];
  return { level: LEVELS.find((level) => level === name), of, version };
}
