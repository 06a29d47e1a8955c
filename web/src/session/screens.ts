import { Listeners } from "../conversation/listeners";

/** What comes over the columns of a workspace. */
export type Screen = "search" | "memory" | "instructions";

/** Which screen is open. Menus that stand outside of the columns ask for one here. */
export class Screens extends Listeners {
  private shown: Screen | undefined;
  private places = 0;
  private unfolded = false;
  /** The conversation that was open last: who comes back to the columns finds what they left. */
  conversationId: string | undefined;

  get open(): Screen | undefined {
    return this.shown;
  }

  /** Whether there are columns that can show one. */
  get isThere(): boolean {
    return this.places > 0;
  }

  /** The columns are there; the answer takes them away. */
  place(): () => void {
    this.places++;
    this.tell();
    return () => {
      this.places--;
      this.shown = undefined;
      this.tell();
    };
  }

  /** Whether what is remembered of a conversation is unfolded; it stays so from one to the next. */
  get isMemoryUnfolded(): boolean {
    return this.unfolded;
  }

  unfoldMemory(unfolded: boolean): void {
    this.unfolded = unfolded;
    this.tell();
  }

  show(screen: Screen | undefined): void {
    this.shown = screen;
    this.tell();
  }
}
