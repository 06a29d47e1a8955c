import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest";
import { launch } from "../browser/chromium";
import { Backend, until } from "./backend";
import { SlowModel, wholeAnswer, word } from "./model";
import { RODRIGO, Visit } from "./visit";
import { Wire } from "./wire";

/** What comes between a question and its answer, with a model that takes its time. */

const WORDS = 30;

const model = new SlowModel();
let backend: Backend;
let browser: Browser;
let visit: Visit;

beforeAll(async () => {
  await model.start();
  [browser, backend] = await Promise.all([launch(), Backend.start({ tool: inject("tool"), environment: model.environment })]);
});
afterAll(async () => {
  await browser?.close();
  await backend?.stop();
  await model.stop();
});
afterEach(async () => {
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

/** A question in a thread of its own, whose answer has come to the word. */
async function askedUpTo(i: number, url = backend.url): Promise<void> {
  visit = await Visit.of(browser, url, RODRIGO);
  await visit.newThread();
  await visit.ask("¿Qué sigue?");
  await visit.feed.getByText(new RegExp(`${word(i)}\\b`)).waitFor();
}

/** What the conversation that was written in last holds. */
async function stored() {
  const [newest] = await visit.conversations();
  const messages = await visit.messages(newest!.id);
  return { asked: messages.filter((one) => one.role === "user"), replies: messages.filter((one) => one.role === "ally") };
}

/** The answer is there once, with every word once, on the screen and in the database. */
async function answeredWhole(): Promise<void> {
  await visit.lastRow.getByRole("button", { name: "Responder de nuevo" }).waitFor();
  expect(await visit.lastRow.innerText()).toContain(wholeAnswer(WORDS));
  expect((await visit.feed.innerText()).match(new RegExp(`${word(1)}\\b`, "g"))).toHaveLength(1);
  const { asked, replies } = await stored();
  expect(asked).toHaveLength(1);
  expect(replies).toMatchObject([{ status: "completed", content: wholeAnswer(WORDS) }]);
}

/** The page asks for the rest of an answer, from the last piece that came. */
function takesUp(): Promise<unknown> {
  return visit.page.waitForRequest((request) => request.method() === "GET" && /\/api\/ally\/messages\/[^/?]+$/.test(request.url()) && request.headers()["last-event-id"] !== undefined);
}

it("an answer goes on after the network was away in its middle, without a word twice", async () => {
  model.answer = { words: WORDS, pace: 250 };
  const wire = new Wire(backend.port);
  await askedUpTo(5, await wire.start());
  const takenUp = takesUp();
  wire.cut();
  await visit.context.setOffline(true);
  await visit.page.getByText("Sin conexión.").waitFor();
  wire.mend();
  await visit.context.setOffline(false);
  await takenUp;
  await answeredWhole();
  await wire.stop();
});

it("an answer goes on after its connection broke, without a word twice", async () => {
  model.answer = { words: WORDS, pace: 250 };
  const wire = new Wire(backend.port);
  await askedUpTo(5, await wire.start());
  const takenUp = takesUp();
  wire.cut();
  wire.mend();
  await takenUp;
  await answeredWhole();
  await wire.stop();
});

it("a reload in mid-answer shows what there is, and then the rest", async () => {
  model.answer = { words: WORDS, pace: 300 };
  await askedUpTo(5);
  await visit.page.reload();
  await visit.page.getByRole("tab", { name: "Conversaciones" }).click();
  await visit.page.getByRole("navigation", { name: "Conversaciones" }).getByRole("listitem").nth(1).getByRole("button").first().click();
  await visit.feed.getByText(new RegExp(`${word(5)}\\b`)).waitFor();
  expect((await stored()).replies).toMatchObject([{ status: "generating" }]);
  await answeredWhole();
});

it("an answer that is stopped keeps what was written until then", async () => {
  model.answer = { words: 500, pace: 150 };
  await askedUpTo(5);
  await visit.page.getByRole("button", { name: "Detener la respuesta" }).click();
  await visit.page.getByText("Detuviste esta respuesta.").waitFor();
  const { replies } = await stored();
  expect(replies).toMatchObject([{ status: "stopped" }]);
  expect(replies[0]!.content).toContain(word(5));
  expect(await visit.lastRow.innerText()).toContain(replies[0]!.content);
});

it("a server that dies in mid-answer leaves a failure that another try completes", async () => {
  model.answer = { words: WORDS, pace: 20, stallsAfter: 8 };
  await askedUpTo(8);
  const { asked } = await stored();
  await until("the message on disk", () => backend.hasSaved(asked[0]!.clientMessageId!));
  await backend.kill();
  model.answer = { words: WORDS, pace: 20 };
  await backend.run();
  await visit.lastRow.getByRole("alert").waitFor();
  await visit.page.getByRole("button", { name: "Reintentar" }).click();
  await answeredWhole();
});
