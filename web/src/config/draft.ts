import type { Edition, Superprompt, Words } from "../api/config";
import { asProblem, type Problem } from "../api/problem";
import { Listeners } from "../conversation/listeners";
import { sameWords, tidied, wordsOf } from "./words";

/** What has become of what was written. */
export type Keeping = "kept" | "waiting" | "saving" | "failed" | "conflict";

/** Somebody was faster: what they left. */
export interface Conflict {
  over: "draft" | "version";
  theirs: Superprompt;
}

export interface DraftState {
  words: Words;
  /** The version that it was written on. */
  on: number;
  keeping: Keeping;
  keptAt: number | undefined;
  problem: Problem | undefined;
  conflict: Conflict | undefined;
  /** There is a draft, here or at the server. */
  isDraft: boolean;
}

export interface DraftCalls {
  saveDraft(words: Words, revision: number): Promise<Superprompt>;
  dropDraft(): Promise<unknown>;
  edition(): Promise<Edition>;
  publish(words: Words, on: number, why: string): Promise<Superprompt>;
}

/** Milliseconds after the last key until a draft is saved. */
const CALM = 1200;

/**
 * The text of the super prompt that is being written. It is saved by itself, and
 * outlives the screen that shows it. Whoever is slower is told, and keeps both texts.
 */
export class PromptDraft extends Listeners {
  private current: DraftState | undefined;
  private revision = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly calls: DraftCalls,
    private readonly heard: (edition: Edition) => void,
    private readonly calm = CALM,
  ) {
    super();
  }

  get state(): DraftState | undefined {
    return this.current;
  }

  /** Something was written that is not saved. */
  get isUnsaved(): boolean {
    return this.current !== undefined && this.current.keeping !== "kept";
  }

  /** Takes in what the server says, where nothing is being written over it. */
  take({ active, draft }: Edition): void {
    if (this.isUnsaved || this.isBehind(draft)) return;
    this.revision = draft?.revision ?? 0;
    this.set({ words: wordsOf(draft ?? active), on: active.version, keeping: "kept", keptAt: draft?.at === undefined ? undefined : Date.parse(draft.at), problem: undefined, conflict: undefined, isDraft: draft !== undefined });
  }

  /** An answer that was on its way while a newer draft was saved here. */
  private isBehind(draft: Superprompt | undefined): boolean {
    return this.current?.isDraft === true && draft !== undefined && (draft.revision ?? 0) < this.revision;
  }

  write(words: Words): void {
    this.change({ words, isDraft: true, keeping: this.current?.keeping === "conflict" ? "conflict" : "waiting" });
    this.wait();
  }

  /** Saves what is not saved, at once. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    this.underWay = this.underWay.then(() => this.saveNow());
    await this.underWay;
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), this.calm);
  }

  private async saveNow(): Promise<void> {
    const { current } = this;
    if (current === undefined || current.keeping === "kept" || current.keeping === "conflict") return;
    const { words } = current;
    this.change({ keeping: "saving", problem: undefined });
    try {
      const saved = await this.calls.saveDraft(tidied(words), this.revision);
      this.revision = saved.revision ?? this.revision + 1;
      // What was written meanwhile is still to be saved.
      const isAll = this.current?.words === words;
      this.change({ keeping: isAll ? "kept" : "waiting", keptAt: Date.now() });
      if (!isAll) this.wait();
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.code !== "changed") return this.change({ keeping: "failed", problem });
      await this.meet("draft");
    }
  }

  /** Publishes what was written; whether that went well. */
  async publish(why: string): Promise<Superprompt | undefined> {
    await this.save();
    const { current } = this;
    if (current === undefined || current.keeping === "conflict") return undefined;
    try {
      const published = await this.calls.publish(tidied(current.words), current.on, why);
      this.revision = 0;
      this.set({ words: wordsOf(published), on: published.version, keeping: "kept", keptAt: undefined, problem: undefined, conflict: undefined, isDraft: false });
      this.heard({ active: published });
      return published;
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.code !== "changed") throw problem;
      await this.meet("version");
      return undefined;
    }
  }

  /** Reads what somebody else left, and shows both. */
  private async meet(over: Conflict["over"]): Promise<void> {
    let edition: Edition;
    try {
      edition = await this.calls.edition();
    } catch (thrown) {
      return this.change({ keeping: "failed", problem: asProblem(thrown) });
    }
    this.heard(edition);
    const theirs = over === "draft" ? edition.draft : edition.active;
    const mine = this.current?.words;
    this.revision = edition.draft?.revision ?? 0;
    if (theirs === undefined || (over === "draft" && mine !== undefined && sameWords(theirs, mine))) {
      // Theirs is gone or equal: there is nothing to choose.
      this.change({ keeping: "waiting" });
      return this.wait();
    }
    this.change({ keeping: "conflict", conflict: { over, theirs } });
  }

  /** A newer version than the one that this was written on: both are shown before it is published. */
  face(active: Superprompt): void {
    this.change({ keeping: "conflict", conflict: { over: "version", theirs: active } });
  }

  /** Ends a conflict with a text, which is saved as the draft. */
  settle(words: Words): void {
    const { conflict } = this.current ?? {};
    if (conflict === undefined) return;
    const on = conflict.over === "version" ? conflict.theirs.version : this.current!.on;
    this.change({ words, on, conflict: undefined, keeping: "waiting" });
    void this.save();
  }

  /** Goes back to what is in force; whether that went well. What was written is given back by `write`. */
  async drop(active: Superprompt): Promise<boolean> {
    clearTimeout(this.timer);
    await this.underWay;
    try {
      await this.calls.dropDraft();
    } catch (thrown) {
      this.change({ keeping: "failed", problem: asProblem(thrown) });
      return false;
    }
    this.revision = 0;
    this.set({ words: wordsOf(active), on: active.version, keeping: "kept", keptAt: undefined, problem: undefined, conflict: undefined, isDraft: false });
    this.heard({ active });
    return true;
  }

  private change(change: Partial<DraftState>): void {
    if (this.current !== undefined) this.set({ ...this.current, ...change });
  }

  private set(state: DraftState): void {
    this.current = state;
    this.tell();
  }
}
