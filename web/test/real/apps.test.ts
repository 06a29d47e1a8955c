import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { Action } from "../../src/api/contract";
import { launch } from "../browser/chromium";
import { Backend, until } from "./backend";
import { EMILY, RODRIGO, Visit } from "./visit";

/** The plan's tests 4, 5, 6 and 9, with the real functions, the emulator and letters that went by SMTP. */

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

const linkIn = (letter: Letter) => /https?:\/\/\S+\/invitation#[\w-]+/.exec(letter.text)![0];

async function actionsOf(visit: Visit, appId: string): Promise<Action[]> {
  return (await visit.get<{ actions: Action[] }>(`/api/ally/actions?appId=${appId}`)).actions;
}

describe("tests 4 and 5: a summary, and an e-mail with it", () => {
  it("counts an agent's use, keeps the action, and sends it to the team as a letter with its PDF", async () => {
    const visit = await visited(RODRIGO);
    visit.page.setDefaultTimeout(20_000);
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

describe("tests 6 and 9: inviting a colleague, and somebody from outside", () => {
  it("lets a colleague in by her letter, and a guest once the address is proven, until access is taken back", async () => {
    await backend.database.set("organizations/salfa-corp", {
      allyConfig: { collaborationSettings: { allowCrossOrgSharing: true, requireEmailVerification: true, allowedExternalDomains: ["external.com"], maxExternalCollaborators: 5 } },
    });
    const owner = await visited(RODRIGO);
    await owner.newThread();
    await owner.answerTo("¿Cuántos días tiene la DOM para pronunciarse sobre un permiso de edificación?");
    const app = await openApp(owner, "Colaborar");
    await until("the policy", async () => {
      const [thread] = (await owner.conversations()).filter((one) => one.type === "ally-thread");
      return (await owner.get<{ policy: { domains: string[] } }>(`/api/ally/apps/collaborate/people?conversationId=${thread!.id}`)).policy.domains.includes("external.com");
    });
    await app.getByLabel("A quién").fill("emily.carter@salfagestion.cl ");
    await app.getByRole("button", { name: "Invitar", exact: true }).click();
    await app.getByText("Se envió 1 invitación por correo.").waitFor();

    const colleague = await visited(EMILY);
    await colleague.page.goto(linkIn(await letterTo(owner, "emily.carter@salfagestion.cl")));
    await colleague.page.getByRole("button", { name: /^(Aceptar|Accept)$/ }).click();
    await colleague.page.getByRole("link", { name: /^(Abrir la conversación|Open the conversation)$/ }).click();
    await colleague.page.getByRole("feed").getByText("30 días corridos").waitFor();

    await app.getByLabel("A quién").fill("test@external.com ");
    await app.getByRole("button", { name: "Invitar", exact: true }).click();
    await app.getByRole("region", { name: "Invitaciones" }).getByText("test@external.com").waitFor();
    const guest = await visited();
    await guest.page.goto(linkIn(await letterTo(owner, "test@external.com")));
    await guest.page.getByLabel("Tu correo").fill("test@external.com");
    await guest.page.getByRole("button", { name: "Enviar código" }).click();
    let code: string | undefined;
    await until("the code", async () => {
      const { letters } = await owner.get<{ letters: Letter[] }>("/dev/inbox.json");
      code = letters.filter((one) => one.recipient === "test@external.com").map((one) => /\b(\d{6})\b/.exec(one.text)?.[1]).find((one) => one !== undefined);
      return code !== undefined;
    });
    await guest.page.getByLabel("Código", { exact: true }).fill(code!);
    await guest.page.keyboard.press("Enter");
    await guest.page.waitForURL("**/guest");
    await guest.page.getByText("30 días corridos").waitFor();

    // Taken back: at the next look nothing is there.
    await app.getByRole("button", { name: /^Quitar a test@external\.com/ }).click();
    await owner.page.getByRole("dialog").getByRole("button", { name: "Quitar acceso" }).click();
    await owner.page.getByRole("dialog").waitFor({ state: "detached" });
    await guest.page.reload();
    await guest.page.getByText(/Tu acceso terminó/).first().waitFor();
  });
});
