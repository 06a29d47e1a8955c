import type { Rollout, RolloutChange, Stage } from "../api/config";

/** The stages in their order. Whom a stage lets in, all later ones do. */
export const STAGES: readonly Stage[] = ["superadmin", "beta", "domain", "organization", "general", "deprecation"];

/** How many people the beta group is meant to begin with. */
export const BETA_GROUP = 10;
/** How many people are granted Ally at once at most. */
export const MOST_AT_ONCE = 50;

/** What of a rollout is lists and shares. */
export type Shares = Pick<Rollout, "people" | "domains" | "organizations" | "percentage" | "holdout">;

export function sharesOf({ people, domains, organizations, percentage, holdout }: Shares): Shares {
  return { people, domains, organizations, percentage, holdout };
}

/** What of the shares is other than in force. */
export function changeOf(before: Shares, after: Shares): RolloutChange {
  const change: RolloutChange = {};
  const isOther = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  if (isOther([...before.people].sort(), [...after.people].sort())) change.people = after.people;
  if (isOther(sorted(before.domains), sorted(after.domains))) change.domains = after.domains;
  if (isOther(sorted(before.organizations), sorted(after.organizations))) change.organizations = after.organizations;
  if (before.percentage !== after.percentage) change.percentage = after.percentage;
  if (before.holdout !== after.holdout) change.holdout = after.holdout;
  return change;
}

function sorted(shares: Record<string, number>): [string, number][] {
  return Object.entries(shares).sort(([a], [b]) => (a < b ? -1 : 1));
}

export function isNothing(change: object): boolean {
  return Object.keys(change).length === 0;
}

/** The stage after or before one. */
export function besides(stage: Stage, by: 1 | -1): Stage | undefined {
  return STAGES[STAGES.indexOf(stage) + by];
}
