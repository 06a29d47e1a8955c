import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { FakeServer } from "../fake/server";
import { World } from "../fake/world";
import { launch } from "./chromium";

/** The built page in Chromium with a small Ally behind it, as each test finds them; they end with the test. */

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

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

/** Waits until whatever moves on the page and ends has ended, and it was drawn. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const moving = () => document.getAnimations().some((one) => one.playState === "running" && one.effect?.getComputedTiming().iterations !== Infinity);
    do {
      await frame();
      await frame();
    } while (moving());
    await document.fonts.ready;
  });
}

/** The rules of axe that the page breaks, or a part of it, with where it does. */
export async function violations(page: Page, part?: string): Promise<string[]> {
  await settled(page);
  // Run as the tool's own script and not as the page's: the policy stays as it is.
  await page.evaluate(`window.axe === undefined && (() => { ${axe} })()`);
  return page.evaluate(async (part) => {
    const { violations } = await (window as unknown as { axe: { run(where: Document | string, how: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }).axe.run(part ?? document, { resultTypes: ["violations"] });
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} — ${node.failureSummary.slice(0, 300)}`).join(" | ")}`);
  }, part);
}
