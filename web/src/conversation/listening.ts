import type { LiveSource } from "./live";

/** What POST /api/ally/session answers, as far as listening needs it. */
export interface Ticket {
  token: string;
  apiKey: string;
  projectId: string;
  userId: string;
  /** When the rules admit the person no more. */
  until: string;
  emulator?: string | undefined;
  mockUserToken?: Record<string, unknown> | undefined;
}

/** What is heard of a conversation's newest messages. */
export interface News {
  /** Whether it comes from the server; false while there is no connection. */
  live: boolean;
  /** Differs where a message came, ended or was changed. */
  mark: string;
  /** Grows with a reply in the making. */
  size: number;
}

/** A way to hear of messages as they are written. */
export interface Line {
  /** Begins to listen; the answer ends it. `failed` is told once, and nothing after it. */
  listen(conversationId: string, heard: (news: News) => void, failed: () => void): () => void;
  close(): void;
}

const MINUTE = 60_000;
/** Before a ticket is over, a new one is had. */
const EARLY = 2 * MINUTE;
/** After a ticket or a line could not be had, and before it is tried again. */
const PATIENCE = 5 * MINUTE;
/** A line without anybody who watches is kept so long: somebody changes conversations. */
const KEEP = 10_000;
/** Between two hints about a reply in the making, which many may watch. */
const PACE = 2000;

/**
 * Watches through a line where one can be had, and `otherwise` until then, while
 * its connection is gone, and where it is refused.
 */
export function listening(ask: () => Promise<Ticket>, otherwise: LiveSource, open: (ticket: Ticket) => Promise<Line> = openFirestore): LiveSource {
  const watchers = new Set<Watcher>();
  let line: Line | undefined;
  let connecting = false;
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let closing: ReturnType<typeof setTimeout> | undefined;

  const connect = async () => {
    clearTimeout(renewal);
    if (connecting) return;
    connecting = true;
    let pause = PATIENCE;
    try {
      const ticket = await ask();
      const next = await open(ticket);
      const before = line;
      line = next;
      for (const watcher of watchers) watcher.take(next);
      before?.close();
      // The clocks may differ, so it is neither hurried nor left out.
      pause = Math.min(Math.max(Date.parse(ticket.until) - Date.now() - EARLY, MINUTE), 13 * MINUTE);
    } catch {
      // The reading goes on without.
    } finally {
      connecting = false;
    }
    renewal = setTimeout(() => void connect(), pause);
    if (watchers.size === 0) hangUp();
  };

  const hangUp = () => {
    clearTimeout(closing);
    closing = setTimeout(() => {
      if (watchers.size > 0) return;
      clearTimeout(renewal);
      line?.close();
      line = undefined;
      renewal = undefined;
    }, KEEP);
  };

  return {
    watch(conversationId, hint) {
      const watcher = new Watcher(conversationId, hint, otherwise);
      watchers.add(watcher);
      clearTimeout(closing);
      if (line !== undefined) watcher.take(line);
      // While a renewal waits, there is a line or there could be none.
      else if (renewal === undefined) void connect();
      return () => {
        watcher.end();
        watchers.delete(watcher);
        if (watchers.size === 0) hangUp();
      };
    },
  };
}

/** One who watches a conversation: on a line while it is live, else otherwise. */
class Watcher {
  private leave: (() => void) | undefined;
  private stop: (() => void) | undefined;
  private ended = false;
  private live = false;
  private mark: string | undefined;
  private size = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly conversationId: string,
    private readonly hint: () => void,
    private readonly otherwise: LiveSource,
  ) {
    this.stop = otherwise.watch(conversationId, hint);
  }

  take(line: Line): void {
    this.leave?.();
    this.leave = line.listen(
      this.conversationId,
      (news) => this.heard(news),
      () => this.become(false),
    );
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.leave?.();
    this.stop?.();
  }

  private heard({ live, mark, size }: News): void {
    if (this.ended) return;
    this.become(live);
    if (!live) return;
    const grew = size !== this.size;
    this.size = size;
    if (mark !== this.mark) {
      this.mark = mark;
      clearTimeout(this.timer);
      this.timer = undefined;
      this.hint();
    } else if (grew && this.timer === undefined) {
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.hint();
      }, PACE);
    }
  }

  private become(live: boolean): void {
    if (this.ended || live === this.live) return;
    this.live = live;
    if (live) {
      this.stop?.();
      this.stop = undefined;
    } else this.stop = this.otherwise.watch(this.conversationId, this.hint);
  }
}

/** Firebase is fetched only now. */
async function openFirestore(ticket: Ticket): Promise<Line> {
  const { openFirestore } = await import("./firestore");
  return openFirestore(ticket);
}
