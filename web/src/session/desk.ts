import type { ShareKind } from "../api/contract";
import { Listeners } from "../conversation/listeners";
import type { Place } from "../conversation/place";

/** An app that is open in the right column. */
export interface Opened {
  appId: string;
  /** The action that it shows; without one, its form. */
  actionId?: string;
  /** What its form begins with. */
  inputs?: Record<string, unknown>;
  /** Opening the same thing again is another wish. */
  wish: number;
}

/** What a link is made of. */
export interface Shared {
  kind: ShareKind;
  id: string;
  title: string;
}

let wishes = 0;

/** Which app is open, and what is being shared. Cards and lists anywhere ask for one here. */
export class Desk extends Listeners {
  private app: Opened | undefined;
  private subject: Shared | undefined;
  private readonly columns: object[] = [];
  private readonly places: object[] = [];
  private way: ((place: Place) => void) | undefined;

  get opened(): Opened | undefined {
    return this.app;
  }

  get sharing(): Shared | undefined {
    return this.subject;
  }

  /** Whether there is a column that can show an app. */
  get isThere(): boolean {
    return this.columns.length > 0;
  }

  /** A column is there, or a way to open one; the answer takes it away. */
  column(column: object): () => void {
    this.columns.push(column);
    this.tell();
    return () => {
      this.columns.splice(this.columns.indexOf(column), 1);
      this.tell();
    };
  }

  /** Registers a place that can show a dialog; of several panels only the first does. The answer takes it out. */
  place(place: object): () => void {
    this.places.push(place);
    this.tell();
    return () => {
      this.places.splice(this.places.indexOf(place), 1);
      this.tell();
    };
  }

  isShownAt(place: object): boolean {
    return this.places[0] === place;
  }

  open(app: Omit<Opened, "wish">): void {
    this.app = { ...app, wish: ++wishes };
    this.tell();
  }

  close(): void {
    this.app = undefined;
    this.tell();
  }

  share(subject: Shared | undefined): void {
    this.subject = subject;
    this.tell();
  }

  /** Whether places in conversations can be opened. */
  get leads(): boolean {
    return this.way !== undefined;
  }

  /** How a place in the conversations is opened; undefined takes it away. */
  lead(way: ((place: Place) => void) | undefined): void {
    this.way = way;
    this.tell();
  }

  goTo(place: Place): void {
    this.way?.(place);
  }
}
