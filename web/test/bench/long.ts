import type { Page } from "playwright-core";
import { FakeServer } from "../fake/server";
import { context, World } from "../fake/world";

export const MESSAGES = 2000;
export const AGENTS = 500;
export const ANSWER = 20_000;
export const ROWS = 200;

/** How many elements the whole page may have, whatever a conversation holds. A 200-row table that is opened has 1,000 of them. */
export const MOST_NODES = 4000;

/** A server with a conversation of 2,000 messages, 500 agents, and one with an answer of 20,000 characters and a table of 200 rows. */
export function longServer(): FakeServer {
  const world = new World(AGENTS);
  world.long(MESSAGES);
  world.addConversation({ id: "vast", title: "Una respuesta larga" });
  const asked = world.say("vast", "user", "Cuéntame todo lo que sabes.");
  world.say("vast", "ally", longAnswer(), Date.now(), {
    inReplyTo: asked.id,
    contextUsed: context(["agent"]),
    outputCards: [
      {
        id: "table",
        type: "table",
        title: "Mantenciones del año",
        content: { columns: ["Equipo", "Tipo", "Horas", "Costo"], rows: Array.from({ length: ROWS }, (_, i) => [`Equipo ${i + 1}`, i % 3 === 0 ? "Correctiva" : "Preventiva", (i * 7) % 24, 100_000 + i * 5_300]) },
      },
    ],
  });
  return new FakeServer(world);
}

/** Markdown of 20,000 characters: headings, lists, tables, code. */
export function longAnswer(): string {
  const part = (i: number) => `## Parte ${i}\n\nLa obra **${i}** sigue su plan y se registra en la bitácora, con \`código ${i}\`.\n\n- Primero se revisa el avance.\n- Después se informa a la jefatura.\n\n| Partida | Avance |\n|---|---:|\n| Fundaciones | ${i} % |\n| Muros | ${i + 5} % |\n\n`;
  let text = "";
  for (let i = 1; text.length < ANSWER; i++) text += part(i);
  return text.slice(0, ANSWER);
}

export async function openConversation(page: Page, title: string): Promise<void> {
  await page.getByRole("tab", { name: "Conversaciones" }).click();
  await page.getByRole("button", { name: title, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.getByRole("feed").waitFor();
}

export interface Scrolled {
  /** Milliseconds from one frame to the next. */
  frames: number[];
  /** Milliseconds of each task that took more than 50. */
  tasks: number[];
  /** The most elements that the page had. */
  mostNodes: number;
}

/**
 * Scrolls an element as a person with a wheel does, so many pixels with every frame, until it has come to its
 * end and nothing more is loaded. It runs in the page, so that nothing of the measuring goes over a wire.
 */
export function scrollThrough(page: Page, selector: string, pixels: number): Promise<Scrolled> {
  return page.evaluate(
    async ([where, step]) => {
      const element = document.querySelector<HTMLElement>(where)!;
      const tasks: number[] = [];
      const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => tasks.push(entry.duration)));
      observer.observe({ type: "longtask" });
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const frames: number[] = [];
      let mostNodes = 0;
      let last = await frame();
      let still = 0;
      for (let i = 0; still < 60; i++) {
        const before = element.scrollTop;
        element.scrollTop += step;
        const now = await frame();
        still = element.scrollTop === before ? still + 1 : 0;
        if (still === 0) frames.push(now - last);
        last = now;
        if (i % 20 === 0) mostNodes = Math.max(mostNodes, document.getElementsByTagName("*").length);
      }
      observer.disconnect();
      return { frames, tasks, mostNodes };
    },
    [selector, pixels] as const,
  );
}
