import { request } from "playwright-core";
import { type Backend, type Scheduled, until } from "./backend";
import type { Fields } from "./database";

/** What a thread leaves in the database. */
const USED = ["ally_conversations", "ally_messages", "ally_ratings"] as const;

const QUESTIONS = ["¿Qué agente me ayuda con un permiso de edificación?", "¿Con quién más puedo hablar de eso?"];

const DAY = 86_400_000;

/** Somebody who uses Ally today, and before that every so many days. */
export interface User {
  id: string;
  every: number;
  stars: number;
}

/**
 * Has people use Ally today, and on earlier days too: what the real functions wrote is
 * written again with earlier times, which what counts it can't tell from use at
 * those times. The days that are over are rolled up. Nothing is of yesterday, which is not
 * over for half an hour after midnight.
 */
export async function usedBefore(backend: Backend, facts: Scheduled, users: readonly User[], days: number): Promise<void> {
  const { database } = backend;
  await Promise.all(users.map((user) => converse(backend, user)));
  const found = await Promise.all(USED.map(async (collection) => [collection, await database.all(collection)] as const));
  const names = new Set(found.flatMap(([, documents]) => [...documents.keys()]));
  const earlier = new Map<string, Fields>();
  const replies = new Set<string>();
  for (const [collection, documents] of found)
    for (const [id, fields] of documents) {
      const user = users.find((one) => one.id === fields.userId);
      for (let back = 2; user !== undefined && back <= days; back += user.every) {
        earlier.set(`${collection}/${id}-${back}`, moved(fields, back, names) as Fields);
        if (fields.inReplyTo !== undefined || collection === "ally_ratings") replies.add(`${id}-${back}`);
      }
    }
  for (const [id, { at }] of await database.all("ally_exposures")) await database.set(`ally_exposures/${id}`, { at: new Date((at as Date).getTime() - days * DAY) });
  await database.write(earlier);
  await until("the count of what was done", async () => {
    const counted = new Set([...(await database.all("ally_facts")).values()].flatMap(({ marks }) => Object.keys(marks as Fields)));
    return [...replies].every((id) => counted.has(id));
  });
  await rolledUp(backend, facts);
}

/** Counts until every day that is over is rolled up. */
async function rolledUp({ database }: Backend, facts: Scheduled): Promise<void> {
  const open = new Date(Date.now() - DAY).toISOString().slice(0, 10);
  await until("the roll-up", async () => {
    await facts.call();
    const { days } = (await database.read("ally_measuring/late")) as { days: string[] };
    return days.every((day) => day >= open);
  });
}

/** A thread with two exchanges, of which the second is rated. */
async function converse({ url }: Backend, { id, stars }: User): Promise<void> {
  const context = await request.newContext({ baseURL: url });
  const call = async <T>(method: string, path: string, data?: object): Promise<T> => {
    const answer = await context.fetch(path, { method, ...(data === undefined ? {} : { data }) });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json().catch(() => undefined)) as T;
  };
  await call("POST", "/dev/session", { id });
  await call("GET", "/api/feature-flags");
  const { conversation } = await call<{ conversation: { id: string } }>("POST", "/api/ally/conversations", { key: "past" });
  let last = "";
  for (const message of QUESTIONS) ({ allyMessageId: last } = await call<{ allyMessageId: string }>("POST", "/api/ally/messages", { conversationId: conversation.id, message }));
  await call("PUT", `/api/ally/messages/${last}/rating`, { stars });
  await context.dispose();
}

/** The value with each time so many days earlier, and each of the names changed alike. */
function moved(value: unknown, back: number, names: ReadonlySet<string>): unknown {
  if (value instanceof Date) return new Date(value.getTime() - back * DAY);
  if (Array.isArray(value)) return value.map((one) => moved(one, back, names));
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, moved(one, back, names)]));
  return typeof value === "string" && names.has(value) ? `${value}-${back}` : value;
}
