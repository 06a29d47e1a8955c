import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch } from "../browser/chromium";
import type { FakeServer } from "../fake/server";
import { longServer, MOST_NODES, openConversation, ROWS, scrollThrough } from "./long";

/** Whatever a conversation holds, the page draws what is near. Build it first: `npm run build`. */

let browser: Browser;
let server: FakeServer;
let url: string;

beforeAll(async () => {
  browser = await launch();
  server = longServer();
  url = await server.start();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

it("the page stays small through 2,000 messages, 500 agents and an answer with 200 rows", async () => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "es-CL" })).newPage();
  await page.goto(url);
  await page.getByRole("checkbox", { name: /^M001 / }).waitFor();
  const agents = await scrollThrough(page, '[role=group][aria-label="Agentes"]', 300);
  await page.getByText(/^M001\.8\d? - /).first().waitFor({ state: "attached" });
  await openConversation(page, "Historia de 2000 mensajes");
  const messages = await scrollThrough(page, "[data-part=messages]", -3000);
  await page.getByText("Pregunta 1:", { exact: false }).first().waitFor();
  await page.getByRole("button", { name: "Una respuesta larga", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Una respuesta larga" }).waitFor();
  await page.getByRole("button", { name: /Mostrar las? .*filas/ }).click();
  const answer = await scrollThrough(page, "[data-part=messages]", -600);
  expect(await page.getByRole("row").count()).toBeGreaterThan(ROWS);
  for (const { mostNodes } of [agents, messages, answer]) expect(mostNodes).toBeLessThan(MOST_NODES);
}, 180_000);
