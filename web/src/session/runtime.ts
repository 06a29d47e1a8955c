import { QueryClient } from "@tanstack/react-query";
import { openClient, type Client, type Identity } from "../api/client";
import type { Conversation, Message } from "../api/contract";
import type { Problem } from "../api/problem";
import { type History, historyOf, NO_HISTORY, withMessages } from "../conversation/history";
import { newKey } from "../conversation/key";
import { listening } from "../conversation/listening";
import { type LiveSource, polling } from "../conversation/live";
import { Outbox } from "../conversation/outbox";
import { Replies } from "../conversation/replies";
import { Selection, type SelectionOutcome } from "../conversation/selection";
import { Talk } from "../conversation/talk";
import { Removals } from "../memory/removals";
import { RecentSearches } from "../search/recent";
import { Desk } from "./desk";
import { keys } from "./keys";
import { browserWatch, Measures } from "./measures";
import { Notices } from "./notices";
import { type Language, preferences } from "./preferences";
import { Screens } from "./screens";
import { Session } from "./session";
import { forget, storage } from "./storage";

export interface Person extends Identity {
  userRole: string;
}

export interface RuntimeOptions {
  baseUrl?: string;
  live?: LiveSource;
}

/** All that one person's workspace holds outside of components; panels that are mounted apart share it. */
export interface Runtime {
  person: Person;
  client: Client;
  queries: QueryClient;
  session: Session;
  notices: Notices;
  screens: Screens;
  desk: Desk;
  searches: RecentSearches;
  removals: Removals;
  measures: Measures;
  outbox: Outbox;
  replies: Replies;
  talk: Talk;
  live: LiveSource;
  /** Of the sentences that the API sends. */
  language: Language;
  selection(conversationId: string): Selection;
  /** Drops all that is known and kept of the person here, once it is erased, and begins with a new Ally. */
  beginAnew(): void;
  /** Hears of what befalls a selection or an action, worded where the language is known. */
  onProblem: (problem: Problem) => void;
  onDropped: (outcome: SelectionOutcome) => void;
}

/** Milliseconds until what was said is usually remembered. */
const LEARNT_AFTER = 5000;

const runtimes = new Map<string, Runtime>();

/** The runtime of a person; the same one for the same person and address, whatever each part knows of them. */
export function runtimeOf(person: Person, options: RuntimeOptions = {}): Runtime {
  const name = JSON.stringify([person.userId, options.baseUrl]);
  let runtime = runtimes.get(name);
  if (runtime === undefined) {
    runtime = openRuntime(person, options);
    runtimes.set(name, runtime);
  }
  if (person.userEmail !== "") runtime.person = person;
  if (options.live !== undefined) runtime.live = options.live;
  return runtime;
}

function openRuntime(person: Person, options: RuntimeOptions): Runtime {
  const session = new Session();
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, problem) => failures < 2 && isPassing(problem as unknown as Problem),
        retryDelay: (failures) => 400 * 2 ** failures,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
  const client = openClient({
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
    language: () => runtime.language,
    onAnswer: session.note,
  });
  const outbox = new Outbox(storage(), `ally:outbox:${person.userId}`);
  const replies = new Replies(paced());
  const visit = newKey();
  const selections = new Map<string, Selection>();

  const write = (conversationId: string, messages: readonly Message[]) =>
    queries.setQueryData<History>(keys.messages(conversationId), (history) => withMessages(history ?? historyOf({ messages: [], nextCursor: null }), messages));
  const readAgain = (conversationId: string) => void queries.invalidateQueries({ queryKey: keys.messages(conversationId) });
  const ended = (conversationId: string) => {
    void queries.invalidateQueries({ queryKey: keys.conversation(conversationId) });
    void queries.invalidateQueries({ queryKey: keys.conversations() });
    // What was said is learnt a little later.
    setTimeout(() => void queries.invalidateQueries({ queryKey: keys.memory() }), LEARNT_AFTER);
  };

  const runtime: Runtime = {
    person,
    client,
    queries,
    session,
    notices: new Notices(),
    screens: new Screens(),
    desk: new Desk(),
    searches: new RecentSearches(storage(), `ally:searches:${person.userId}`),
    removals: new Removals(),
    measures: new Measures(browserWatch, () => preferences.measures, (timings) => client.beacon(visit, timings)),
    outbox,
    replies,
    language: "es",
    live: listening(client.session, polling((conversationId) => newestTime(queries.getQueryData<History>(keys.messages(conversationId)) ?? NO_HISTORY))),
    talk: new Talk(
      client,
      outbox,
      replies,
      { write, readAgain, ended },
      {
        now: Date.now,
        wait,
        isOnline: () => navigator.onLine,
        online,
        ready: (conversationId) => selections.get(conversationId)?.settled() ?? Promise.resolve(),
      },
      (problem) => runtime.onProblem(problem),
    ),
    selection(conversationId) {
      let selection = selections.get(conversationId);
      if (selection === undefined) {
        const key = keys.conversation(conversationId);
        selection = new Selection(
          {
            shown: () => {
              const shown = queries.getQueryData<Conversation>(key);
              if (shown === undefined) throw new Error("A selection was changed before its conversation was read.");
              return shown;
            },
            show: (conversation) => queries.setQueryData(key, conversation),
            read: () => client.conversation(conversationId),
            change: (change) => client.changeConversation(conversationId, change),
          },
          (outcome) => runtime.onDropped(outcome),
          (problem) => runtime.onProblem(problem),
        );
        selections.set(conversationId, selection);
      }
      return selection;
    },
    beginAnew() {
      outbox.clear();
      runtime.searches.clear();
      runtime.removals.clear();
      runtime.screens.conversationId = undefined;
      selections.clear();
      forget(`ally:draft:${person.userId}:`);
      void queries.resetQueries({ queryKey: keys.main() });
      // After the columns that showed it are gone.
      setTimeout(() => queries.removeQueries({ predicate: ({ queryKey: [name] }) => name !== keys.main()[0] && name !== "flags" }));
    },
    onProblem: () => undefined,
    onDropped: () => undefined,
  };
  return runtime;
}

/** Whether a failure may pass by itself within a second or two. */
function isPassing(problem: Problem): boolean {
  return problem.code === "network" || problem.status >= 500;
}

function newestTime(history: History): number {
  const newest = history.messages.at(-1);
  return newest === undefined ? 0 : Date.parse(newest.timestamp);
}

/** Growing text is drawn once a frame, and where drawing it takes long, so much less often that most frames stay free. */
function paced(): (tell: () => void) => void {
  let cost = 0;
  const draw = (tell: () => void) => {
    const began = performance.now();
    tell();
    requestAnimationFrame(() => (cost = performance.now() - began));
  };
  return (tell) => {
    if (cost < 30) requestAnimationFrame(() => draw(tell));
    else setTimeout(() => requestAnimationFrame(() => draw(tell)), Math.min(cost * 4, 1000));
  };
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(new Error("aborted"))), { once: true });
  });
}

function online(signal: AbortSignal): Promise<void> {
  if (navigator.onLine) return Promise.resolve();
  return new Promise((resolve, reject) => {
    window.addEventListener("online", () => resolve(), { once: true, signal });
    signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
  });
}
