import { type ConfigCalls, configCalls, type Edition } from "../api/config";
import type { Runtime } from "../session/runtime";
import { PromptDraft } from "./draft";
import { Edits } from "./edits";
import { Trials } from "./trials";

/** The names under which answers to the desk are kept. */
export const configKeys = {
  edition: ["config", "edition"] as const,
  versions: ["config", "versions"] as const,
  version: (version: number) => ["config", "version", version] as const,
  questions: ["config", "questions"] as const,
  rollout: ["config", "rollout"] as const,
  candidates: ["config", "candidates"] as const,
  schedule: ["config", "schedule"] as const,
  organizations: ["config", "organizations"] as const,
  organization: (id: string) => ["config", "organization", id] as const,
  domain: (id: string) => ["config", "domain", id] as const,
  apps: ["config", "apps"] as const,
  audit: (filter: object) => ["config", "audit", filter] as const,
  allAudit: ["config", "audit"] as const,
};

/** What one person's desk holds outside of components. */
export interface Office {
  calls: ConfigCalls;
  edits: Edits;
  draft: PromptDraft;
  trials: Trials;
}

const offices = new WeakMap<Runtime, Office>();

export function officeOf(runtime: Runtime): Office {
  let office = offices.get(runtime);
  if (office === undefined) {
    const calls = configCalls(runtime.client);
    const edits = new Edits();
    const draft = new PromptDraft(calls, (edition) => runtime.queries.setQueryData<Edition>(configKeys.edition, edition));
    draft.subscribe(() => {
      if (draft.isUnsaved !== edits.unsaved.includes("prompt")) edits.set("prompt", draft.isUnsaved || undefined);
    });
    office = { calls, edits, draft, trials: new Trials(calls) };
    offices.set(runtime, office);
  }
  return office;
}
