import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { Action } from "../../src/api/contract";
import { launch } from "../browser/chromium";
import { Backend, until } from "./backend";
import { RODRIGO, Visit } from "./visit";

/** The plan's tests 4 and 5, with the real functions, the emulator and letters that went by SMTP. */

interface Letter {
  to: string[];
  recipient: string;
  subject: string;
  text: string;
  files: { name: string }[];
}

let backend: Backend;
let browser: Browser;
const visits: Visit[] = [];

beforeAll(async () => {
  [browser, backend] = await Promise.all([launch(), Backend.start({ tool: inject("tool") })]);
});
afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});
afterEach(async () => {
  for (const visit of visits.splice(0)) {
    expect(visit.complaints).toEqual([]);
    await visit.close();
  }
});

async function visited(person?: string): Promise<Visit> {
  const visit = await Visit.of(browser, backend.url, person);
  visits.push(visit);
  return visit;
}

/** Opens one of the apps of the right column. */
async function openApp({ page }: Visit, name: string) {
  const column = page.getByRole("complementary", { name: "Acciones" });
  await page.getByRole("feed").or(page.getByText("Hola, soy Ally")).first().waitFor();
  await column.getByRole("button", { name }).click();
  return column;
}

/** The last letter to somebody, as it came by SMTP. */
async function letterTo(visit: Visit, address: string): Promise<Letter> {
  let found: Letter | undefined;
  await until(`a letter to ${address}`, async () => {
    const { letters } = await visit.get<{ letters: Letter[] }>("/dev/inbox.json");
    found = letters.find((one) => one.recipient === address); // the newest stands first
    return found !== undefined;
  });
  return found!;
}

async function actionsOf(visit: Visit, appId: string): Promise<Action[]> {
  return (await visit.get<{ actions: Action[] }>(`/api/ally/actions?appId=${appId}`)).actions;
}

describe("tests 4 and 5: a summary, and an e-mail with it", () => {
  it("counts an agent's use, keeps the action, and sends it to the team as a letter with its PDF", async () => {
    const visit = await visited(RODRIGO);
    await visit.newThread();
    await visit.answerTo("¿Qué agente me ayuda con un permiso de edificación?");
    const { page } = visit;
    const app = await openApp(visit, "Resumen");
    await app.getByText("El uso de un agente", { exact: true }).click();
    await app.getByRole("button", { name: /agente/i }).last().click();
    await page.getByRole("radiogroup", { name: "Agente" }).getByText("M001").click();
    await app.getByRole("button", { name: "Resumir" }).click();
    await app.getByRole("table").first().waitFor();
    await until("the action", async () => (await actionsOf(visit, "summary"))[0]?.status === "completed");
    const [summary] = await actionsOf(visit, "summary");
    expect(summary!.cards.map((card) => card.type)).toEqual(expect.arrayContaining(["markdown", "table", "cta"]));
    await page.getByRole("region", { name: /^Historial de acciones/ }).getByText("M001").first().waitFor();
    await app.getByRole("button", { name: "Compartir enlace" }).waitFor();

    await app.getByRole("button", { name: "Enviar por correo" }).click();
    await app.getByRole("button", { name: /^Adjuntar:/ }).waitFor();
    await app.getByLabel("Para", { exact: true }).fill("equipo@example.com ");
    await app.getByLabel(/^Instrucciones/).fill("Cuenta al equipo cuánto se usa M001.");
    await app.getByRole("button", { name: "Redactar" }).click();
    await app.getByRole("button", { name: "Enviar…" }).waitFor();
    expect((await visit.get<{ letters: Letter[] }>("/dev/inbox.json")).letters.filter((one) => one.recipient === "equipo@example.com")).toEqual([]);
    await app.getByRole("button", { name: "Enviar…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Enviar a 1 persona" }).click();
    await app.getByText(/^Enviado el/).waitFor();
    const letter = await letterTo(visit, "equipo@example.com");
    expect(letter.files.map((file) => file.name)).toEqual([expect.stringMatching(/\.pdf$/)]);

    // A second one is scheduled, and taken back; nothing of it ever comes.
    await app.getByRole("button", { name: "Volver a la lista" }).click();
    await openApp(visit, "Correo");
    await app.getByLabel("Para", { exact: true }).fill("nadie@example.com ");
    await app.getByLabel("Asunto").fill("Aviso");
    await app.getByLabel(/^Mensaje/).fill("Para mañana.");
    await app.getByRole("button", { name: "Redactar" }).click();
    await app.getByRole("button", { name: "Programar…" }).click();
    await page.getByRole("dialog").getByLabel("Fecha").fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
    await page.getByRole("dialog").getByRole("button", { name: "Programar el envío" }).click();
    await app.getByRole("button", { name: "Cancelar el envío" }).click();
    await app.getByText("Se canceló antes de enviarse.").waitFor();
    expect((await actionsOf(visit, "email")).map((one) => (one.result as { delivery: { state: string } }).delivery.state).sort()).toEqual(["cancelled", "sent"]);
  });
});
