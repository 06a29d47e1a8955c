import type { AuditFilter } from "../api/config";

/** What is looked for in the trail, as it is typed; days are of this browser's time. */
export interface Sought {
  what: string;
  who: string;
  target: string;
  from: string;
  to: string;
}

/** What is known to be written into the trail, by what it belongs to. */
export const ACTS = {
  config: ["superprompt.published", "superprompt.tried", "rollout.changed", "rollout.scheduled", "rollout.unscheduled", "rollout.held", "switches.changed", "access.granted", "organization.changed", "domain.changed", "app.changed", "comparison.thresholds", "comparison.check"],
  letters: ["email.queued", "email.scheduled", "email.cancelled", "email.resent"],
  people: ["invitation.sent", "invitation.renewed", "invitation.accepted", "invitation.declined", "invitation.revoked", "collaborator.level", "collaborator.removed", "collaborator.left"],
  shares: ["share.created", "share.revoked", "conversation.visibility", "conversation.read"],
  exports: ["action.exported", "privacy.exported", "audit.exported", "comparison.exported"],
} as const;

export const NOTHING_SOUGHT: Sought = { what: "", who: "", target: "", from: "", to: "" };

/** Of what, who and target the trail is looked through by one at a time: the last that was given. */
export function seeking(sought: Sought, name: keyof Sought, value: string): Sought {
  const isDay = name === "from" || name === "to";
  return { ...sought, ...(isDay || value === "" ? {} : { what: "", who: "", target: "" }), [name]: value };
}

/** As the API is asked: both days are in it as a whole. */
export function filterOf({ what, who, target, from, to }: Sought): AuditFilter {
  const filter: AuditFilter = {};
  if (what !== "") filter.what = what;
  if (who.trim() !== "") filter.who = who.trim();
  if (target.trim() !== "") filter.target = target.trim();
  if (from !== "") filter.from = new Date(`${from}T00:00:00`).toISOString();
  if (to !== "") filter.to = dayAfter(to).toISOString();
  return filter;
}

function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + 1);
  return date;
}

export interface ChangedField {
  name: string;
  before: string;
  after: string;
}

/** The fields that an entry tells to have changed. */
export function fieldsOf(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): ChangedField[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => ({ name, before: shown(before[name]), after: shown(after[name]) }))
    .filter((field) => field.before !== field.after);
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "—";
  return typeof value === "string" ? value : JSON.stringify(value);
}
