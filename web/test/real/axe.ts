import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules of axe that the page breaks, with where it does. */
export async function violations(page: Page): Promise<string[]> {
  // Run as the tool's own script and not as the page's: the policy stays as it is.
  await page.evaluate(`window.axe === undefined && (() => { ${axe} })()`);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: { run(where: Document, how: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}
