import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { complaints, open, server, violations } from "./opened";

/** What Ally remembers, in the built page. */

const panel = (page: Page) => page.getByRole("region", { name: /^(Lo que Ally recuerda de esta conversación|What Ally remembers of this conversation)$/ });
const unfold = (page: Page) => panel(page).getByRole("button", { name: /^(Memoria|Memory)/ }).click();
const dialog = (page: Page) => page.getByRole("dialog", { name: /^(Lo que Ally recuerda|What Ally remembers)$/ });
const writes = () => server.calls.filter((call) => !call.startsWith("GET") && /memory|privacy/.test(call)).map((call) => call.replace(/k\d+/, "k"));
const remembered = (text: string) => server.world.memory.items.find((item) => item.text.includes(text));

async function opened(setting: Parameters<typeof open>[0] = {}): Promise<Page> {
  const page = await open(setting);
  await page.getByRole("feed").waitFor();
  await unfold(page);
  return page;
}

async function openAll(page: Page): Promise<void> {
  await page.getByRole("feed").waitFor();
  await page.getByRole("button", { name: /^(Preferencias|Preferences)$/ }).click();
  await page.getByRole("menuitem", { name: /^(Lo que Ally recuerda|What Ally remembers)$/ }).click();
  await dialog(page).getByRole("switch").waitFor();
}

describe("the memory of a conversation", () => {
  it("says in a line how much there is, and unfolds into takeaways, decisions and a checklist", async () => {
    const page = await open();
    await panel(page).getByText("2 pendientes · 1 decisión · 2 puntos clave").waitFor();
    await unfold(page);
    expect(await panel(page).getByRole("heading").allInnerTexts()).toEqual(["Puntos clave", "Decisiones", "Pendientes"]);
    const checklist = panel(page).getByRole("checkbox");
    expect(await checklist.count()).toBe(3);
    await panel(page).getByText(/^Vencido: /).waitFor();
    expect(await panel(page).getByText("Paula Rojas").count()).toBe(1);
    await panel(page).getByRole("button", { name: "1 reemplazado" }).click();
    expect(await panel(page).locator("s").innerText()).toContain("los lunes");
    await panel(page).getByText("Ahora: La mantención de la KTA-40 se hace los martes en la tarde.").waitFor();
    expect(complaints).toEqual([]);
  });

  it("ticks off at once, and takes it back where it could not be kept", async () => {
    const page = await opened();
    const box = panel(page).getByRole("checkbox", { name: "Enviar el informe de mantención a gerencia" });
    await box.press("Space");
    await panel(page).getByText("1 pendiente · ").waitFor();
    await expect.poll(() => remembered("Enviar el informe")?.status).toBe("done");
    server.whims.refuse.push({ call: "PATCH /api/ally/memory", status: 503, code: "unavailable", error: "No disponible.", times: 1 });
    await panel(page).getByText("Enviar el informe de mantención a gerencia").click();
    await page.getByText("No disponible.").first().waitFor();
    expect(await box.isChecked()).toBe(true);
  });

  it("leads to the message that something was learnt from", async () => {
    const page = await opened();
    await panel(page).getByRole("listitem").filter({ hasText: "Pedir el informe" }).getByRole("button", { name: "Ver el mensaje" }).click();
    const target = page.locator("article[aria-current=true]");
    await target.waitFor();
    expect(await target.innerText()).toContain("¿Cuántos días tiene la DOM");
  });

  it("can be put right: text, who and when", async () => {
    const page = await opened();
    await panel(page).getByRole("button", { name: /^Editar: Enviar el informe/ }).click();
    await page.getByRole("textbox", { name: "Texto" }).fill("Enviar el informe a la gerencia general");
    await page.getByRole("textbox", { name: "Responsable" }).fill("Marta");
    await page.getByLabel("Fecha").fill("2031-05-06");
    await page.getByRole("button", { name: "Guardar" }).click();
    await panel(page).getByText("editado por ti").waitFor();
    await panel(page).getByText("6 may 2031").waitFor();
    await expect.poll(() => remembered("gerencia general")).toMatchObject({ owner: "Marta", due: "2031-05-06", edited: true });
    expect(await page.getByRole("button", { name: /^Editar: Enviar el informe a la gerencia/ }).evaluate((element) => element === document.activeElement)).toBe(true);
    await panel(page).getByRole("button", { name: /^Editar: Enviar el informe/ }).click();
    await page.getByLabel("Fecha").fill("");
    await page.keyboard.press("Enter");
    await expect.poll(() => remembered("gerencia general")?.due).toBeUndefined();
  });

  it("is left as it is by Escape in the middle of a change", async () => {
    const page = await opened();
    await panel(page).getByRole("button", { name: /^Editar: La grúa/ }).click();
    await page.getByRole("textbox", { name: "Texto" }).fill("Otra cosa");
    await page.keyboard.press("Escape");
    await panel(page).getByText("La grúa KTA-40 concentra").waitFor();
    expect(writes()).toEqual([]);
  });

  it("gives back what was deleted, with the focus on the way", async () => {
    const page = await opened();
    await panel(page).getByRole("button", { name: /^Borrar: La grúa/ }).click();
    const undo = panel(page).getByRole("button", { name: "Deshacer" });
    await undo.waitFor();
    await expect.poll(() => undo.evaluate((element) => element === document.activeElement)).toBe(true);
    await panel(page).getByText("1 punto clave").waitFor();
    expect(remembered("La grúa")).toBeUndefined();
    await page.keyboard.press("Enter");
    await panel(page).getByText("La grúa KTA-40 concentra").waitFor();
    await expect.poll(() => remembered("La grúa")).toBeDefined();
    expect(writes()).toEqual(["DELETE /api/ally/memory/k", "POST /api/ally/memory/k/restore"]);
  });

  it("shows again what could not be deleted, and says when it is too late to undo", async () => {
    const page = await opened();
    server.whims.refuse.push({ call: "DELETE /api/ally/memory", status: 503, code: "unavailable", error: "No disponible.", times: 1 });
    await panel(page).getByRole("button", { name: /^Borrar: La grúa/ }).click();
    await page.getByText("No disponible.").first().waitFor();
    await panel(page).getByText("La grúa KTA-40 concentra").waitFor();
    server.world.memory.undo = -1;
    await panel(page).getByRole("button", { name: /^Borrar: La grúa/ }).click();
    await panel(page).getByRole("button", { name: "Deshacer" }).click();
    await page.getByText("Ya no se puede deshacer.").first().waitFor();
    await panel(page).getByRole("button", { name: "Deshacer" }).waitFor({ state: "detached" });
  });

  it("is forgotten as a whole, once that is confirmed", async () => {
    const page = await opened();
    await panel(page).getByRole("button", { name: "Opciones de la memoria" }).click();
    await page.getByRole("menuitem", { name: "Olvidar esta conversación" }).click();
    expect(writes()).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "Olvidar" }).click();
    await panel(page).getByText("Cuando en esta conversación se acuerde").waitFor();
    expect(server.world.memory.items.map((item) => item.conversationId)).toEqual(["thread-5"]);
  });

  it.each(["organization", "person"] as const)("says who switched it off: the %s", async (who) => {
    const page = await opened({ before: (s) => void (who === "person" ? s.world.memory.optIn(false) : (s.world.memory.organization = false)) });
    if (who === "organization") {
      await panel(page).getByText("Tu organización la desactivó").waitFor();
      expect(await panel(page).getByRole("button", { name: "Activar la memoria" }).count()).toBe(0);
    } else {
      await panel(page).getByRole("button", { name: "Activar la memoria" }).click();
      await panel(page).getByText("Cuando en esta conversación se acuerde").waitFor();
      expect(server.world.memory.person).toBe(true);
    }
  });

  it("is not spoken of in a conversation that has not begun, nor in somebody else's", async () => {
    const page = await open();
    await panel(page).waitFor();
    await page.keyboard.press("Alt+n");
    await page.getByText("Hola, soy Ally").waitFor();
    await panel(page).waitFor({ state: "detached" });
    await page.getByRole("tab", { name: "Conversaciones" }).click();
    await page.getByRole("button", { name: /Revisión con Legal/ }).first().click();
    await page.getByText("Puedes leer esta").waitFor();
    expect(await panel(page).count()).toBe(0);
  });

  it("shows what was learnt since, once Ally has answered", async () => {
    const page = await opened();
    await page.getByRole("textbox", { name: "Mensaje" }).fill("Acordemos revisar los planos el viernes");
    await page.keyboard.press("Enter");
    await page.getByText("para revisar tu caso en detalle.").first().waitFor();
    server.world.memory.learn(server.world.messages.get("main-ally")!.at(-2)!, "decision", "Los planos se revisan el viernes.");
    await panel(page).getByText("Los planos se revisan el viernes.").waitFor();
  });
});

describe("all that Ally remembers", () => {
  it("is filtered by kind, and leads into the conversation it is from", async () => {
    const page = await open();
    await openAll(page);
    await dialog(page).getByText("La grúa KTA-40 concentra").waitFor();
    await dialog(page).getByRole("radio", { name: "Decisiones" }).check({ force: true });
    await dialog(page).getByText("La grúa KTA-40 concentra").waitFor({ state: "detached" });
    expect(server.calls.some((call) => call.includes("kind=decision"))).toBe(true);
    await dialog(page).getByRole("listitem").filter({ hasText: "El presupuesto 2026" }).getByRole("button", { name: "Ver el mensaje" }).click();
    await page.getByRole("heading", { name: "Presupuesto 2026", level: 1 }).waitFor();
    await page.locator("article[aria-current=true]").waitFor();
    expect(await dialog(page).count()).toBe(0);
  });

  it("comes in pages", async () => {
    const page = await open({
      before: ({ world }) => {
        for (let i = 0; i < 70; i++) world.memory.learn(world.messages.get("thread-1")![0]!, "takeaway", `Punto ${i}.`);
      },
    });
    await openAll(page);
    const rows = () => dialog(page).getByRole("listitem").count();
    const more = dialog(page).getByRole("button", { name: "Mostrar más" });
    await more.click();
    await expect.poll(rows).toBeGreaterThan(50);
    await more.click();
    await expect.poll(() => dialog(page).getByText(/^Punto \d+\.$/).count()).toBe(70);
    expect(await more.count()).toBe(0);
  });

  it("goes when it is switched off, which is asked first; switched on it begins anew", async () => {
    const page = await open();
    await openAll(page);
    const memory = dialog(page).getByRole("switch", { name: "Recordar lo importante de mis conversaciones" });
    await memory.click();
    await page.getByText("lo que recordaba se borra para siempre").waitFor();
    expect(await memory.isChecked()).toBe(true);
    await page.getByRole("button", { name: "Desactivar la memoria" }).click();
    await dialog(page).getByText("La desactivaste tú").waitFor();
    expect(await memory.isChecked()).toBe(false);
    expect(server.world.memory.items).toEqual([]);
    await memory.click();
    await dialog(page).getByText("Nada todavía").waitFor();
    expect(writes()).toEqual(["PATCH /api/ally/memory", "PATCH /api/ally/memory"]);
  });

  it("is undone in its place", async () => {
    const page = await open();
    await openAll(page);
    await dialog(page).getByRole("button", { name: /^Borrar: El presupuesto/ }).click();
    await dialog(page).getByRole("button", { name: "Deshacer" }).click();
    await dialog(page).getByText("El presupuesto 2026 se cierra").waitFor();
    await expect.poll(() => remembered("El presupuesto 2026")).toBeDefined();
  });

  it("is downloaded as a file, and says where that failed", async () => {
    const page = await open();
    await openAll(page);
    server.whims.refuse.push({ call: "GET /api/ally/privacy", status: 503, code: "unavailable", error: "No disponible.", times: 1 });
    await dialog(page).getByRole("button", { name: "Descargar todo" }).click();
    await dialog(page).getByText("No disponible.").waitFor();
    const downloading = page.waitForEvent("download");
    await dialog(page).getByRole("button", { name: "Descargar todo" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("ally.json");
    const file = JSON.parse(readFileSync(await download.path(), "utf8")) as { collections: Record<string, unknown[]> };
    expect(file.collections.ally_conversations?.length).toBeGreaterThan(3);
    await dialog(page).getByText("Archivo descargado").waitFor();
    expect(complaints).toEqual([]);
  });
});

describe("an erasure", () => {
  it.each([true, false])("wants the person's address, erases, and begins anew (at its end at once: %s)", async (atOnce) => {
    const page = await open({ before: (s) => void (s.whims.erased = atOnce) });
    await page.getByRole("feed").waitFor();
    await page.getByRole("textbox", { name: "Mensaje" }).fill("Un borrador");
    await openAll(page);
    await dialog(page).getByRole("button", { name: "Borrar mis datos…" }).click();
    const erasure = page.getByRole("dialog", { name: "Borrar todo lo que Ally guarda sobre ti" });
    const confirm = erasure.getByRole("textbox");
    await confirm.fill("alguien@otra.cl");
    await erasure.getByRole("button", { name: "Borrar todo" }).click();
    await erasure.getByText("Debe ser tu correo").waitFor();
    expect(writes()).toEqual([]);
    await confirm.fill(" Alec@GetAIFactory.com ");
    await page.keyboard.press("Enter");
    await erasure.getByText(atOnce ? "Tus datos se borraron" : "Tus datos se están borrando").waitFor();
    await erasure.getByRole("button", { name: "Empezar de nuevo" }).click();
    await page.getByText("Hola, soy Ally").waitFor();
    await page.getByRole("tab", { name: "Conversaciones" }).click();
    await page.getByRole("button", { name: /^Equipo de maquinaria/ }).waitFor();
    expect(await page.getByRole("button", { name: "Presupuesto 2026", exact: true }).count()).toBe(0);
    expect(await page.getByRole("textbox", { name: "Mensaje" }).inputValue()).toBe("");
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /draft|outbox|searches/.test(key) && localStorage.getItem(key) !== "[]"))).toEqual([]);
  });

  it("can be left by Escape without anything done", async () => {
    const page = await open();
    await openAll(page);
    await dialog(page).getByRole("button", { name: "Borrar mis datos…" }).click();
    await page.getByRole("dialog", { name: "Borrar todo lo que Ally guarda sobre ti" }).waitFor();
    await page.keyboard.press("Escape");
    await dialog(page).getByRole("switch").waitFor();
    expect(writes()).toEqual([]);
  });
});

describe("nobody is shut out of memory", () => {
  for (const [dark, language, width] of [[false, "es", 1440], [true, "en", 360]] as const) {
    it(`no violation of axe's rules (${dark ? "dark" : "light"}, ${language}, ${width})`, async () => {
      const page = await opened({ dark, language, width });
      await panel(page).getByRole("button", { name: /reemplazado|replaced/ }).click();
      expect(await violations(page)).toEqual([]);
      await panel(page).getByRole("button", { name: /^(Editar|Edit): Enviar/ }).click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await panel(page).getByRole("button", { name: /^(Borrar|Delete): La DOM/ }).click();
      await panel(page).getByRole("button", { name: /Deshacer|Undo/ }).waitFor();
      expect(await violations(page)).toEqual([]);
      await openAll(page);
      await dialog(page).getByRole("checkbox").first().waitFor({ state: "attached" });
      expect(await violations(page)).toEqual([]);
      await dialog(page).getByRole("switch").click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await dialog(page).getByRole("button", { name: /^(Borrar mis datos|Erase my data)/ }).click();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
});

describe("what Ally is always to mind", () => {
  const instructions = (page: Page) => page.getByRole("dialog", { name: "Instrucciones para Ally" });
  const field = (page: Page) => instructions(page).getByLabel("Lo que Ally debe tener siempre en cuenta");
  const choose = async (page: Page) => {
    await page.getByRole("button", { name: "Preferencias" }).click();
    await page.getByRole("menuitem", { name: "Instrucciones para Ally" }).click();
    await field(page).waitFor();
  };

  it("is written by the person, not lost by closing, and not by a change made elsewhere", async () => {
    const page = await open();
    await page.getByRole("feed").waitFor();
    await choose(page);
    const { memory } = server.world;
    const save = instructions(page).getByRole("button", { name: "Guardar" });
    expect(await save.isDisabled()).toBe(true);
    await field(page).fill("ñ".repeat(4001));
    await instructions(page).getByText("Son 4.001 caracteres; caben 4.000.").waitFor();
    expect(await save.isDisabled()).toBe(true);
    await field(page).fill("Respuestas cortas.");
    await instructions(page).getByText("18 de 4.000 caracteres").waitFor();
    await field(page).press("Escape");
    const asked = page.getByRole("dialog", { name: "¿Cerrar sin guardar?" });
    expect(await violations(page)).toEqual([]);
    await asked.getByRole("button", { name: "Cancelar" }).click();
    expect(await field(page).inputValue()).toBe("Respuestas cortas.");

    memory.prefer({ ...memory.preferences, userPrompt: "Siempre en inglés." });
    await save.click();
    await instructions(page).getByText("Siempre en inglés.").waitFor();
    expect(await field(page).inputValue()).toBe("Respuestas cortas.");
    expect(await violations(page)).toEqual([]);
    await save.click();
    await instructions(page).waitFor({ state: "detached" });
    expect(memory.preferences).toMatchObject({ userPrompt: "Respuestas cortas.", memoryOptIn: true });

    await choose(page);
    expect(await field(page).inputValue()).toBe("Respuestas cortas.");
    await field(page).fill("Otra cosa");
    await field(page).press("Escape");
    await asked.getByRole("button", { name: "Cerrar sin guardar" }).click();
    await instructions(page).waitFor({ state: "detached" });
    expect(memory.preferences.userPrompt).toBe("Respuestas cortas.");
    expect(complaints).toEqual([]);
  });
});
