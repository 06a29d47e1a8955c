import type { Trial, Words } from "../api/config";
import { asProblem, type Problem } from "../api/problem";
import { Listeners } from "../conversation/listeners";
import { tidied } from "./words";

/** What has become of one question of a run. */
export type Tried = { state: "waiting" | "asking" } | { state: "done"; trial: Trial } | { state: "failed"; problem: Problem };

export interface Run {
  /** The draft that is tried. */
  words: Words;
  /** By the id of the question, in the order in which they are asked. */
  tried: ReadonlyMap<string, Tried>;
  isRunning: boolean;
}

/** After these the questions that follow would fare no better. */
const HOPELESS = new Set(["too_many", "network", "unauthenticated", "forbidden"]);

/** Saved questions, asked of a draft one after another. A run outlives the screen that shows it. */
export class Trials extends Listeners {
  private current: Run | undefined;
  private runs = 0;

  constructor(private readonly calls: { runQuestion(id: string, words: Words): Promise<Trial> }) {
    super();
  }

  get run(): Run | undefined {
    return this.current;
  }

  /** Asks the questions; a run that is under way ends with the question that it is at. */
  async start(ids: readonly string[], words: Words): Promise<void> {
    const mine = ++this.runs;
    const run: Run = { words, tried: new Map(ids.map((id) => [id, { state: "waiting" }])), isRunning: true };
    this.set(run);
    const goesOn = () => this.runs === mine && this.current?.isRunning === true;
    const put = (id: string, one: Tried) => this.runs === mine && this.current !== undefined && this.set({ ...this.current, tried: new Map(this.current.tried).set(id, one) });
    const sent = tidied(words);
    for (const id of ids) {
      if (!goesOn()) return;
      put(id, { state: "asking" });
      try {
        put(id, { state: "done", trial: await this.calls.runQuestion(id, sent) });
      } catch (thrown) {
        const problem = asProblem(thrown);
        put(id, { state: "failed", problem });
        if (HOPELESS.has(problem.code)) break;
      }
    }
    if (goesOn()) this.stop();
  }

  /** Asks no more; the question under way is still answered. */
  stop(): void {
    if (this.current === undefined) return;
    const tried = new Map([...this.current.tried].filter(([, one]) => one.state !== "waiting"));
    this.set({ ...this.current, tried, isRunning: false });
  }

  private set(run: Run): void {
    this.current = run;
    this.tell();
  }
}

/** How far a run is. */
export function progressOf({ tried }: Run): { done: number; of: number; differ: number } {
  const all = [...tried.values()];
  return {
    done: all.filter((one) => one.state === "done" || one.state === "failed").length,
    of: all.length,
    differ: all.filter((one) => one.state === "done" && one.trial.differs).length,
  };
}
