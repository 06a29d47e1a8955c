import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

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
  const found = await broken(page, part);
  // An answer may have come just then, and what it brings was fading in.
  return found.length === 0 ? found : broken(page, part);
}

async function broken(page: Page, part?: string): Promise<string[]> {
  await settled(page);
  // Run as the tool's own script and not as the page's: the policy stays as it is.
  await page.evaluate(`window.axe === undefined && (() => { ${axe} })()`);
  return page.evaluate(async (part) => {
    const { violations } = await (window as unknown as { axe: { run(where: Document | string, how: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }).axe.run(part ?? document, { resultTypes: ["violations"] });
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} — ${node.failureSummary.slice(0, 300)}`).join(" | ")}`);
  }, part);
}
