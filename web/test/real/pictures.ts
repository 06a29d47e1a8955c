import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { launch } from "../browser/chromium";
import { Backend } from "./backend";
import { ALEC, EMILY, PAULA, RODRIGO, Visit } from "./visit";

/**
 * Takes the pictures of the documentation from a real `ally dev` with its
 * sample: `ally pictures` runs it. Arguments: the local tool, the folder for
 * the pictures, and the names of the screens that are wanted; all without any.
 */
const [tool = "", folder = "pictures", ...wanted] = process.argv.slice(2);

type Language = "es" | "en";

interface View {
  language: Language;
  dark: boolean;
  phone: boolean;
}

/** Each screen is taken in these: both languages, both themes, wide and on a phone. */
const VIEWS: View[] = [
  { language: "es", dark: false, phone: false },
  { language: "en", dark: true, phone: false },
  { language: "es", dark: true, phone: true },
  { language: "en", dark: false, phone: true },
];

interface Screen {
  name: string;
  /** Who looks at it, where it is not the person of the language. */
  person?: string | null;
  /** How wide the wide one is, where another width shows more. */
  width?: number;
  /** In which it is taken, where not in all. */
  views?: View[];
  act?(page: Page, view: View): Promise<void>;
}

const PEOPLE: Record<Language, string> = { es: RODRIGO, en: EMILY };

const QUESTIONS: Record<Language, { main: string[]; threads: string[] }> = {
  es: {
    main: ["¿Cuál es la misión de la organización?", "¿Qué agente me ayuda con un permiso de edificación?", "¿Cuántos días tiene la DOM para pronunciarse sobre un permiso de edificación?"],
    threads: ["Decidimos hacer el conteo cíclico los lunes. Paula tiene que enviar el informe de bodega a gerencia antes del viernes. ¿Qué debe llevar?", "¿Cómo se hace un conteo cíclico en bodega?", "¿Qué equipo de protección se usa para trabajar en altura?", "¿Cada cuántas horas se lubrican los camiones?"],
  },
  en: {
    main: ["What is the mission of the organization?", "Which agent helps me with a permiso de edificación?", "How many días does the DOM have to decide on a permiso de edificación?"],
    threads: ["We decided to do the conteo cíclico on Mondays. Paula has to send the report of the bodega to management by Friday. What does it need?", "What does a conteo cíclico in the bodega look like?", "Which protección does trabajo en altura need?"],
  },
};

const inWorkspace = async (page: Page, view: View) => {
  await page.getByRole("feed").getByRole("button", { name: /^(Hecho con|Made from)/ }).last().waitFor();
  if (!view.phone) await page.getByRole("checkbox").first().waitFor({ state: "attached" });
};

/** What was said last, with the answer's end above the field for writing. */
const toEnd = (page: Page) =>
  page.locator("[data-part=messages]").evaluate(async (element) => {
    for (let still = 0, top = -1; still < 20; ) {
      element.scrollTop = element.scrollHeight;
      await new Promise(requestAnimationFrame);
      still = element.scrollTop === top ? still + 1 : 0;
      top = element.scrollTop;
    }
  });

const openLeft = async (page: Page, view: View) => {
  if (view.phone) await page.getByRole("button", { name: /^(Abrir contexto y conversaciones|Open context and conversations)$/ }).click();
};

const search = async (page: Page, text: string) => {
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill(text);
  await dialog.getByRole("option").first().waitFor();
};

const openRemembered = async (page: Page) => {
  await page.getByRole("button", { name: /^(Preferencias|Preferences)$/ }).click();
  await page.getByRole("menuitem", { name: /^(Lo que Ally recuerda|What Ally remembers)$/ }).click();
  await page.getByRole("dialog").getByRole("listitem").first().waitFor();
};

/** The superadmin's desk: each tab wide, and the first on a phone too. */
const DESK = { prompt: "Super prompt", organizations: "Organizaciones|Organizations", apps: "Apps", rollout: "Despliegue|Rollout", audit: "Auditoría|Audit" };

const deskScreens = Object.entries(DESK).map(
  ([name, tab], i): Screen => ({
    name: `desk-${name}`,
    person: ALEC,
    width: 1440,
    views: [VIEWS[0]!, ...(i === 0 ? [{ language: "en" as const, dark: true, phone: true }] : [])],
    act: async (page) => {
      await page.getByRole("button", { name: /^(Gestión de agentes|Agent management)$/ }).click();
      await page.getByRole("tab", { name: new RegExp(`^(${tab})`) }).click();
      await page.locator(".ally-skeleton").first().waitFor({ state: "detached" });
    },
  }),
);

const screens: Screen[] = [
  { name: "workspace" },
  { name: "provenance", act: async (page) => (await page.getByRole("button", { name: /^(Hecho con|Made from)/ }).last().click(), await toEnd(page)) },
  {
    name: "context",
    width: 1720,
    act: async (page, view) => {
      await openLeft(page, view);
      await page.getByRole("checkbox", { name: /^S001/ }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "conversations",
    act: async (page, view) => {
      await openLeft(page, view);
      await page.getByRole("tab", { name: /^(Conversaciones|Conversations)$/ }).click();
      await page.getByRole("navigation", { name: /^(Conversaciones|Conversations)$/ }).getByRole("listitem").nth(2).waitFor();
    },
  },
  { name: "search", act: async (page) => search(page, "bodega informe") },
  { name: "search-begin", act: async (page) => (await page.keyboard.press("Control+k"), await page.getByRole("dialog").getByRole("combobox").waitFor()) },
  { name: "found", act: async (page) => (await search(page, "bodega informe"), await page.getByRole("dialog").getByRole("option").nth(1).click(), await page.locator("article[aria-current=true]").waitFor()) },
  {
    name: "memory",
    act: async (page) => {
      await openRemembered(page);
      await page.getByRole("dialog").getByRole("button", { name: /(Ver el mensaje|See the message)$/ }).first().click();
      await page.locator("article[aria-current=true]").waitFor();
      await page.getByRole("button", { name: /^(Memoria|Memory)/ }).click();
    },
  },
  { name: "remembered", act: openRemembered },
  { name: "erasure", act: async (page) => (await openRemembered(page), await page.getByRole("button", { name: /^(Borrar mis datos|Erase my data)/ }).click(), await page.getByRole("dialog").getByRole("textbox").waitFor()) },
  { name: "actions", act: async (page) => page.getByRole("button", { name: /^(Abrir acciones|Open actions)$/ }).click() },
  { name: "shortcuts", act: async (page) => (await page.getByRole("feed").locator("..").focus(), await page.keyboard.press("?"), await page.getByRole("dialog").waitFor()) },
  {
    name: "preferences",
    act: async (page) => page.getByRole("button", { name: /^(Preferencias|Preferences)$/ }).click(),
  },
  {
    name: "offline",
    act: async (page, view) => {
      await page.context().setOffline(true);
      await page.getByRole("textbox", { name: /^(Mensaje|Message)$/ }).fill(view.language === "es" ? "Escrito sin conexión" : "Written offline");
      await page.getByRole("button", { name: /^(Enviar|Send)$/ }).click();
      await page.getByText(/Se enviará cuando vuelva|Will be sent when/).waitFor();
    },
  },
  { name: "new-conversation", act: async (page) => (await page.keyboard.press("Alt+n"), await page.getByText(/Hola, soy Ally|Hello, I am Ally/).waitFor()) },
  { name: "classic", act: async (page) => (await page.getByRole("button", { name: /^(Chat clásico|Classic chat)$/ }).click(), await page.getByRole("main").getByRole("listitem").first().waitFor()) },
  { name: "without-access", person: PAULA, act: async (page) => page.getByRole("main").getByRole("listitem").or(page.getByText(/No hay conversaciones clásicas|There are no classic/)).first().waitFor() },
  { name: "signed-out", person: null, act: async (page) => page.getByText(/No has iniciado sesión|You are not signed in/).waitFor() },
  ...deskScreens,
];

const person = (screen: Screen, view: View) => (screen.person === undefined ? PEOPLE[view.language] : (screen.person ?? undefined));

/** Holds the conversations that the pictures show. */
async function talk(browser: Browser, backend: Backend, language: Language): Promise<void> {
  const visit = await Visit.of(browser, backend.url, PEOPLE[language]);
  await visit.feed.waitFor();
  for (const question of QUESTIONS[language].threads) {
    await visit.newThread();
    await visit.answerTo(question);
  }
  await visit.page.reload();
  await visit.feed.waitFor();
  await visit.page.getByRole("checkbox", { name: /^M001/ }).check({ force: true });
  for (const question of QUESTIONS[language].main) await visit.answerTo(question);
  await visit.close();
}

/** Does what the desk's pictures show: a version with its reason, people who were granted Ally, and a draft. */
async function steer(browser: Browser, backend: Backend): Promise<void> {
  const visit = await Visit.of(browser, backend.url, ALEC);
  const route = "/api/ally/config";
  const { active } = await visit.get<{ active: { systemPrompt: string; rules: string[]; prohibitions: string[]; capabilities: string[]; version: number } }>(`${route}/superprompt`);
  const { systemPrompt, rules, prohibitions, capabilities, version } = active;
  const words = { systemPrompt, prohibitions, capabilities, rules: [...rules, "Cita la fecha de cada documento."] };
  await visit.send("PUT", `${route}/superprompt`, { ...words, on: version, why: "Se preguntaba de cuándo era cada documento" });
  await visit.send("PUT", `${route}/superprompt/draft`, { ...words, rules: [...words.rules, "Di qué falta por saber."], revision: 0 });
  const { people } = await visit.get<{ people: { email: string }[] }>(`${route}/rollout/candidates?limit=3`);
  await visit.send("POST", `${route}/rollout/grants`, { emails: people.map((one) => one.email), enabled: true, why: "Primeras personas del grupo beta" });
  await visit.close();
}

async function take(browser: Browser, backend: Backend, screen: Screen, view: View): Promise<string> {
  const name = [screen.name, view.language, view.dark ? "dark" : "light", view.phone ? "phone" : "wide"].join("-");
  const context = await browser.newContext({
    viewport: view.phone ? { width: 390, height: 780 } : { width: screen.width ?? 1280, height: 800 },
    colorScheme: view.dark ? "dark" : "light",
    hasTouch: view.phone,
    isMobile: view.phone,
    reducedMotion: "reduce",
    locale: "es-CL",
    timezoneId: "America/Santiago",
  });
  await context.addInitScript((language) => localStorage.setItem("ally:preferences", JSON.stringify({ language })), view.language);
  const who = person(screen, view);
  if (who !== undefined) await context.request.post(`${backend.url}/dev/session`, { data: { id: who } });
  const page = await context.newPage();
  await page.goto(backend.url);
  if (screen.person === undefined) await inWorkspace(page, view);
  await screen.act?.(page, view);
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/${name}.png`, animations: "disabled" });
  await context.close();
  return name;
}

mkdirSync(folder, { recursive: true });
const [browser, backend] = await Promise.all([launch(), Backend.start({ tool, environment: { ALLY_MESSAGES_PER_MINUTE: "0" } })]);
const end = () => Promise.all([browser.close(), backend.stop()]);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end().finally(() => process.exit(1)));
try {
  const chosen = screens.filter((screen) => wanted.length === 0 || wanted.includes(screen.name));
  if (chosen.some((screen) => screen.person === undefined)) for (const language of ["es", "en"] as const) await talk(browser, backend, language);
  if (chosen.some((screen) => deskScreens.includes(screen))) await steer(browser, backend);
  for (const screen of chosen) {
    for (const view of screen.views ?? VIEWS) console.log(await take(browser, backend, screen, view));
  }
} finally {
  await end();
}
