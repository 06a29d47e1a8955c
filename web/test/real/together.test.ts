import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launch } from "../browser/chromium";
import { Backend, until } from "./backend";
import { EMILY, RODRIGO, Visit } from "./visit";

/** Two people in one conversation, each in a browser of their own. */

let backend: Backend;
let browser: Browser;

beforeAll(async () => {
  [browser, backend] = await Promise.all([launch(), Backend.start({ tool: inject("tool") })]);
});
afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});

it("two people in one conversation see each other's messages without a reload", async () => {
  const rodrigo = await Visit.of(browser, backend.url, RODRIGO);
  await rodrigo.newThread();
  await rodrigo.answerTo("¿Cómo se hace un conteo cíclico?");
  const thread = (await rodrigo.conversations()).find((one) => one.type === "ally-thread")!;
  let title = "";
  await until("the thread's title", async () => (title = (await rodrigo.conversation(thread.id)).title) !== "");
  await backend.database.set(`ally_conversations/${thread.id}`, {
    collaboratorIds: [EMILY],
    collaborators: [{ userId: EMILY, userEmail: "emily.carter@salfagestion.cl", userName: "Emily Carter", organizationId: "salfa-corp", domain: "salfagestion.cl", role: "collaborator", addedBy: RODRIGO, addedAt: new Date() }],
  });

  const emily = await Visit.of(browser, backend.url, EMILY);
  await emily.page.getByRole("tab", { name: "Conversations" }).click();
  await emily.page.getByRole("navigation", { name: "Conversations" }).getByRole("button", { name: title }).first().click();
  await emily.feed.getByText("¿Cómo se hace un conteo cíclico?").waitFor();
  // A reload would forget this.
  for (const { page } of [rodrigo, emily]) await page.evaluate(() => void ((window as { stayed?: boolean }).stayed = true));

  await emily.answerTo("How many people count?");
  await rodrigo.feed.getByText("How many people count?").waitFor();
  const replies = async (visit: Visit) => (await visit.messages(thread.id)).filter((one) => one.role === "ally").map((one) => one.content);
  await rodrigo.feed.getByRole("article").last().getByRole("button", { name: "Responder de nuevo" }).waitFor();

  await rodrigo.answerTo("¿Y a qué hora empieza?");
  await emily.feed.getByText("¿Y a qué hora empieza?").waitFor();
  expect(await replies(emily)).toEqual(await replies(rodrigo));
  expect(await replies(emily)).toHaveLength(3);

  for (const visit of [rodrigo, emily]) {
    expect(await visit.page.evaluate(() => (window as { stayed?: boolean }).stayed)).toBe(true);
    expect(visit.complaints).toEqual([]);
    await visit.close();
  }
});
