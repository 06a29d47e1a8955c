import { cpus, totalmem } from "node:os";
import type { CDPSession, Page } from "playwright-core";
import { launch } from "../browser/chromium";
import { AGENTS, longServer, openConversation, type Scrolled, scrollThrough } from "./long";

/** Measures long content in the built page in Chromium, and prints a table: `ally bench web` runs it. */

const MESSAGES = "[data-part=messages]";
const AGENT_LIST = '[role=group][aria-label="Agentes"]';

interface Row extends Scrolled {
  what: string;
}

async function heap(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await session.send("Runtime.getHeapUsage")) as { usedSize: number };
  return usedSize;
}

const nodes = (page: Page) => page.evaluate(() => document.getElementsByTagName("*").length);

function quantile(sorted: number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}

function line({ what, frames, tasks, mostNodes }: Row): string {
  const sorted = [...frames].sort((a, b) => a - b);
  const ms = (value: number) => value.toFixed(1);
  return `| ${what} | ${frames.length} | ${ms(quantile(sorted, 0.5))} | ${ms(quantile(sorted, 0.95))} | ${ms(quantile(sorted, 0.99))} | ${ms(sorted.at(-1) ?? 0)} | ${tasks.length} | ${Math.round(Math.max(0, ...tasks))} | ${mostNodes} |`;
}

const server = longServer();
const url = await server.start();
const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "es-CL" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await page.goto(url);
  await page.getByRole("checkbox", { name: /^M001 / }).waitFor();
  const rows: Row[] = [];
  const scroll = async (what: string, selector: string, pixels: number) => rows.push({ what, ...(await scrollThrough(page, selector, pixels)) });

  await scroll(`${AGENTS} agents, down`, AGENT_LIST, 60);
  await openConversation(page, "Historia de 2000 mensajes");
  const heapBefore = await heap(session);
  await scroll("2,000 messages, up, as they are loaded", MESSAGES, -600);
  const heapUp = await heap(session);
  await scroll("2,000 messages, down", MESSAGES, 600);
  const heapDown = await heap(session);
  await scroll("2,000 messages, up again", MESSAGES, -600);
  const heapAgain = await heap(session);

  await page.getByRole("button", { name: "Una respuesta larga", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Una respuesta larga" }).waitFor();
  await page.getByRole("button", { name: /Mostrar las? .*filas/ }).click();
  await scroll("20,000 characters and 200 rows, up", MESSAGES, -120);
  await scroll("20,000 characters and 200 rows, down", MESSAGES, 120);
  const heapVast = await heap(session);

  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  console.log(`${cpus()[0]?.model.trim()} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}; Chromium ${browser.version()}, without a screen or GPU, 1440 × 900.\n`);
  console.log("| scrolled | frames | p50 ms | p95 ms | p99 ms | max ms | tasks > 50 ms | longest ms | most elements |");
  console.log("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
  for (const row of rows) console.log(line(row));
  console.log("\n| JavaScript heap, after collecting garbage | MB |");
  console.log("|---|---:|");
  for (const [when, bytes] of [["the conversation is open", heapBefore], ["all 2,000 messages were loaded", heapUp], ["back at the end", heapDown], ["up once more", heapAgain], ["the long answer is open", heapVast]] as const) console.log(`| ${when} | ${megabytes(bytes)} |`);
  console.log(`\nElements of the page at the end: ${await nodes(page)}.`);
} finally {
  await browser.close();
  await server.stop();
}
