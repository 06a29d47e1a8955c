import { Listeners } from "../conversation/listeners";

/**
 * What was changed on the desk's screens and not saved, by the name of what it is a
 * change of. It outlives the screens, so that looking at another loses nothing, and
 * the browser asks before the page is left.
 */
export class Edits extends Listeners {
  private readonly all = new Map<string, unknown>();
  private names: readonly string[] = [];

  /** The names of what is not saved. */
  get unsaved(): readonly string[] {
    return this.names;
  }

  get<T>(name: string): T | undefined {
    return this.all.get(name) as T | undefined;
  }

  /** Undefined where there is nothing left to save. */
  set(name: string, value: unknown): void {
    if (value === undefined) this.all.delete(name);
    else this.all.set(name, value);
    this.names = [...this.all.keys()];
    if (this.names.length === 0) removeEventListener("beforeunload", stay);
    else addEventListener("beforeunload", stay);
    this.tell();
  }
}

function stay(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
