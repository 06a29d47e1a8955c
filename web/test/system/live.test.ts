import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { launch } from "../browser/chromium";

/** The page that `ally dev` serves, with its real backend and emulator. */

const ALEC = "114671162830729001607";
const STRANGER = "103377120946618052237";

let browser: Browser;
let contexts: BrowserContext[];
let complaints: string[];

beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());
beforeEach(() => {
  contexts = [];
  complaints = [];
});
afterEach(async () => void (await Promise.all(contexts.map((context) => context.close()))));

/** Opens the page as somebody; `before` may prepare it. */
async function open(id: string, before?: (page: Page) => Promise<unknown>): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "es-CL" });
  contexts.push(context);
  const became = await context.request.post(`${inject("ally")}/dev/session`, { data: { id } });
  expect(became.status()).toBe(200);
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (4|5)\d\d|ERR_/.test(message.text())) complaints.push(message.text());
  });
  await before?.(page);
  await page.goto(inject("ally"));
  return page;
}

const field = (page: Page) => page.getByRole("textbox", { name: "Mensaje" });

async function say(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await page.keyboard.press("Enter");
}

const emulator = () => `http://${inject("emulator").host}:${inject("emulator").port}/`;

describe("the page with its backend", () => {
  it("answers from the sample, under the policy that is sent", async () => {
    const page = await open(ALEC);
    await page.getByRole("feed").waitFor();
    await say(page, "¿Cuántos días tiene la DOM para pronunciarse sobre un permiso de edificación?");
    await page.getByText(/30 días corridos/).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("shows what is written elsewhere at once, heard from Firestore", async () => {
    const here = await open(ALEC);
    const heard = here.waitForResponse((response) => response.url().startsWith(emulator()) && response.url().includes("/Listen/"));
    const there = await open(ALEC);
    await there.getByRole("feed").waitFor();
    expect((await heard).status()).toBe(200);
    await say(there, "Esto se escribió en otra ventana.");
    await here.getByText("Esto se escribió en otra ventana.").first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("shows it all the same where Firestore can't be reached", async () => {
    const here = await open(ALEC, (page) => page.route("**/api/ally/session", (route) => route.fulfill({ status: 404, contentType: "application/json", body: '{"error":"","code":"not_live","requestId":"r"}' })));
    const there = await open(ALEC, (page) => page.route(`${emulator()}**`, (route) => route.abort()));
    await there.getByRole("feed").waitFor();
    await here.getByRole("feed").waitFor();
    await say(here, "Primero aquí, sin avisos.");
    await there.getByText("Primero aquí, sin avisos.").first().waitFor();
    await say(there, "Después allá, sin conexión directa.");
    await here.getByText("Después allá, sin conexión directa.").first().waitFor();
    // Without its connection Firebase wants to look whether Google can be reached, which the policy forbids.
    expect(complaints.filter((complaint) => !complaint.includes("google.com/images/cleardot.gif"))).toEqual([]);
  });

  it("gives the classic chat, and no sign of Ally, to a person without access", async () => {
    const page = await open(STRANGER);
    await page.getByRole("combobox").waitFor();
    await page.getByRole("navigation").first().waitFor();
    expect(await page.getByRole("feed").count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
