import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launch } from "../browser/chromium";
import { Backend, until } from "./backend";
import { ALEC, Visit } from "./visit";

/** The plan's verification of days 11 and 12: what the superadmin publishes is what Ally is told from then on. */

const TEXT = "Eres Ally y hablas con serenidad.";

let backend: Backend;
let browser: Browser;

beforeAll(async () => {
  [browser, backend] = await Promise.all([launch(), Backend.start({ tool: inject("tool"), environment: { ALLY_MESSAGES_PER_MINUTE: "0" } })]);
});
afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});

/** The version of the super prompt that a conversation's last answer was made with. */
async function versionIn(visit: Visit, conversationId: string): Promise<string | undefined> {
  const replies = (await visit.messages(conversationId)).filter((one) => one.role === "ally");
  const last = replies.sort((a, b) => a.timestamp.localeCompare(b.timestamp)).at(-1);
  return last?.contextUsed.promptComponents.find((one) => one.startsWith("super:"))?.split("@")[1];
}

it("is followed by the next message of an old conversation and by a new one, once it is published", async () => {
  const visit = await Visit.of(browser, backend.url, ALEC);
  const { page } = visit;
  const threads = async () => (await visit.conversations()).filter((one) => one.type !== "ally-main").map((one) => one.id);
  await visit.newThread();
  await visit.answerTo("¿Con qué agentes cuento?");
  const [old = ""] = await threads();
  const before = await versionIn(visit, old);

  await page.getByRole("button", { name: "Gestión de agentes" }).click();
  await page.getByLabel("Instrucciones", { exact: true }).fill(TEXT);
  await page.getByText(/^Borrador guardado/).waitFor();
  await page.getByRole("button", { name: "Publicar…" }).click();
  await page.getByRole("dialog").getByLabel("Por qué", { exact: true }).fill("Que hable con serenidad");
  await page.keyboard.press("Enter");
  const heading = page.getByText(/^En vigor: versión \d+$/);
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await heading.waitFor();
  const version = (await heading.innerText()).split(" ").at(-1)!;
  expect(version).not.toBe(before);

  await page.getByRole("button", { name: "Ally Beta" }).click();
  // Who comes back sees the conversation that they left.
  await visit.feed.getByText("¿Con qué agentes cuento?").first().waitFor();
  // Prompts are kept for some seconds: an answer soon after is made with the new one.
  let asked = 0;
  await until("an answer of the old conversation with the new prompt", async () => {
    await visit.answerTo(`¿Y quién más me ayuda? Consulta ${++asked}`);
    return (await versionIn(visit, old)) === version;
  });
  expect(await threads()).toEqual([old]);
  expect((await visit.conversation(old)).effectivePrompt).toContain(TEXT);

  await visit.newThread();
  await visit.answerTo("¿Con qué agentes empiezo?");
  const fresh = (await threads()).find((id) => id !== old)!;
  expect(await versionIn(visit, fresh)).toBe(version);
  expect((await visit.conversation(fresh)).effectivePrompt).toContain(TEXT);

  await page.getByRole("button", { name: "Gestión de agentes" }).click();
  await page.getByRole("tab", { name: "Auditoría" }).click();
  await page.getByRole("list", { name: "Auditoría" }).getByText("Que hable con serenidad").waitFor();
  expect(visit.complaints).toEqual([]);
  await visit.close();
});
