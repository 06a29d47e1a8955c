import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { PNG } from "pngjs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { launch } from "../browser/chromium";
import { differing, SMOOTHING } from "../browser/pixels";
import { FakeServer } from "../fake/server";
import { World } from "../fake/world";

/** The library in a page that has styles of its own. Build both first: `npm run build:lib && npm run build:host`. */

const DIST = "example/host/dist";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

let browser: Browser;
let server: FakeServer;
let url: string;
let context: BrowserContext;

beforeAll(async () => {
  if (!existsSync(`${DIST}/index.html`)) throw new Error("the host page is not built: npm run build:lib && npm run build:host");
  browser = await launch();
  server = new FakeServer(new World(), DIST);
  url = await server.start();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});
afterEach(() => context.close());

async function visit(dark: boolean): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce", locale: "es-CL", timezoneId: "America/Santiago" });
  return context.newPage();
}

async function picture(page: Page): Promise<PNG> {
  await page.mouse.move(0, 0);
  return PNG.sync.read(await page.screenshot({ animations: "disabled" }));
}

async function withAlly(page: Page, address: string): Promise<PNG> {
  await page.goto(address);
  await page.getByRole("feed").getByText("Mantenciones de octubre").waitFor();
  await page.getByRole("feed").getByRole("button", { name: "Ver como tabla" }).waitFor();
  await page.getByRole("checkbox", { name: /^M001 / }).waitFor();
  await page.getByRole("group", { name: "Chat clásico o Ally" }).waitFor();
  await settled(page);
  return picture(page);
}

/** Waits until nothing has changed its place for a few frames. */
function settled(page: Page): Promise<unknown> {
  return page.waitForFunction(() => {
    const now = [...document.querySelectorAll("article, [role=feed]")].map((one) => JSON.stringify(one.getBoundingClientRect())).join();
    const w = window as unknown as { before?: string; quiet?: number };
    w.quiet = w.before === now ? (w.quiet ?? 0) + 1 : 0;
    w.before = now;
    return w.quiet > 20;
  });
}

/** Keeps the pictures for whoever looks into a difference. */
function keep(pictures: Record<string, PNG>): void {
  mkdirSync("pictures", { recursive: true });
  for (const [name, one] of Object.entries(pictures)) writeFileSync(`pictures/host-${name}.png`, PNG.sync.write(one));
}

const within = (box: Box) => (x: number, y: number) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;

for (const dark of [false, true]) {
  it(`in a host page neither changes a pixel of the other (${dark ? "dark" : "light"})`, async () => {
    const page = await visit(dark);
    await page.goto(url);
    await page.getByText("© Plataforma").waitFor();
    const alone = await picture(page);
    const together = await withAlly(page, `${url}/?ally`);
    const place = (await page.locator("[data-place]").boundingBox()) as Box;
    const inside = within(place);
    const parts = await partsOf(page);
    const boxes = await boxesOf(page);
    const query = new URLSearchParams({ left: String(place.x), top: String(place.y), width: String(place.width), height: String(place.height) });
    const bare = await withAlly(page, `${url}/bare.html?${query}`);
    const found = {
      host: differing(alone, together, (x, y) => !inside(x, y)),
      workspace: differing(together, bare, within(parts.workspace), SMOOTHING),
      toggle: differing(together, bare, within(parts.toggle), SMOOTHING),
    };
    if (Object.values(found).some((pixels) => pixels > 0)) keep({ alone, together, bare });
    expect(found).toEqual({ host: 0, workspace: 0, toggle: 0 });
    expect(await boxesOf(page)).toEqual(boxes);
    expect(differing(alone, together, inside)).toBeGreaterThan(100_000);
  });
}

/** Where every element of the library's is. The feed is as long as is guessed of the messages that are not drawn. */
function boxesOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll(".ally, .ally :not([role=feed])")].map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return [one.tagName, x, y, width, height].join(" ");
    }),
  );
}

/** Where the workspace and the toggle are; of the toggle without its round corners, which show what is behind. */
async function partsOf(page: Page): Promise<{ workspace: Box; toggle: Box }> {
  const workspace = (await page.locator(".ally[data-layout=fill]").boundingBox()) as Box;
  const toggle = (await page.getByRole("group", { name: "Chat clásico o Ally" }).boundingBox()) as Box;
  return { workspace, toggle: { ...toggle, x: toggle.x + 14, width: toggle.width - 28 } };
}
