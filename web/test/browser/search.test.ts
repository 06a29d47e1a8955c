import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { World } from "../fake/world";
import { complaints, context, open, server, violations } from "./opened";

/** Search in the built page. */

const dialog = (page: Page) => page.getByRole("dialog", { name: /^(Buscar en todo|Search everything)$/ });
const field = (page: Page) => dialog(page).getByRole("combobox");
const options = (page: Page) => dialog(page).getByRole("option");
const active = (page: Page) => dialog(page).getByRole("option", { selected: true });
const searches = () => server.calls.filter((call) => call.startsWith("GET /api/ally/search")).map((call) => new URLSearchParams(call.split("?")[1]));

async function opened(setting: Parameters<typeof open>[0] = {}): Promise<Page> {
  const page = await open(setting);
  await page.getByRole("feed").waitFor();
  await page.keyboard.press("Control+k");
  await field(page).waitFor();
  return page;
}

/** Holds back the answer to a search until it is called. */
function hold(q: string): () => void {
  let release = () => {};
  server.whims.searches.set(q, new Promise((resolve) => (release = resolve)));
  return release;
}

describe("search", () => {
  it("opens from its button and by its keys, and gives the focus back", async () => {
    const page = await open();
    await page.getByRole("feed").waitFor();
    const button = page.getByRole("button", { name: /^Buscar ?Ctrl/ });
    await button.click();
    expect(await field(page).evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Control+k");
    await field(page).waitFor();
    expect(complaints).toEqual([]);
  });

  it("finds while one types, marks the words and says why", async () => {
    const page = await opened();
    await page.keyboard.type("mantencion presupeusto");
    await page.getByText("Corregido: presupeusto → presupuesto").first().waitFor();
    await page.getByText("otra forma de la palabra: mantenciones").waitFor();
    await page.getByText("Compartida por maria@salfagestion.cl").waitFor({ state: "detached" });
    expect(await dialog(page).locator("mark").allInnerTexts()).toContain("mantenciones");
    expect(searches().length).toBeLessThan(6);
    expect(await dialog(page).getByRole("status").last().innerText()).toMatch(/^\d resultados$/);
    await field(page).fill("cuánto se gasta");
    await page.getByText("por significado").waitFor();
  });

  it("shows what was asked for last, whichever answer comes last", async () => {
    const page = await opened();
    const release = hold("permiso");
    const asked = page.waitForRequest(/q=permiso/);
    await field(page).fill("permiso");
    await asked;
    await field(page).fill("bodega");
    await options(page).filter({ hasText: "Inventario de bodega S001" }).first().waitFor();
    release();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await options(page).filter({ hasText: "Permiso de edificación" }).count()).toBe(0);
    expect(await options(page).first().innerText()).toContain("Inventario de bodega");
  });

  it("opens the first result for who pressed Enter before it was there", async () => {
    const page = await opened();
    await field(page).pressSequentially("presupuesto");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Presupuesto 2026", level: 1 }).waitFor();
    await dialog(page).waitFor({ state: "detached" });
  });

  it("needs nothing but the keyboard: list, filters, a message", async () => {
    const page = await opened();
    await page.keyboard.type("permiso");
    await options(page).first().waitFor();
    expect(await active(page).innerText()).toContain("Permiso de edificación Las Condes");
    await page.keyboard.press("ArrowDown");
    expect(await active(page).innerText()).toContain("Cuéntame sobre");
    await page.keyboard.press("End");
    const last = await active(page).innerText();
    expect(last).toBe(await options(page).last().innerText());
    expect(await field(page).getAttribute("aria-activedescendant")).toBe(await options(page).last().getAttribute("id"));
    await page.keyboard.press("Home");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("radiogroup", { name: "Fecha" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("button", { name: "Fecha: Últimos 7 días" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("radiogroup", { name: "Fecha" }).waitFor({ state: "detached" });
    expect(await dialog(page).isVisible()).toBe(true);
    expect(searches().at(-1)?.get("from")).toMatch(/^\d{4}-\d\d-\d\d$/);
    await field(page).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const target = page.locator("article[aria-current=true]");
    await target.waitFor();
    expect(await target.innerText()).toContain("Cuéntame sobre: Permiso de edificación");
    expect(await target.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it("narrows by type, topic, agent and person, and takes that back", async () => {
    const page = await opened();
    await field(page).fill("permiso");
    await options(page).first().waitFor();
    await page.getByRole("button", { name: "Tema", exact: true }).click();
    await page.getByRole("radiogroup", { name: "Tema" }).getByText("permiso").click();
    await page.getByRole("button", { name: "Tema: permiso" }).waitFor();
    await page.getByRole("button", { name: "Persona", exact: true }).click();
    await page.getByRole("textbox", { name: "Correo de la persona" }).fill("maria@salfagestion.cl");
    await page.keyboard.press("Enter");
    await page.getByText("1 resultado", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Agente", exact: true }).click();
    await dialog(page).getByRole("searchbox", { name: "Buscar agente", exact: true }).fill("S001.1");
    await page.getByRole("radiogroup", { name: "Agente" }).getByText("S001.1").first().click();
    await page.getByText("Nada con «permiso»").first().waitFor();
    expect(Object.fromEntries(searches().at(-1)!)).toMatchObject({ q: "permiso", topic: "permiso", collaborator: "maria@salfagestion.cl", agentId: "agent-8" });
    await page.getByRole("button", { name: "Quitar filtros" }).click();
    await page.getByText("3 resultados", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Tipo", exact: true }).click();
    await page.getByRole("radiogroup", { name: "Tipo" }).getByText("Acciones").click();
    await field(page).fill("");
    await options(page).filter({ hasText: "Resumen de octubre" }).click();
    await dialog(page).waitFor({ state: "detached" });
  });

  it("goes on to further pages at the end of the list", async () => {
    const world = new World();
    for (let i = 0; i < 40; i++) {
      world.addConversation({ id: `more-${i}`, title: `Excavación ${i}` });
      world.say(`more-${i}`, "user", `Excavación del frente ${i}`, Date.now() - i * 60_000);
    }
    const page = await opened({ world });
    await field(page).fill("excavación");
    await page.getByText("Más de 15 resultados").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    await page.getByText("Más de 30 resultados").first().waitFor();
    await page.keyboard.press("End");
    await page.getByText("40 resultados", { exact: true }).first().waitFor();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Excavación 39", level: 1 }).waitFor();
  });

  it("keeps what was searched for on this device, until it is cleared", async () => {
    const page = await opened();
    await field(page).fill("grúa");
    await options(page).first().click();
    await dialog(page).waitFor({ state: "detached" });
    await page.keyboard.press("Control+k");
    await page.keyboard.press("ArrowDown");
    expect(await active(page).innerText()).toBe("grúa");
    await page.keyboard.press("Enter");
    expect(await field(page).inputValue()).toBe("grúa");
    await field(page).fill("");
    await page.getByRole("button", { name: "Borrar historial" }).click();
    await options(page).first().waitFor({ state: "detached" });
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("ally:searches")))).toEqual([]);
  });

  it("says what is in the way: no results, a failure, no network", async () => {
    const page = await opened();
    await field(page).fill("xilófono");
    await page.getByText("Prueba con menos palabras, o con otras.").waitFor();
    server.whims.refuse.push({ call: "GET /api/ally/search", status: 400, code: "invalid", error: "No se entendió.", times: 1 });
    await field(page).fill("grúa");
    await page.getByText("No pudimos buscar").waitFor();
    await page.getByText("No se entendió.").waitFor();
    await page.getByRole("button", { name: "Reintentar" }).click();
    await options(page).first().waitFor();
    await context.setOffline(true);
    await page.getByText("Sin conexión. La búsqueda vuelve cuando haya red.").waitFor();
  });
});

describe("a message that was found", () => {
  it("is reached in a long conversation, marked, and stays where it is", async () => {
    const world = new World();
    world.long(600);
    const page = await opened({ world });
    await field(page).fill("“Pregunta 20:”");
    await options(page).filter({ hasText: "Pregunta 20:" }).first().waitFor();
    await options(page).filter({ hasText: "Pregunta 20:" }).last().click();
    const target = page.locator("article[aria-current=true]");
    await target.waitFor();
    expect(await target.innerText()).toContain("Pregunta 20:");
    const box = (await target.boundingBox())!;
    expect(box.y).toBeGreaterThan(100);
    expect(box.y + box.height).toBeLessThan(800);
    expect(server.calls.filter((call) => call.includes("before=") && call.includes("limit=100")).length).toBeLessThan(8);
    await page.getByRole("button", { name: "Ir al final" }).click();
    await page.getByText("Pregunta 300:").waitFor();
  });

  it("that is gone shows the end of the conversation, and says so", async () => {
    const page = await opened();
    await field(page).fill("grúa mañana");
    await options(page).filter({ hasText: "¿Quién revisa" }).waitFor();
    const messages = server.world.messages.get("shared-write")!;
    server.world.messages.set("shared-write", messages.slice(1));
    await options(page).filter({ hasText: "¿Quién revisa" }).click();
    await page.getByText("El mensaje ya no está. Se muestra el final").first().waitFor();
    await page.getByText("el turno B a las 8:00").first().waitFor();
    expect(await page.locator("article[aria-current=true]").count()).toBe(0);
  });
});

describe("nobody is shut out of search", () => {
  for (const [dark, language, width] of [[false, "es", 1440], [true, "en", 360]] as const) {
    it(`no violation of axe's rules (${dark ? "dark" : "light"}, ${language}, ${width})`, async () => {
      const page = await opened({ dark, language, width });
      expect(await violations(page)).toEqual([]);
      await field(page).fill("mantencion presupeusto");
      await options(page).first().waitFor();
      expect(await violations(page)).toEqual([]);
      for (const name of [/^(Fecha|Date)/, /^(Tema|Topic)/, /^(Agente|Agent)/, /^(Persona|Person)/]) {
        await dialog(page).getByRole("button", { name }).click();
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press("Escape");
      }
      await field(page).fill("xilófono");
      await dialog(page).getByText(/Nada con|Nothing with/).first().waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await field(page).fill("presupuesto");
      await options(page).nth(1).click();
      await page.locator("article[aria-current=true]").waitFor();
      expect(await violations(page)).toEqual([]);
    });
  }
});
