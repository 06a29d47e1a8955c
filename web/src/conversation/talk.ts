import type { Message } from "../api/contract";
import type { Client } from "../api/client";
import { asProblem, Problem, problemOf } from "../api/problem";
import type { ReplyEvent } from "../api/stream";
import { Listeners } from "./listeners";
import { newKey } from "./key";
import type { Outbox, Outgoing } from "./outbox";
import type { Replies } from "./replies";

/** Where what was heard is written down. */
export interface Notebook {
  write(conversationId: string, messages: readonly Message[]): void;
  /** What is known may be out of date: read again. */
  readAgain(conversationId: string): void;
  /** A reply has ended: the conversation's title and place in the list may have changed. */
  ended(conversationId: string): void;
}

/** The world around a talk, so that tests need no waiting. */
export interface Surroundings {
  now(): number;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  isOnline(): boolean;
  /** Resolves once the network is back. */
  online(signal: AbortSignal): Promise<void>;
  /** Resolves once what was chosen for the conversation is stored, so that a question is answered with it. */
  ready(conversationId: string): Promise<void>;
}

/** How often a lost connection is taken up again before the person is asked. */
export const TAKE_UPS = 5;

type Ask = (lastEventId: string, signal: AbortSignal) => AsyncIterable<ReplyEvent>;

interface Course {
  conversationId: string;
  /** Asks for the reply; asking again with the same key is harmless. */
  ask: Ask;
  /** Known once the server has confirmed the message. */
  reply?: Message;
  confirmed?(): void;
  refused(problem: Problem): void;
  /** The network is away; the course goes on when it is back. */
  paused?(): void;
  resumed?(): void;
}

/**
 * Sends messages and follows replies, across lost connections: until the
 * message is confirmed it is sent again with the same key; from then on the
 * reply is followed from where the text ended.
 */
export class Talk extends Listeners {
  private readonly courses = new Map<string, AbortController>();

  constructor(
    private readonly client: Client,
    private readonly outbox: Outbox,
    private readonly replies: Replies,
    private readonly notebook: Notebook,
    private readonly world: Surroundings,
    /** Told of a failure that leaves no trace in the conversation itself. */
    private readonly failed: (problem: Problem) => void,
  ) {
    super();
  }

  send(conversationId: string, text: string): Promise<void> {
    return this.dispatch({ clientMessageId: newKey(), conversationId, text, at: new Date(this.world.now()).toISOString(), state: "sending" });
  }

  /** Sends a message that failed again, as the same message. */
  resend(clientMessageId: string): Promise<void> {
    const item = this.outbox.get(clientMessageId);
    if (item === undefined || item.state !== "failed") return Promise.resolve();
    const { problem: _, notBefore: __, ...rest } = item;
    return this.dispatch({ ...rest, state: "sending" });
  }

  discard(clientMessageId: string): void {
    this.courses.get(clientMessageId)?.abort();
    this.outbox.remove(clientMessageId);
  }

  /** Has a reply that failed answered again: the same message once more, or where its key is not known, a new version. */
  answerAgain(reply: Message, question: Message | undefined): Promise<void> {
    const key = question?.clientMessageId;
    if (question === undefined || key === undefined) return this.regenerate(reply);
    const send = { conversationId: reply.conversationId, message: question.content, clientMessageId: key };
    return this.follow(reply.id, {
      conversationId: reply.conversationId,
      ask: (lastEventId, signal) => this.client.sendMessage(send, lastEventId, signal),
      refused: (problem) => this.giveBack(reply, problem),
    });
  }

  regenerate(reply: Message): Promise<void> {
    const key = newKey();
    return this.follow(reply.id, {
      conversationId: reply.conversationId,
      ask: (_, signal) => this.client.regenerate(reply.id, key, signal),
      refused: (problem) => this.giveBack(reply, problem),
    });
  }

  edit(message: Message, text: string): Promise<void> {
    const key = newKey();
    return this.follow(message.id, {
      conversationId: message.conversationId,
      ask: (_, signal) => this.client.editMessage(message.id, text, key, signal),
      refused: (problem) => this.giveBack(message, problem),
    });
  }

  /** Follows a reply that somebody else, or an earlier visit, has asked for. */
  watch(reply: Message): Promise<void> {
    if (this.courses.has(reply.id)) return Promise.resolve();
    this.replies.begin(reply.id);
    return this.follow(reply.id, {
      conversationId: reply.conversationId,
      reply,
      ask: (lastEventId, signal) => this.client.followReply(reply.id, lastEventId, signal),
      refused: () => this.notebook.readAgain(reply.conversationId),
    });
  }

  async stop(reply: Message): Promise<void> {
    try {
      const stopped = await this.client.stop(reply.id);
      this.leave(reply.id);
      this.notebook.write(reply.conversationId, [stopped]);
    } catch (thrown) {
      this.failed(asProblem(thrown));
    }
  }

  /** Whether something is under way under this key: a message's, a reply's or a client message's id. */
  isUnderWay(id: string): boolean {
    return this.courses.has(id);
  }

  private dispatch(item: Outgoing): Promise<void> {
    const key = item.clientMessageId;
    this.outbox.put(item);
    const send = { conversationId: item.conversationId, message: item.text, clientMessageId: key };
    return this.follow(key, {
      conversationId: item.conversationId,
      ask: async function* (this: Talk, lastEventId: string, signal: AbortSignal) {
        await this.world.ready(item.conversationId);
        yield* this.client.sendMessage(send, lastEventId, signal);
      }.bind(this),
      confirmed: () => this.outbox.remove(key),
      refused: (problem) => this.outbox.fail(key, problem, this.world.now()),
      paused: () => this.outbox.put({ ...item, state: "waiting" }),
      resumed: () => this.outbox.put({ ...item, state: "sending" }),
    });
  }

  private async follow(key: string, course: Course): Promise<void> {
    if (this.courses.has(key)) return;
    const control = new AbortController();
    const keys = [key];
    this.courses.set(key, control);
    this.tell();
    try {
      await this.persist(course, control, (id) => {
        keys.push(id);
        this.courses.set(id, control);
        this.tell();
      });
    } finally {
      for (const one of keys) if (this.courses.get(one) === control) this.courses.delete(one);
      if (course.reply !== undefined) {
        this.replies.end(course.reply.id);
        this.notebook.ended(course.conversationId);
      }
      this.tell();
    }
  }

  private async persist(course: Course, control: AbortController, known: (replyId: string) => void): Promise<void> {
    const { signal } = control;
    for (let losses = 0; ; ) {
      let heard = false;
      try {
        const lastEventId = course.reply === undefined ? "" : (this.replies.get(course.reply.id)?.lastEventId ?? "");
        const ask: Ask = course.reply === undefined ? course.ask : (id, s) => this.client.followReply(course.reply!.id, id, s);
        for await (const event of ask(lastEventId, signal)) {
          heard = true;
          if (this.take(course, event, known)) return;
        }
        throw new Problem("network", "");
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (signal.aborted) return;
        if (heard) losses = 0;
        if (!problem.isNetwork || ++losses > TAKE_UPS) return this.lose(course, problem);
        if (course.reply !== undefined) this.replies.reconnecting(course.reply.id);
        if (!this.world.isOnline()) {
          course.paused?.();
          await this.world.online(signal).catch(() => undefined);
          if (signal.aborted) return;
          course.resumed?.();
        } else {
          await this.world.wait(Math.min(500 * 2 ** (losses - 1), 8000), signal).catch(() => undefined);
          if (signal.aborted) return;
        }
      }
    }
  }

  /** Takes one event in; true where it was the last. */
  private take(course: Course, event: ReplyEvent, known: (replyId: string) => void): boolean {
    switch (event.kind) {
      case "begun": {
        const reply = event.reply as Message;
        this.confirm(course, reply, known);
        this.notebook.write(course.conversationId, event.userMessage === undefined ? [reply] : [event.userMessage as Message, reply]);
        return false;
      }
      case "text":
        if (course.reply !== undefined) this.replies.append(course.reply.id, event.text, event.id);
        return false;
      case "anew":
        if (course.reply !== undefined) this.replies.anew(course.reply.id);
        return false;
      case "finished": {
        const { message, userMessage } = event.answer as { message: Message; userMessage?: Message };
        this.confirm(course, message, known);
        this.notebook.write(course.conversationId, userMessage === undefined ? [message] : [userMessage, message]);
        return true;
      }
      case "failed":
        throw problemOf(0, event.problem);
    }
  }

  private confirm(course: Course, reply: Message, known: (replyId: string) => void): void {
    if (course.reply?.id !== reply.id) {
      course.reply = reply;
      this.replies.begin(reply.id);
      known(reply.id);
    }
    course.confirmed?.();
    delete course.confirmed;
    delete course.paused;
    delete course.resumed;
  }

  /** The reply can't be had: what the server knows of it is shown, or else that the connection was lost. */
  private async lose(course: Course, problem: Problem): Promise<void> {
    const reply = course.reply;
    if (reply === undefined) return course.refused(problem);
    try {
      this.notebook.write(course.conversationId, [await this.client.message(reply.id)]);
    } catch {
      const text = this.replies.get(reply.id)?.text ?? "";
      this.notebook.write(course.conversationId, [
        { ...reply, content: text || reply.content, status: "failed", failure: { code: problem.code, retryable: true } },
      ]);
    }
  }

  private giveBack(message: Message, problem: Problem): void {
    this.failed(problem);
    this.notebook.readAgain(message.conversationId);
  }

  private leave(id: string): void {
    this.courses.get(id)?.abort();
    this.replies.end(id);
  }
}
