/** One event of a text/event-stream. */
export interface ServerEvent {
  /** "message" where the server names none. */
  event: string;
  data: string;
  /** The last id that was seen, this event's or an earlier one's; empty before the first. */
  id: string;
}

/**
 * Parses a text/event-stream piece by piece, as the HTML standard describes it
 * ("9.2.6 Interpreting an event stream"). Where the pieces are cut makes no
 * difference.
 */
export class EventParser {
  private rest = "";
  private started = false;
  private event = "";
  private data: string[] = [];
  private id = "";

  push(text: string): ServerEvent[] {
    this.rest += text;
    if (!this.started && this.rest !== "") {
      this.started = true;
      if (this.rest.startsWith("\uFEFF")) this.rest = this.rest.slice(1);
    }
    const events: ServerEvent[] = [];
    for (let line = this.line(); line !== undefined; line = this.line()) {
      const event = this.read(line);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  private line(): string | undefined {
    const end = this.rest.search(/[\r\n]/);
    if (end < 0) return undefined;
    // A carriage return at the very end may be the first half of a pair.
    if (this.rest[end] === "\r" && end === this.rest.length - 1) return undefined;
    const line = this.rest.slice(0, end);
    const pair = this.rest[end] === "\r" && this.rest[end + 1] === "\n";
    this.rest = this.rest.slice(end + (pair ? 2 : 1));
    return line;
  }

  private read(line: string): ServerEvent | undefined {
    if (line === "") return this.dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const rest = colon < 0 ? "" : line.slice(colon + 1);
    const value = rest.startsWith(" ") ? rest.slice(1) : rest;
    if (field === "event") this.event = value;
    if (field === "data") this.data.push(value);
    if (field === "id" && !value.includes("\0")) this.id = value;
    return undefined;
  }

  private dispatch(): ServerEvent | undefined {
    const event = this.data.length === 0 ? undefined : { event: this.event || "message", data: this.data.join("\n"), id: this.id };
    this.event = "";
    this.data = [];
    return event;
  }
}
