import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { launch } from "./browser/chromium";
import { FakeServer } from "./fake/server";
import { World } from "./fake/world";

/** Takes pictures of every state into `pictures/`: `npm run pictures [-- name…]`. */
const folder = "pictures";
mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);

interface Shot {
  name: string;
  width?: number;
  height?: number;
  dark?: boolean;
  language?: "es" | "en";
  touch?: boolean;
  before?(server: FakeServer): void;
  act?(page: Page, server: FakeServer): Promise<void>;
}

const ready = (page: Page) => page.getByRole("feed").waitFor();
const field = (page: Page) => page.getByRole("textbox", { name: /Mensaje|Message/ });

const search = async (page: Page, text: string) => {
  await ready(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill(text);
  await page.getByRole("listbox").getByRole("option").first().waitFor();
  await page.waitForTimeout(600);
};
const panel = async (page: Page) => {
  await ready(page);
  await page.getByRole("button", { name: /^(Memoria|Memory)/ }).click();
  await page.waitForTimeout(400);
};
const remembered = async (page: Page) => {
  await ready(page);
  await page.getByRole("button", { name: /^(Preferencias|Preferences)$/ }).click();
  await page.getByRole("menuitem", { name: /Lo que Ally|What Ally/ }).click();
  await page.getByRole("dialog").getByRole("listitem").first().waitFor();
  await page.waitForTimeout(300);
};
const app = async (page: Page, name: RegExp) => {
  await ready(page);
  await page.getByRole("button", { name }).first().click();
  await page.waitForTimeout(500);
};
const column = (page: Page) => page.locator("aside[data-state]");
const summarize = async (page: Page) => {
  await app(page, /^(Resumen|Summary)$/);
  await column(page).getByRole("button", { name: /^(Resumir|Summarize)$/ }).click();
  await column(page).getByText("La DOM tiene").waitFor();
  await page.waitForTimeout(300);
};
const draftEmail = async (page: Page) => {
  await app(page, /^(Correo|Email)$/);
  await column(page).getByLabel(/^(Para|To)$/).fill("ana@example.com, beto@example.com ");
  await column(page).getByLabel(/^(Instrucciones|Instructions)/).fill("Cuenta el avance del permiso.");
  await column(page).getByRole("button", { name: /^(Redactar|Write a draft)$/ }).click();
  await column(page).getByRole("button", { name: /^(Enviar…|Send…)$/ }).waitFor();
  await page.waitForTimeout(300);
};
const conflict = async (page: Page, server: FakeServer) => {
  await draftEmail(page);
  await column(page).getByRole("button", { name: /^(Editar|Edit)$/ }).click();
  await column(page).getByLabel(/^(Asunto|Subject)$/).fill("Permiso: lo mío");
  server.world.email.changeElsewhere([...server.world.actions.all.keys()].at(-1)!, { subject: "Permiso: lo de otra pestaña" });
  await column(page).getByRole("button", { name: /^(Guardar borrador|Save draft)$/ }).click();
  await column(page).getByRole("alert").first().waitFor();
  await page.waitForTimeout(300);
};
const partly = async (page: Page, server: FakeServer) => {
  server.world.email.unreachable.set("beto@example.com", 1);
  await draftEmail(page);
  await column(page).getByRole("button", { name: /^(Enviar…|Send…)$/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^(Enviar a|Send to)/ }).click();
  await column(page).getByText(/^(Enviado a algunos|Sent to some)/).waitFor();
  await page.waitForTimeout(300);
};
const compare = (place: string, act?: (page: Page) => Promise<unknown>) => async (page: Page) => {
  await ready(page);
  await page.evaluate((hash) => (location.hash = hash), `comparison/${place}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.locator(".ally-skeleton").first().waitFor({ state: "detached" });
  await act?.(page);
  await page.waitForTimeout(400);
};
const scrolled = (page: Page) => page.getByRole("tabpanel").evaluate((panel) => panel.scrollBy(0, 760));
const visit = (path: string, wait: (page: Page) => Promise<void>) => async (page: Page) => {
  await page.goto(new URL(path, page.url()).href);
  await wait(page);
  await page.waitForTimeout(400);
};
const invited = visit("/invitation#token-i1", (page) => page.getByRole("button", { name: /^(Rechazar|Decline)$/ }).waitFor());
const guest = async (page: Page) => {
  await visit("/invitation#token-i1", (page) => page.getByLabel(/^(Tu correo|Your e?-?mail)$/i).waitFor())(page);
  await page.getByLabel(/^(Tu correo|Your e?-?mail)$/i).fill("legal@example.com");
  await page.keyboard.press("Enter");
  await page.getByLabel(/^(Código|Code)$/).fill("482 913");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/guest");
  await page.getByLabel(/^(Comentario|Comment)$/).waitFor();
};
const snapshot = async (page: Page, server: FakeServer) => {
  await summarize(page);
  await page.getByRole("button", { name: /^(Compartir enlace|Share link)$/ }).click();
  await page.getByRole("button", { name: /^(Crear enlace|Create link)$/ }).click();
  await page.getByRole("textbox", { name: /(Enlace|Link)/ }).first().waitFor();
  await visit(`/shared#${server.world.collaboration.shares.at(-1)!.token}`, (page) => page.getByRole("heading", { level: 1 }).waitFor())(page);
};
const outside = ({ world }: FakeServer) => {
  world.me = null;
  world.collaboration.invitations[0]!.level = "comment";
  world.collaboration.invitations[0]!.message = "Para que lo veas antes del lunes.";
};
const PHONE = { width: 390, height: 844, touch: true };

const shots: Shot[] = [
  { name: "search", act: async (page) => search(page, "mantencion grua presupeusto") },
  { name: "search-dark", dark: true, language: "en", act: async (page) => search(page, "permisos") },
  { name: "search-phone", ...PHONE, act: async (page) => search(page, "permisos") },
  { name: "search-phone-dark", ...PHONE, dark: true, act: async (page) => search(page, "mantencion grua presupeusto") },
  { name: "search-begin", act: async (page) => (await ready(page), await page.evaluate((key) => localStorage.setItem(key, '["permiso de obra","grúa KTA-40"]'), "ally:searches:114671162830729001607"), await page.reload(), await ready(page), await page.keyboard.press("Control+k"), await page.getByRole("dialog").getByRole("combobox").waitFor(), await page.waitForTimeout(400)) },
  { name: "search-nothing", act: async (page) => (await ready(page), await page.keyboard.press("Control+k"), await page.getByRole("dialog").getByRole("combobox").fill("xylófono"), await page.getByText("Nada con").first().waitFor(), await page.waitForTimeout(300)) },
  { name: "search-filter", act: async (page) => (await search(page, "permiso"), await page.getByRole("button", { name: "Tema" }).click(), await page.getByRole("radiogroup").getByText("permiso").click(), await page.getByRole("button", { name: "Fecha" }).click(), await page.waitForTimeout(300)) },
  { name: "search-agent-phone", ...PHONE, act: async (page) => (await search(page, "permiso"), await page.getByRole("button", { name: "Agente" }).click(), await page.waitForTimeout(600)) },
  { name: "search-failed", before: (server) => server.whims.refuse.push({ call: "GET /api/ally/search", status: 400, code: "invalid", error: "No se pudo.", times: 9 }), act: async (page) => (await ready(page), await page.keyboard.press("Control+k"), await page.getByRole("dialog").getByRole("combobox").fill("grúa"), await page.getByText("No pudimos buscar").waitFor()) },
  { name: "search-opened", act: async (page) => (await search(page, "ordenanza"), await page.getByRole("listbox").getByRole("option").nth(1).click(), await page.waitForTimeout(900)) },
  { name: "memory", act: panel },
  { name: "memory-dark", dark: true, language: "en", act: panel },
  { name: "memory-phone", ...PHONE, act: panel },
  { name: "memory-folded", act: async (page) => (await ready(page), await page.getByRole("button", { name: /^Memoria/ }).waitFor(), await page.waitForTimeout(300)) },
  { name: "memory-edit", act: async (page) => (await panel(page), await page.getByRole("button", { name: /^Editar: Enviar/ }).click(), await page.waitForTimeout(300)) },
  { name: "memory-removed", act: async (page) => (await panel(page), await page.getByRole("button", { name: /^Borrar: La mantención de la KTA-40 se hace los martes/ }).click(), await page.getByText("Borrado de la memoria").first().waitFor(), await page.getByRole("button", { name: /reemplazad/ }).click().catch(() => undefined), await page.waitForTimeout(500)) },
  { name: "memory-off", before: (server) => (server.world.memory.optIn(false), undefined), act: panel },
  { name: "memory-forget", act: async (page) => (await panel(page), await page.getByRole("button", { name: "Opciones de la memoria" }).click(), await page.getByRole("menuitem", { name: /Olvidar/ }).click(), await page.waitForTimeout(300)) },
  { name: "remembered", act: remembered },
  { name: "remembered-dark-phone", ...PHONE, dark: true, act: remembered },
  { name: "remembered-off", before: (server) => (server.world.memory.optIn(false), undefined), act: async (page) => (await ready(page), await page.getByRole("button", { name: "Preferencias" }).click(), await page.getByRole("menuitem", { name: /Lo que Ally/ }).click(), await page.getByRole("switch").waitFor(), await page.waitForTimeout(300)) },
  { name: "erase", act: async (page) => (await remembered(page), await page.getByRole("button", { name: "Borrar mis datos…" }).click(), await page.waitForTimeout(300)) },
  { name: "apps", act: async (page) => (await ready(page), await page.getByRole("button", { name: "Abrir acciones" }).click(), await page.waitForTimeout(400)) },
  { name: "summary-form", act: (page) => app(page, /^Resumen$/) },
  { name: "summary", act: summarize },
  { name: "summary-dark", dark: true, language: "en", act: summarize },
  { name: "email", act: draftEmail },
  { name: "email-conflict", act: conflict },
  { name: "email-partly", dark: true, act: partly },
  { name: "email-schedule", act: async (page) => (await draftEmail(page), await column(page).getByRole("button", { name: "Programar…" }).click(), await page.waitForTimeout(500)) },
  { name: "collaborate", act: (page) => app(page, /^Colaborar$/) },
  { name: "share", act: async (page) => (await summarize(page), await page.getByRole("button", { name: "Compartir enlace" }).click(), await page.getByRole("button", { name: "Crear enlace" }).click(), await page.waitForTimeout(500)) },
  { name: "app-phone", ...PHONE, act: async (page) => (await ready(page), await page.getByRole("button", { name: "Abrir acciones" }).click(), await page.getByRole("dialog").getByRole("button", { name: /^Correo/ }).click(), await page.waitForTimeout(500)) },
  { name: "comments", act: async (page) => (await ready(page), await page.getByRole("tab", { name: "Conversaciones" }).click(), await page.getByRole("button", { name: /^Plan de obra/ }).click(), await page.waitForTimeout(600)) },
  { name: "invitation-es-light-wide", width: 1280, height: 800, act: invited },
  { name: "invitation-en-dark-phone", ...PHONE, height: 780, dark: true, language: "en", act: invited },
  { name: "guest-es-light-wide", width: 1280, height: 800, before: outside, act: guest },
  { name: "guest-en-dark-phone", ...PHONE, height: 780, dark: true, language: "en", before: outside, act: guest },
  { name: "shared-es-light-wide", width: 1280, height: 800, act: snapshot },
  // Those of the documentation, in its sizes, until they are taken of a real one.
  ...(["comparison", "comparison-trends", "comparison-rules"] as const).flatMap((name): Shot[] => {
    const act = compare(name.split("-")[1] ?? "results");
    return [
      { name: `${name}-es-light-wide`, width: 1280, height: 800, act },
      { name: `${name}-en-dark-wide`, width: 1280, height: 800, dark: true, language: "en", act },
      { name: `${name}-es-dark-phone`, ...PHONE, height: 780, dark: true, act },
      { name: `${name}-en-light-phone`, ...PHONE, height: 780, language: "en", act },
    ];
  }),
  { name: "comparison-whole", height: 2900, act: compare("results") },
  { name: "comparison-go", dark: true, language: "en", before: ({ world }) => void (world.comparison.isRandomized = true), act: compare("results") },
  { name: "comparison-phone-table", ...PHONE, dark: true, act: compare("results", async (page) => page.getByRole("heading", { name: "Lado a lado" }).scrollIntoViewIfNeeded().then(() => scrolled(page))) },
  { name: "comparison-part", act: compare("results?organizationId=maqsa&domain=maqsa.example.com") },
  { name: "comparison-definition", act: compare("results", (page) => page.getByRole("button", { name: /^Qué es «Satisf/ }).click()) },
  { name: "comparison-distributions", act: compare("distributions") },
  { name: "comparison-distributions-phone", ...PHONE, act: compare("distributions") },
  { name: "comparison-check", act: compare("rules", (page) => page.getByRole("button", { name: "Registrar: sin pérdida de datos" }).click()) },
  { name: "comparison-empty", before: ({ world }) => void (world.comparison.isEmpty = true), act: compare("results") },
  { name: "comparison-failed", before: ({ whims }) => void whims.refuse.push({ call: "GET /api/ally/comparison", status: 400, code: "invalid", error: "No se pudo calcular.", times: 9 }), act: compare("results") },
  { name: "workspace", act: ready },
  { name: "workspace-dark", dark: true, act: ready },
  { name: "workspace-en", language: "en", act: ready },
  { name: "workspace-vast", width: 1920, height: 1080, act: ready },
  { name: "workspace-2560", width: 2560, height: 1300, act: ready },
  { name: "medium", width: 960, height: 760, act: ready },
  { name: "phone", width: 390, height: 844, touch: true, act: ready },
  { name: "phone-320", width: 320, height: 640, touch: true, dark: true, act: ready },
  {
    name: "phone-drawer",
    width: 390,
    height: 844,
    touch: true,
    act: async (page) => {
      await ready(page);
      await page.getByRole("button", { name: "Abrir contexto y conversaciones" }).click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: "provenance",
    act: async (page) => {
      await ready(page);
      await page.evaluate(() => document.querySelector("[data-part=messages]")?.scrollBy(0, -520));
      await page.waitForTimeout(300);
      await page.getByRole("button", { name: /Hecho con/ }).first().click();
      await page.waitForTimeout(300);
    },
  },
  {
    name: "conversations",
    act: async (page) => {
      await ready(page);
      await page.getByRole("tab", { name: "Conversaciones" }).click();
      await page.getByRole("button", { name: "Opciones de Repuestos de la KTA-40" }).click();
    },
  },
  {
    name: "undo",
    act: async (page) => {
      await ready(page);
      await page.getByRole("tab", { name: "Conversaciones" }).click();
      await page.getByRole("button", { name: "Opciones de Repuestos de la KTA-40" }).click();
      await page.getByRole("menuitem", { name: "Eliminar" }).click();
      await page.waitForTimeout(300);
    },
  },
  {
    name: "streaming",
    before: (server) => (server.whims.pace = 120),
    act: async (page) => {
      await ready(page);
      await field(page).fill("¿Cómo pido un permiso de edificación?");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(2600);
    },
  },
  {
    name: "thinking-dark",
    dark: true,
    before: (server) => (server.whims.pace = 400),
    act: async (page) => {
      await ready(page);
      await field(page).fill("¿Cómo pido un permiso de edificación?");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(900);
    },
  },
  {
    name: "failed-send",
    before: (server) => server.whims.refuse.push({ call: "POST /api/ally/messages", status: 429, code: "too_many", error: "Has enviado muchos mensajes en poco tiempo.", retryAfter: 24, times: 1 }),
    act: async (page) => {
      await ready(page);
      await field(page).fill("Otra pregunta más");
      await page.keyboard.press("Enter");
      await page.getByText("No se envió.").waitFor();
    },
  },
  {
    name: "failed-reply",
    before: (server) => (server.whims.fail = "model_unavailable"),
    act: async (page) => {
      await ready(page);
      await field(page).fill("¿Y el plazo?");
      await page.keyboard.press("Enter");
      await page.getByText("Ally no pudo responder.").first().waitFor();
    },
  },
  {
    name: "offline",
    act: async (page) => {
      await ready(page);
      await page.context().setOffline(true);
      await field(page).fill("Escrito sin conexión");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(500);
    },
  },
  {
    name: "edit",
    act: async (page) => {
      await ready(page);
      await page.getByText("Muéstrame las mantenciones").hover();
      await page.getByRole("button", { name: "Editar" }).click();
    },
  },
  { name: "new-thread", act: async (page) => (await ready(page), await page.keyboard.press("Alt+n"), await page.getByText("Hola, soy Ally").waitFor()) },
  { name: "view-only", act: async (page) => (await ready(page), await page.getByRole("tab", { name: "Conversaciones" }).click(), await page.getByRole("button", { name: /Revisión con Legal/ }).first().click(), await page.getByText("Puedes leer esta").waitFor()) },
  { name: "shortcuts", act: async (page) => (await ready(page), await page.getByRole("feed").locator("..").focus(), await page.keyboard.press("?"), await page.waitForTimeout(300)) },
  { name: "preferences", act: async (page) => (await ready(page), await page.getByRole("button", { name: "Preferencias" }).click()) },
  { name: "actions", act: async (page) => (await ready(page), await page.getByRole("button", { name: "Abrir acciones" }).click(), await page.waitForTimeout(400)) },
  { name: "stars", act: async (page) => (await ready(page), await page.getByRole("radio", { name: "4 estrellas" }).last().check({ force: true }), await page.getByRole("button", { name: "Comentar" }).click(), await page.waitForTimeout(300)) },
  { name: "loading", before: (server) => (server.whims.delay = 1500), act: async (page) => page.waitForTimeout(5200) },
  { name: "starting", before: (server) => (server.whims.delay = 3000), act: async (page) => page.waitForTimeout(4500) },
  { name: "no-access", before: (server) => ((server.whims.flags = false), (server.whims.dev = false)), act: async (page) => page.waitForTimeout(800) },
  { name: "classic-only", before: (server) => (server.whims.flags = false), act: async (page) => page.waitForTimeout(800) },
  { name: "classic", act: async (page) => (await ready(page), await page.getByRole("button", { name: "Chat clásico" }).click(), await page.waitForTimeout(600)) },
  { name: "signed-out", before: (server) => (server.world.me = null), act: async (page) => page.waitForTimeout(800) },
  { name: "expired", act: async (page, server) => (await ready(page), (server.world.me = null), await page.getByText("Tu sesión terminó").waitFor()) },
  { name: "start-failed", before: (server) => server.whims.refuse.push({ call: "GET /api/ally", status: 503, code: "unavailable", error: "Ally no está disponible en este momento. Inténtalo de nuevo.", times: 99 }), act: async (page) => page.waitForTimeout(3500) },
];

const browser = await launch();
for (const shot of shots) {
  if (wanted.length > 0 && !wanted.includes(shot.name)) continue;
  const server = new FakeServer(new World());
  shot.before?.(server);
  const url = await server.start();
  const context = await browser.newContext({ viewport: { width: shot.width ?? 1440, height: shot.height ?? 900 }, colorScheme: shot.dark ? "dark" : "light", hasTouch: shot.touch ?? false, isMobile: shot.touch ?? false, locale: "es-CL", timezoneId: "America/Santiago" });
  if (shot.language) await context.addInitScript((language) => localStorage.setItem("ally:preferences", JSON.stringify({ language })), shot.language);
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const complaints: string[] = [];
  page.on("console", (message) => (message.type() === "error" || message.type() === "warning") && !/status of (4|5)\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  try {
    await page.goto(url);
    await shot.act?.(page, server);
    await page.waitForTimeout(350);
  } catch (error) {
    complaints.push(String(error).slice(0, 400));
  }
  await page.screenshot({ path: `${folder}/${shot.name}.png` });
  console.log(`${shot.name}${complaints.length > 0 ? `\n  ${complaints.join("\n  ")}` : ""}`);
  await context.close();
  await server.stop();
}
await browser.close();
