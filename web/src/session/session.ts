import type { Problem } from "../api/problem";
import { Listeners } from "../conversation/listeners";

/** What has become of the person's session, read from the answers of the API. */
export type Standing = "unknown" | "open" | "signed-out" | "expired" | "no-access";

export class Session extends Listeners {
  private current: Standing = "unknown";

  get standing(): Standing {
    return this.current;
  }

  /** Takes note of an answer; undefined is a good one. */
  readonly note = (problem: Problem | undefined): void => {
    if (problem === undefined) return this.become("open");
    if (problem.code === "unauthenticated") return this.become(this.current === "open" || this.current === "expired" ? "expired" : "signed-out");
    if (problem.code === "no_access") return this.become("no-access");
  };

  private become(standing: Standing): void {
    if (standing === this.current) return;
    this.current = standing;
    this.tell();
  }
}
