import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { FakeServer } from "../fake/server";
import { World } from "../fake/world";
import { launch } from "./chromium";

export { settled, violations } from "./axe";

/** The built page in Chromium with a small Ally behind it, as each test finds them; they end with the test. */

let browser: Browser;
export let server: FakeServer;
export let context: BrowserContext;
/** What the page wrote on its console that it should not. */
export let complaints: string[];

beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());
afterEach(async () => {
  await context.close();
  await server.stop();
});

export interface Setting {
  world?: World;
  dark?: boolean;
  language?: "es" | "en";
  width?: number;
  before?(server: FakeServer): void;
}

export async function open({ world = new World(), dark = false, language = "es", width = 1440, before }: Setting = {}): Promise<Page> {
  server = new FakeServer(world);
  before?.(server);
  const url = await server.start();
  context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? "dark" : "light", locale: "es-CL", timezoneId: "America/Santiago" });
  context.setDefaultTimeout(60_000);
  await context.addInitScript((chosen) => localStorage.setItem("ally:preferences", JSON.stringify({ language: chosen })), language);
  const page = await context.newPage();
  complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (4|5)\d\d|ERR_/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(url);
  return page;
}
