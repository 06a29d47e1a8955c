import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { emailOf } from "../../src/api/results";
import { MAIN } from "../fake/world";
import { complaints, context, open, server, violations } from "./opened";

/** The apps in the built page: one way through each, with what can go wrong on it. */

const column = (page: Page) => page.getByRole("complementary", { name: /^(Acciones|Actions)$/ });
const openApp = async (page: Page, name: string) => {
  await page.getByRole("feed").waitFor();
  await column(page).getByRole("button", { name }).click();
};
/** What of the page is looked at by axe: the column and dialogs; the rest is looked at elsewhere. */
const PART = "aside[data-state], dialog[open]:not(:has(aside))";
const back = (page: Page) => column(page).getByRole("button", { name: "Volver a la lista" }).click();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
const writes = (part: string) => server.calls.filter((call) => !call.startsWith("GET") && call.includes(part));

describe("the summary", () => {
  it("is asked for, watched, cancelled, read with its sources, kept, shared, reported, deleted and had back", async () => {
    const page = await open({ before: ({ world }) => (world.actions.pace = 600_000) });
    await openApp(page, "Resumen");
    const app = column(page);

    // What is missing is said at its field, which gets the focus; nothing was sent.
    await app.getByText("Texto", { exact: true }).click();
    await app.getByRole("button", { name: "Resumir" }).click();
    await app.getByText("Falta completar esto.").waitFor();
    expect(await app.getByLabel("Texto").last().evaluate((field) => field === document.activeElement && field.getAttribute("aria-invalid") === "true")).toBe(true);
    expect(writes("apps")).toEqual([]);
    expect(await violations(page, PART)).toEqual([]);

    // Any document of one's agents can be taken, found by a word of its name.
    await app.getByText("Documento", { exact: true }).first().click();
    await app.getByRole("button", { name: "Elegir un documento" }).click();
    await page.getByRole("searchbox", { name: "Buscar documentos" }).fill("circular");
    await page.getByRole("radiogroup", { name: "Documento" }).getByText("OGUC").waitFor({ state: "detached" });
    await page.getByRole("radiogroup", { name: "Documento" }).getByText("Circular DDU 455.pdf").click();
    await app.getByRole("button", { name: "Documento: Circular DDU 455.pdf" }).waitFor();

    // What the server alone knows is said at its field too.
    await app.getByText("Conversación", { exact: true }).first().click();
    await app.getByLabel(/^Desde/).fill("2026-11-20");
    await app.getByLabel(/^Hasta/).fill("2026-11-01");
    await app.getByRole("button", { name: "Resumir" }).click();
    await app.getByText("Debe ser igual o posterior a la fecha inicial.").waitFor();
    await app.getByLabel(/^Hasta/).fill("2026-11-30");
    await app.getByLabel(/^Título/).fill("Resumen del permiso");

    // It tells how far it is, can be cancelled, and done again from where it began.
    await app.getByRole("button", { name: "Resumir" }).click();
    await app.getByRole("progressbar").waitFor();
    expect(await violations(page, PART)).toEqual([]);
    await app.getByRole("button", { name: "Cancelar" }).click();
    await app.getByText("Se canceló antes de terminar").waitFor();
    await app.getByRole("button", { name: "Volver a hacer" }).click();
    expect(await app.getByLabel(/^Título/).inputValue()).toBe("Resumen del permiso");

    // A connection that breaks loses nothing: the action goes on and is found.
    server.whims.cuts = 1;
    server.world.actions.pace = 20;
    await app.getByRole("button", { name: "Resumir" }).click();
    await app.getByText("La DOM tiene").waitFor();
    expect(await violations(page, PART)).toEqual([]);

    // A statement leads to the message that it comes from.
    await app.getByRole("button", { name: /^Mensaje 2:/ }).first().click();
    const target = page.locator("article[aria-current=true]");
    await target.waitFor();
    expect(await target.innerText()).toContain("La Dirección de Obras Municipales");

    // What failed says why and can be tried again.
    await app.getByRole("button", { name: "Volver a hacer" }).click();
    server.world.actions.fail = "model_timeout";
    await app.getByRole("button", { name: "Resumir" }).click();
    await app.getByText("El modelo no respondió a tiempo.").waitFor();
    await back(page);

    // The history on the left opens it, and takes it as context.
    const history = page.getByRole("region", { name: /^Historial de acciones/ });
    const row = history.getByRole("listitem").filter({ hasText: "Resumen del permiso" });
    await row.getByText("Resumen del permiso").click();
    await expect.poll(() => server.world.conversations.get(MAIN)!.activeInputs.actionIds.length).toBe(1);
    await row.getByRole("button", { name: "Abrir: Resumen del permiso" }).click();
    await app.getByText("La DOM tiene").waitFor();

    const download = page.waitForEvent("download");
    await app.getByRole("button", { name: "Word" }).click();
    expect((await download).suggestedFilename()).toBe("resumen.docx");
    await app.getByRole("button", { name: "Agregar al informe" }).click();
    await page.getByRole("button", { name: "Ver el informe" }).click();
    await app.getByRole("heading", { name: "Informe de la conversación" }).waitFor();
    await app.getByText("La DOM tiene").waitFor();

    // A link to it: made, seen through without a session, and taken back.
    await row.getByRole("button", { name: "Abrir: Resumen del permiso" }).click();
    await app.getByRole("button", { name: "Compartir enlace" }).click();
    const dialog = page.getByRole("dialog", { name: "Compartir un enlace" });
    await dialog.getByText("No hay enlaces activos.").waitFor();
    await dialog.getByLabel("Vale por").selectOption("30");
    await dialog.getByRole("button", { name: "Crear enlace" }).click();
    const url = await dialog.getByLabel("Enlace", { exact: true }).inputValue();
    expect(await violations(page, PART)).toEqual([]);
    const visitor = await context.newPage();
    server.world.me = null;
    await visitor.goto(url);
    await visitor.getByRole("heading", { name: "Resumen del permiso" }).waitFor();
    await visitor.getByText("La DOM tiene").waitFor();
    expect(await violations(visitor)).toEqual([]);
    server.world.me = "114671162830729001607";
    await dialog.getByRole("button", { name: /^Anular/ }).click();
    await dialog.getByText("No hay enlaces activos.").waitFor();
    await visitor.reload();
    await visitor.getByText("Este enlace ya no está disponible").waitFor();
    await visitor.close();
    await page.bringToFront();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    // Deleted, with a way back.
    await row.getByRole("button", { name: "Borrar: Resumen del permiso" }).click();
    await page.getByText("“Resumen del permiso” borrada").first().waitFor();
    await row.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Deshacer" }).click();
    await row.waitFor();
    expect(complaints).toEqual([]);
  });
});

describe("the email", () => {
  it("goes out only when its recipients were shown and the button was pressed", async () => {
    const page = await open();
    await openApp(page, "Resumen");
    const app = column(page);
    await app.getByRole("button", { name: "Resumir" }).click();
    await app.getByRole("button", { name: "Enviar por correo" }).click();

    // The summary comes along; addresses become pieces, and are looked at here and by the server.
    await app.getByRole("button", { name: /^Adjuntar: Resumen: Ally/ }).waitFor();
    const to = app.getByLabel("Para", { exact: true });
    await to.fill("ana@example.com, beto@bloqueado.example,");
    await to.fill("sin-arroba");
    await app.getByRole("button", { name: "Redactar" }).click();
    await app.getByText("Una de las direcciones de correo no es válida.").waitFor();
    await to.fill("");
    await app.getByRole("button", { name: "Redactar" }).click();
    await app.getByText("Di qué debe decir, o escríbelo tú.").waitFor();
    await app.getByLabel(/^Instrucciones/).fill("Cuenta el avance del permiso.");
    await app.getByRole("button", { name: "Redactar" }).click();
    await app.getByText("Tu organización no permite escribir a bloqueado.example.").waitFor();
    await app.getByRole("button", { name: "Quitar beto@bloqueado.example" }).click();
    await app.getByLabel(/^Copia/).fill("carla@example.com ");
    await app.getByRole("button", { name: "Redactar" }).click();
    await app.getByText("Cuenta el avance del permiso.").waitFor();
    expect(await violations(page, PART)).toEqual([]);

    // Changed here and elsewhere at the same time: both are there.
    const id = [...server.world.actions.all.values()].find((one) => one.appId === "email")!.id;
    await app.getByRole("button", { name: "Editar" }).click();
    await app.getByLabel("Asunto").fill("Permiso: lo mío");
    server.world.email.changeElsewhere(id, { subject: "Permiso: lo de otra pestaña" });
    await app.getByRole("button", { name: "Guardar borrador" }).click();
    await app.getByRole("alert", { name: "El borrador cambió mientras lo editabas" }).getByText("Permiso: lo de otra pestaña").waitFor();
    expect(await app.getByLabel("Asunto").inputValue()).toBe("Permiso: lo mío");
    expect(await violations(page, PART)).toEqual([]);
    await app.getByRole("button", { name: "Guardar el mío" }).click();
    await app.getByText("Permiso: lo mío").first().waitFor();
    expect(server.world.email.sent).toEqual([]);

    // Scheduled in another time zone, and cancelled.
    await app.getByRole("button", { name: "Programar…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Se enviará a 2 direcciones:").waitFor();
    await dialog.getByLabel("Fecha").fill("2020-01-01");
    await dialog.getByRole("button", { name: "Programar el envío" }).click();
    await dialog.getByText("Elige una fecha y hora en el futuro.").waitFor();
    await dialog.getByLabel("Fecha").fill("2031-07-15");
    await dialog.getByLabel("Hora", { exact: true }).fill("09:30");
    await dialog.getByLabel("Zona horaria").selectOption("Europe/Madrid");
    await dialog.getByText("Hoy puedes escribir a 48 destinatarios más, de 50.").waitFor();
    expect(await violations(page, PART)).toEqual([]);
    await dialog.getByRole("button", { name: "Programar el envío" }).click();
    await app.getByText(/Se enviará el martes, 15 de julio de 2031.*9:30.*Europe\/Madrid/).waitFor();
    expect(emailOf(server.world.actions.get(id))?.delivery).toMatchObject({ state: "scheduled", at: "2031-07-15T07:30:00.000Z", timeZone: "Europe/Madrid" });
    await app.getByRole("button", { name: "Cancelar el envío" }).click();
    await app.getByText("Se canceló antes de enviarse.").waitFor();
    expect(server.world.email.sent).toEqual([]);

    // Sent, to some; the rest once more.
    server.world.email.unreachable.set("carla@example.com", 1);
    await app.getByRole("button", { name: "Enviar…" }).click();
    await dialog.getByText("carla@example.com (Copia)").waitFor();
    await dialog.getByRole("button", { name: "Enviar a 2 personas" }).click();
    await app.getByText("Enviado a algunos; a otros no se pudo.").waitFor();
    await app.getByText("falló · La casilla no existe.").waitFor();
    expect(server.world.email.sent.map((one) => one.to)).toEqual(["ana@example.com"]);
    expect(await violations(page, PART)).toEqual([]);
    await app.getByRole("button", { name: "Reenviar a los que fallaron" }).click();
    await dialog.getByText("Se enviará de nuevo solo a: carla@example.com").waitFor();
    await dialog.getByRole("button", { name: "Reenviar a los que fallaron" }).click();
    await app.getByText(/^Enviado el/).waitFor();
    expect(server.world.email.sent.map((one) => one.to)).toEqual(["ana@example.com", "carla@example.com"]);
    expect(await app.getByRole("button", { name: "Editar" }).count()).toBe(0);

    // Too late to cancel, and no more today: both are said with what to do.
    await back(page);
    await openApp(page, "Correo");
    await app.getByLabel("Para", { exact: true }).fill("ana@example.com ");
    await app.getByLabel(/^Mensaje/).fill("Solo un aviso.");
    server.world.email.limits = { perDay: 50, left: 0 };
    await app.getByRole("button", { name: "Redactar" }).click();
    await app.getByText("Solo un aviso.").waitFor();
    await app.getByRole("button", { name: "Enviar…" }).click();
    await dialog.getByText("Llegaste al límite de correos de hoy.").waitFor();
    expect(await dialog.getByRole("button", { name: "Enviar a 1 persona" }).isDisabled()).toBe(true);
    expect(complaints).toEqual([]);
  });
});

describe("collaborating", () => {
  it("invites by letter, WhatsApp and link, shows who is here, and takes access back", async () => {
    const page = await open();
    await openApp(page, "Colaborar");
    const app = column(page);
    await app.getByText("Puedes invitar a tu organización y a example.com. Personas externas: 1 de 10.").waitFor();
    await app.getByText("ahora aquí · leyó todo").waitFor();
    expect(await violations(page, PART)).toEqual([]);

    await app.getByLabel("Direcciones").fill("nadie@otra.example ");
    await app.getByRole("button", { name: "Invitar", exact: true }).click();
    await app.getByText("Tu organización no permite invitar a nadie@otra.example.").waitFor();
    await app.getByRole("button", { name: "Quitar nadie@otra.example" }).click();
    await app.getByLabel("Direcciones").fill("nueva@example.com ");
    await app.getByLabel("Días de validez").fill("120");
    await app.getByRole("button", { name: "Invitar", exact: true }).click();
    await app.getByText("Debe estar entre 1 y 90.").waitFor();
    await app.getByLabel("Días de validez").fill("14");
    await app.getByRole("button", { name: "Invitar", exact: true }).click();
    await app.getByText("Se envió 1 invitación por correo.").waitFor();
    const invitations = app.getByRole("region", { name: "Invitaciones" });
    const row = invitations.getByRole("listitem").filter({ hasText: "nueva@example.com" });
    await row.getByText("Pendiente").waitFor();

    await app.getByText("WhatsApp", { exact: true }).first().click();
    await app.getByRole("button", { name: "Invitar", exact: true }).click();
    const whatsapp = app.getByRole("link", { name: "Abrir en WhatsApp" });
    await whatsapp.waitFor();
    expect(await whatsapp.getAttribute("href")).toMatch(/^https:\/\/wa\.me\//);
    expect(await app.getByLabel("Enlace de la invitación").inputValue()).toContain("/invitation#");
    expect(await violations(page, PART)).toEqual([]);

    // A fresh link; the earlier one is void.
    const before = server.world.collaboration.invitations.find((one) => one.email === "nueva@example.com")!.token;
    await row.getByRole("button", { name: "Obtener enlace" }).click();
    await row.getByText("Enlace nuevo: el anterior dejó de funcionar.").waitFor();
    expect(await row.getByLabel("Enlace de la invitación").inputValue()).not.toContain(`#${before}"`);
    await row.getByRole("button", { name: "Reenviar" }).click();
    await page.getByText("Invitación reenviada").first().waitFor();
    await row.getByRole("button", { name: "Anular" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Anular" }).click();
    await row.getByText("Anulada").waitFor();

    // Levels, comments to Ally, and somebody is taken out.
    await app.getByLabel("Acceso de María Soto").selectOption("comment");
    await expect.poll(() => server.world.collaboration.people.get(MAIN)![0]!.level).toBe("comment");
    await app.getByRole("switch", { name: "Ally lee los comentarios" }).click();
    await expect.poll(() => server.world.collaboration.commentsToAlly).toBe(true);
    server.whims.refuse.push({ call: "DELETE /api/ally/apps/collaborate/people", status: 503, code: "unavailable", error: "No disponible.", times: 1 });
    await app.getByRole("button", { name: "Quitar a María Soto" }).click();
    const dialog = page.getByRole("dialog", { name: "Quitar acceso" });
    await dialog.getByRole("button", { name: "Quitar acceso" }).click();
    await page.getByText("No disponible.").first().waitFor();
    await dialog.getByRole("button", { name: "Quitar acceso" }).click();
    await app.getByLabel("Acceso de María Soto").waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
  });

  it("lets who may only comment speak to the people, and leave", async () => {
    const page = await open();
    await page.getByRole("tab", { name: "Conversaciones" }).click();
    await page.getByRole("button", { name: /^Plan de obra 2026/ }).click();
    await page.getByText("revisor@example.com (invitado) · Comentario").waitFor();
    const field = page.getByRole("textbox", { name: "Comentario" });
    server.whims.refuse.push({ call: "POST /api/ally/messages/comments", status: 503, code: "unavailable", error: "No disponible.", times: 1 });
    await field.fill("Confirmado con el mandante.");
    await page.keyboard.press("Enter");
    await page.getByText("No disponible.").first().waitFor();
    expect(await field.inputValue()).toBe("Confirmado con el mandante.");
    await page.keyboard.press("Enter");
    await page.getByRole("article").filter({ hasText: "Confirmado con el mandante." }).waitFor();
    expect(await field.inputValue()).toBe("");
    expect(server.world.messages.get("shared-comment")!.filter((message) => message.content.startsWith("Confirmado"))).toHaveLength(1);
    expect(server.calls.filter((call) => call === "POST /api/ally/messages")).toEqual([]);
    await expect.poll(() => server.world.collaboration.seen.length).toBeGreaterThan(0);
    expect(await violations(page, PART)).toEqual([]);
    await openApp(page, "Colaborar");
    await column(page).getByRole("button", { name: "Salir de la conversación" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Salir de la conversación" }).click();
    await page.getByText("Esta conversación ya no está").waitFor();

    // Whoever may write chooses between the two.
    await page.getByRole("button", { name: /^Equipo de maquinaria/ }).click();
    await page.getByRole("button", { name: "Escribir a las personas, no a Ally" }).click();
    await page.getByRole("textbox", { name: "Comentario" }).fill("Yo la reviso.");
    await page.keyboard.press("Enter");
    await page.getByRole("article").filter({ hasText: "Yo la reviso." }).getByText("Comentario").waitFor();
    expect(complaints).toEqual([]);
  });
});

describe("who comes from outside", () => {
  it("looks at an invitation, proves the address, reads and comments as a guest, and nothing of the workspace is loaded", async () => {
    const page = await open({
      width: 390,
      before: ({ world }) => {
        world.me = null;
        world.collaboration.invitations[0]!.level = "comment";
        world.collaboration.invitations[0]!.message = "Para que lo veas antes del lunes.";
      },
    });
    const { collaboration } = server.world;
    const origin = new URL(page.url()).origin;
    const loaded: string[] = [];
    page.on("response", (response) => loaded.push(new URL(response.url()).pathname));
    await page.goto(`${origin}/invitation#token-i1`);
    await page.getByText("Alec Dickinson te invita").waitFor();
    await page.getByText("Para que lo veas antes del lunes.").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(collaboration.invitations[0]!.status).toBe("pending");
    const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8")) as Record<string, { file: string }>;
    expect(loaded).not.toContain(`/${manifest["index.html"]!.file}`);

    await page.getByRole("button", { name: "Enviar código" }).click();
    await page.getByText("Escribe una dirección de correo válida.").waitFor();
    await page.getByLabel("Tu correo").fill("legal@example.com");
    await page.getByRole("button", { name: "Enviar código" }).click();
    await page.getByText("Si legal@example.com es la dirección invitada").waitFor();
    await page.getByLabel("Código", { exact: true }).fill("000000");
    await page.keyboard.press("Enter");
    await page.getByText("El código no es correcto o ya venció.").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("Código", { exact: true }).fill("482 913");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/guest");
    await page.getByLabel("Comentario").fill("De acuerdo con el plazo.");
    await page.keyboard.press("Enter");
    await page.getByRole("article").filter({ hasText: "De acuerdo con el plazo." }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "End" }).click();
    await page.getByText("Your access has ended").waitFor();
    await page.goto(`${origin}/invitation#token-i1`);
    await page.getByText("Esta invitación ya no sirve").waitFor();
    expect(complaints).toEqual([]);
  });

  it("accepts with an account once signed in, or declines", async () => {
    const page = await open({ before: ({ world }) => (world.me = null) });
    const { collaboration } = server.world;
    const origin = new URL(page.url()).origin;
    collaboration.invitations.push({ ...collaboration.invitations[0]!, id: "x1", token: "member", email: "kate@salfagestion.cl" }, { ...collaboration.invitations[0]!, id: "x2", token: "other", email: "kate@salfagestion.cl" });
    await page.goto(`${origin}/invitation#other`);
    await page.getByRole("button", { name: "Rechazar" }).click();
    await page.getByRole("button", { name: "Rechazar" }).click();
    await page.getByText("Rechazaste la invitación").waitFor();
    expect(collaboration.invitations.find((one) => one.token === "other")?.status).toBe("declined");
    await page.goto(`${origin}/invitation#member`);
    await page.getByRole("button", { name: "Aceptar" }).click();
    await page.getByText("Inicia sesión en la plataforma en otra pestaña").waitFor();
    server.world.me = "usr_3";
    await page.getByRole("button", { name: "Aceptar" }).click();
    await page.getByRole("link", { name: "Abrir la conversación" }).click();
    await page.getByRole("feed").waitFor();
    expect(new URL(page.url()).searchParams.get("conversation")).toBe(MAIN);
    expect(complaints).toEqual([]);
  });
});

describe("the apps for everybody", () => {
  it("work in English, in the dark, on a narrow screen, and say what is missing", async () => {
    const page = await open({ dark: true, language: "en", width: 360, before: ({ world, whims }) => (world.actions.apps.splice(1), whims.refuse.push({ call: "GET /api/ally/apps", status: 503, code: "unavailable", error: "Not available.", times: 3 })) });
    await page.getByRole("feed").waitFor();
    await page.getByRole("button", { name: "Open actions" }).click();
    const drawer = page.getByRole("dialog", { name: "Actions" });
    await drawer.getByText("We could not load the apps").waitFor();
    await drawer.getByRole("button", { name: "Try again" }).click();
    await drawer.getByRole("button", { name: /^Summary/ }).click();
    await drawer.getByRole("button", { name: "Summarize" }).waitFor();
    expect(await drawer.getByRole("button", { name: /^Email/ }).count()).toBe(0);
    expect(await violations(page, PART)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await drawer.getByRole("button", { name: "Summarize" }).press("Enter");
    await drawer.getByText("La DOM tiene").waitFor();
    expect(await focused(page)).toContain("Resumen: Ally");
    expect(await violations(page, PART)).toEqual([]);
    await drawer.getByRole("button", { name: /^Message 1:/ }).first().click();
    await page.locator("article[aria-current=true]").waitFor();
    expect(complaints).toEqual([]);
  });
});
