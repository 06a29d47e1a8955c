import type { ActiveInputs, Conversation, ConversationChange, InputKind, NamedInput } from "../api/contract";
import { asProblem, type Problem } from "../api/problem";

export type Inputs = ActiveInputs;
export type InputChange = (inputs: Inputs) => Inputs;

/** Whether something is chosen; the organization and the domain are one thing each. */
export function isChosen(inputs: Inputs, kind: InputKind, id: string): boolean {
  const field = fieldOf(kind);
  return field.list ? inputs[field.name].includes(id) : inputs[field.name];
}

/** Chooses or leaves out these of a kind, and keeps the others of it. */
export function choose(kind: InputKind, ids: readonly string[], chosen: boolean): InputChange {
  const field = fieldOf(kind);
  if (!field.list) return (inputs) => ({ ...inputs, [field.name]: chosen });
  return (inputs) => {
    const others = inputs[field.name].filter((id) => !ids.includes(id));
    return { ...inputs, [field.name]: chosen ? [...others, ...ids] : others };
  };
}

/** Leaves out everything of a kind. */
export function clear(kind: InputKind): InputChange {
  const field = fieldOf(kind);
  return (inputs) => ({ ...inputs, [field.name]: field.list ? [] : false });
}

export function chosenOf(inputs: Inputs, kind: InputKind): readonly string[] {
  const field = fieldOf(kind);
  return field.list ? inputs[field.name] : [];
}

export function countChosen(inputs: Inputs): number {
  return Number(inputs.organizationInfo) + Number(inputs.domainInfo) + inputs.agentIds.length + inputs.conversationIds.length + inputs.actionIds.length;
}

type Field = { list: true; name: "agentIds" | "conversationIds" | "actionIds" } | { list: false; name: "organizationInfo" | "domainInfo" };

function fieldOf(kind: InputKind): Field {
  switch (kind) {
    case "organization":
      return { list: false, name: "organizationInfo" };
    case "domain":
      return { list: false, name: "domainInfo" };
    case "agent":
      return { list: true, name: "agentIds" };
    case "conversation":
      return { list: true, name: "conversationIds" };
    case "action":
      return { list: true, name: "actionIds" };
  }
}

/** What a selection is kept with. */
export interface Keeper {
  /** What the screen shows, changed at once. */
  shown(): Conversation;
  show(conversation: Conversation): void;
  read(): Promise<Conversation>;
  change(change: ConversationChange): Promise<{ conversation: Conversation; dropped?: NamedInput[] }>;
}

export interface SelectionOutcome {
  dropped: NamedInput[];
}

/** How often a selection is tried against changes that others make meanwhile. */
const TRIES = 5;

/**
 * Keeps the selection of one conversation. Changes show at once and are written
 * one request after the other; those that come meanwhile go together. On a
 * conflict the conversation is read and the same changes are made to what it
 * has become, so nobody's choice is lost.
 */
export class Selection {
  private waiting: InputChange[] = [];
  /** Those that are being written. */
  private sent: readonly InputChange[] = [];
  private writing: Promise<void> | undefined;
  /** As the server last told it; the shown one runs ahead. */
  private told: Conversation | undefined;

  constructor(
    private readonly keeper: Keeper,
    private readonly done: (outcome: SelectionOutcome) => void,
    private readonly failed: (problem: Problem) => void,
  ) {}

  make(change: InputChange): Promise<void> {
    this.waiting.push(change);
    const shown = this.keeper.shown();
    if (this.writing === undefined) this.told = shown;
    this.keeper.show({ ...shown, activeInputs: change(shown.activeInputs) });
    this.writing ??= this.write().finally(() => {
      this.writing = undefined;
    });
    return this.writing;
  }

  /** What was read, as it is to be shown: it knows nothing of what is being written, and may be older than what was. */
  upon(read: Conversation): Conversation {
    const newest = this.told !== undefined && this.told.revision > read.revision ? this.told : read;
    return { ...newest, activeInputs: applied([...this.sent, ...this.waiting], newest.activeInputs) };
  }

  /** Resolves once everything that was chosen is written, or was given up. */
  settled(): Promise<void> {
    return this.writing ?? Promise.resolve();
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      this.sent = this.waiting;
      this.waiting = [];
      try {
        const { conversation, dropped } = await this.apply(this.sent);
        this.sent = [];
        this.show(conversation);
        if (dropped !== undefined && dropped.length > 0) this.done({ dropped });
      } catch (thrown) {
        this.sent = [];
        await this.takeBack();
        this.failed(asProblem(thrown));
      }
    }
  }

  private async apply(changes: readonly InputChange[]) {
    let from = this.told ?? (await this.keeper.read());
    for (let tries = 1; ; tries++) {
      const before = from.activeInputs;
      try {
        return await this.keeper.change({ revision: from.revision, activeInputs: difference(before, applied(changes, before)) });
      } catch (thrown) {
        if (asProblem(thrown).code !== "conflict" || tries === TRIES) throw thrown;
        from = await this.keeper.read();
      }
    }
  }

  private show(conversation: Conversation): void {
    this.told = conversation;
    this.keeper.show(this.upon(conversation));
  }

  private async takeBack(): Promise<void> {
    try {
      this.show(await this.keeper.read());
    } catch {
      // Unreachable: what was told last is shown again.
      if (this.told !== undefined) this.show(this.told);
    }
  }
}

function applied(changes: readonly InputChange[], inputs: Inputs): Inputs {
  return changes.reduce((so, change) => change(so), inputs);
}

/** Only the fields that differ: each given field replaces, and a change must not write what it did not mean. */
function difference(before: Inputs, after: Inputs): Partial<Inputs> {
  const changed: Partial<Inputs> = {};
  if (after.organizationInfo !== before.organizationInfo) changed.organizationInfo = after.organizationInfo;
  if (after.domainInfo !== before.domainInfo) changed.domainInfo = after.domainInfo;
  for (const name of ["agentIds", "conversationIds", "actionIds"] as const) {
    if (after[name].join("\n") !== before[name].join("\n")) changed[name] = after[name];
  }
  return changed;
}
