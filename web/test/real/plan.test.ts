import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { launch } from "../browser/chromium";
import { Backend, until } from "./backend";
import { ALEC, PAULA, RODRIGO, Visit } from "./visit";

/** The plan's tests 1 to 3, its UI isolation and its access control, with the real functions and the emulator. */

const MAKES = /^Hecho con/;
const QUESTION = "¿Cuántos días tiene la DOM para pronunciarse sobre un permiso de edificación?";

let backend: Backend;
let browser: Browser;
let visit: Visit;

beforeAll(async () => {
  [browser, backend] = await Promise.all([launch(), Backend.start({ tool: inject("tool") })]);
});
afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});
afterEach(async () => {
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

describe("test 1: Ally's creation", () => {
  it("signs the superadmin in, switches to Ally, greets by the organization's name and answers", async () => {
    visit = await Visit.of(browser, backend.url);
    const { page } = visit;
    await page.getByText("No has iniciado sesión").waitFor();
    await page.getByLabel("Ver como").selectOption(ALEC);
    await page.getByRole("button", { name: "Chat clásico" }).click();
    await page.getByRole("main", { name: "Conversación" }).waitFor();
    await page.getByRole("button", { name: "Ally Beta" }).click();

    await visit.feed.getByText("tu asistente personal en GetAI Factory").waitFor();
    const own = (await visit.conversations()).filter((one) => one.type === "ally-main");
    expect(own).toMatchObject([{ userId: ALEC, mine: true, permission: "write" }]);
    expect(await backend.database.read(`ally_conversations/${own[0]!.id}`)).toMatchObject({ userId: ALEC, isAllyConversation: true, conversationType: "ally-main" });

    const answer = await visit.answerTo("¿Cuál es la misión de mi organización?");
    await answer.getByText("Poner el conocimiento de cada empresa al alcance de su gente").waitFor();
  });
});

describe("test 2: the prompt hierarchy", () => {
  it("tells Ally the super prompt and the organization's, and says so under the answer", async () => {
    await backend.database.set("super_prompts/default", { version: 7, systemPrompt: "Eres Ally y hablas con serenidad.", rules: [], prohibitions: [], capabilities: [], isActive: true });
    await backend.database.set("organizations/getai-factory", { allyConfig: { organizationPrompt: "En GetAI Factory se tutea." } });

    visit = await Visit.of(browser, backend.url, ALEC);
    await visit.newThread();
    // Prompts are kept for some seconds: the first message after them is made with these.
    let asked = 0;
    await until("an answer with the new prompts", async () => {
      const answer = await visit.answerTo(`¿Con qué agentes cuento? Consulta ${++asked}`);
      await answer.getByRole("button", { name: MAKES }).click();
      await answer.getByText(/^Ally · versión \d+$/).waitFor();
      return (await answer.getByText("Ally · versión 7", { exact: true }).count()) === 1 && (await answer.getByText(/^Organización · getai-factory · versión [0-9a-f]+$/).count()) === 1;
    });

    const [thread] = (await visit.conversations()).filter((one) => one.type === "ally-thread");
    await until("the effective prompt", async () => {
      const { effectivePrompt = "" } = await visit.conversation(thread!.id);
      return effectivePrompt.includes("Eres Ally y hablas con serenidad.") && effectivePrompt.includes("En GetAI Factory se tutea.");
    });
  });
});

describe("test 3: the choice of inputs", () => {
  it("draws on the organization while it is chosen, and not after", async () => {
    visit = await Visit.of(browser, backend.url, RODRIGO);
    await visit.newThread();
    const { page } = visit;
    const organization = page.getByRole("checkbox", { name: /^Salfa Corp/ });
    expect(await organization.isChecked()).toBe(true);
    const withIt = await visit.answerTo("¿Cuál es la misión de la organización?");
    await withIt.getByText("Construir y mantener obras inmobiliarias").waitFor();
    await withIt.getByRole("button", { name: MAKES }).click();
    await withIt.getByText("Organización · 1 pasaje", { exact: false }).waitFor();

    await organization.uncheck({ force: true });
    const without = await visit.answerTo("¿Y qué KPI persigue la organización?");
    await without.getByRole("button", { name: MAKES }).click();
    await without.getByText("Fuentes").waitFor();
    expect(await without.getByText("Organización · 1 pasaje", { exact: false }).count()).toBe(0);
    expect(await without.innerText()).not.toContain("Índice de frecuencia");
  });

  it("answers with the chosen agent's documents, and not with those of one that is not chosen any more", async () => {
    visit = await Visit.of(browser, backend.url, RODRIGO);
    await visit.newThread();
    const { page } = visit;
    const legal = page.getByRole("checkbox", { name: /^M001/ });
    await legal.check({ force: true });
    const withIt = await visit.answerTo(QUESTION);
    await withIt.getByText("30 días corridos").waitFor();
    await withIt.getByRole("button", { name: MAKES }).click();
    await withIt.getByText("Guía del permiso de edificación ante la DOM · ", { exact: false }).waitFor();

    await legal.uncheck({ force: true });
    await page.getByRole("checkbox", { name: /^S001/ }).check({ force: true });
    const again = `${QUESTION} Dilo otra vez.`;
    const without = await visit.answerTo(again);
    await without.getByRole("button", { name: MAKES }).click();
    await without.getByText("Fuentes").waitFor();
    expect(await without.innerText()).not.toMatch(/30 días corridos|M001|Guía del permiso/);
  });
});

describe("the two systems", () => {
  it("show nothing of each other", async () => {
    visit = await Visit.of(browser, backend.url, RODRIGO);
    const { page } = visit;
    await visit.newThread();
    await visit.answerTo("¿Cómo se hace un conteo cíclico?");
    const threads = (await visit.conversations()).map((one) => one.title).filter((title) => title !== "");
    const classic = (await visit.get<{ conversations: { title: string }[] }>("/dev/classic/conversations")).conversations.map((one) => one.title);
    expect(threads.length).toBeGreaterThan(0);
    expect(classic.length).toBeGreaterThan(0);

    await page.getByRole("tab", { name: "Conversaciones" }).click();
    await page.getByRole("navigation", { name: "Conversaciones" }).getByRole("button", { name: "Ally", exact: true }).waitFor();
    const inAlly = await page.locator("body").innerText();
    for (const title of classic) expect(inAlly).not.toContain(title);

    await page.getByRole("button", { name: "Chat clásico" }).click();
    await page.getByRole("navigation", { name: "Conversaciones" }).getByRole("button").first().waitFor();
    const inClassic = await page.getByRole("navigation", { name: "Conversaciones" }).innerText();
    for (const title of threads.filter((one) => !classic.includes(one))) expect(inClassic).not.toContain(title);
    expect(inClassic).toContain(classic[0]);
    expect(await page.getByRole("textbox").count()).toBe(0);
  });
});

describe("a person without access", () => {
  it("sees no sign of Ally, and gets 403 wherever they ask", async () => {
    visit = await Visit.of(browser, backend.url, PAULA);
    const { page } = visit;
    await page.getByRole("main", { name: "Conversación" }).or(page.getByText("No hay conversaciones clásicas")).first().waitFor();
    expect(await page.getByText("Ally Beta").count()).toBe(0);
    for (const path of [
      `/api/ally?userId=${PAULA}&userEmail=paula.riquelme@salfagestion.cl&userDomain=salfagestion.cl`,
      "/api/ally/conversations",
      "/api/ally/messages?conversationId=x",
      "/api/ally/inputs",
    ]) {
      const answer = await visit.context.request.get(`${backend.url}${path}`);
      expect([path, answer.status()]).toEqual([path, 403]);
    }
    const sent = await visit.context.request.post(`${backend.url}/api/ally/messages`, { data: { conversationId: "x", message: "Hola" } });
    expect(sent.status()).toBe(403);
  });
});
