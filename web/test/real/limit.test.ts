import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launch } from "../browser/chromium";
import { Backend } from "./backend";
import { RODRIGO, Visit } from "./visit";

let backend: Backend;
let browser: Browser;

beforeAll(async () => {
  [browser, backend] = await Promise.all([launch(), Backend.start({ tool: inject("tool"), environment: { ALLY_MESSAGES_PER_MINUTE: "2" } })]);
});
afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});

it("who writes too much is told how long to wait, and keeps what was not sent", async () => {
  const visit = await Visit.of(browser, backend.url, RODRIGO);
  const { page } = visit;
  await visit.newThread();
  // The first two may be spread over more than a minute where the machine is slow; then one more is refused.
  const refused = page.getByText(/Puedes escribir de nuevo en \d+ segundos?/);
  for (let i = 1; i <= 6 && !(await refused.isVisible()); i++) {
    await visit.ask(`Pregunta número ${i}`);
    await page.getByText(`Pregunta número ${i}`).waitFor();
    await refused.or(visit.lastRow.getByRole("button", { name: "Responder de nuevo" })).first().waitFor();
  }
  const seconds = async () => Number(/en (\d+) segundo/.exec(await refused.innerText())?.[1]);
  const told = await seconds();
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(60);
  await page.getByText("No se envió.").waitFor();
  await page.waitForFunction((earlier) => !document.body.innerText.includes(`de nuevo en ${earlier} segundo`), told);
  expect(visit.complaints).toEqual([]);

  const { text } = (await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.includes("outbox")).map(([, value]) => JSON.parse(value) as { text: string }[])))[0]![0]!;
  const [thread] = await visit.conversations();
  expect((await visit.messages(thread!.id)).map((one) => one.content)).not.toContain(text);
  await visit.close();
});
