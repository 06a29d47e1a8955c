import { readFile } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { Comparison } from "../../src/api/comparison";
import { figure } from "../../src/comparison/figures";
import { comparisonEn } from "../../src/language/comparison.en";
import { comparisonEs } from "../../src/language/comparison.es";
import { textsWith } from "../../src/language/texts";
import { violations } from "../browser/axe";
import { launch } from "../browser/chromium";
import { Backend, type Scheduled } from "./backend";
import { usedBefore } from "./past";
import { ALEC, EMILY, RODRIGO, Visit } from "./visit";

/** The comparison of weeks of the sample's classic chat with Ally, as it was really used: figures, report, verdict and gate. */

const DAYS = 9;
/** Nine days of Ally without yesterday: eight threads of Alec, four of Rodrigo and three of Emily, each of two messages. */
const USERS = [
  { id: ALEC, every: 1, stars: 5 },
  { id: RODRIGO, every: 2, stars: 5 },
  { id: EMILY, every: 3, stars: 4 },
];
const USED = { conversationCount: 15, messageCount: 30 };
const USED_AT_SALFA = { conversationCount: 7, messageCount: 14 };

const texts = textsWith({ es: comparisonEs, en: comparisonEn })("es");

let backend: Backend;
let browser: Browser;
let facts: Scheduled;

beforeAll(async () => {
  [browser, backend] = await Promise.all([launch(), Backend.start({ tool: inject("tool"), environment: { ALLY_MESSAGES_PER_MINUTE: "0", ALLY_INDEX_WINDOW: "0s" } })]);
  facts = await backend.scheduled("allyfacts");
  await usedBefore(backend, facts, USERS, DAYS);
});
afterAll(async () => {
  facts?.stop();
  await browser?.close();
  await backend?.stop();
});

const part = ({ page }: Visit, name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
const dialog = ({ page }: Visit) => page.getByRole("dialog");
const verdict = ({ page }: Visit) => page.getByRole("region", { name: "Veredicto" });
const because = (visit: Visit, why: string) => dialog(visit).getByLabel("Por qué", { exact: true }).fill(why);
const answer = (page: Page, query = "") => page.evaluate(async (query) => (await (await fetch(`/api/ally/comparison${query}`)).json()) as unknown, query) as Promise<Comparison>;

/** Goes on by the Tab key until the place is reached, as who has no mouse does. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("it can't be reached by keys");
}

/** What is on the screen is what the functions say: every metric, on both sides. */
async function shows({ page }: Visit, { metrics, ally }: Comparison): Promise<void> {
  await page.getByText(`Con ${ally.conversationCount} conversaciones de Ally`).waitFor();
  const rows = page.getByRole("group", { name: "Lado a lado", exact: true }).getByRole("row").filter({ has: page.getByRole("cell") });
  const shown = await rows.evaluateAll((all) => all.map((row) => [...row.children].slice(1, 3).map((cell) => (cell as HTMLElement).innerText.split("\n")[0])));
  const written = (value: number | undefined, unit: string) => (value === undefined ? "—" : figure(texts, value, unit));
  expect(shown.sort()).toEqual(metrics.map(({ classic, ally, unit }) => [written(classic, unit), written(ally, unit)]).sort());
  expect(metrics.filter((metric) => metric.classic !== undefined && metric.ally !== undefined).length).toBeGreaterThan(5);
}

it("is seen, filtered, taken along and decided on, and the rollout's gate follows", async () => {
  const visit = await Visit.of(browser, backend.url, ALEC);
  const { page } = visit;
  await page.getByRole("button", { name: "Comparación" }).click();
  await verdict(visit).getByText("Todavía no se puede decidir").waitFor();
  const all = await answer(page);
  expect(all).toMatchObject({ outcome: "NOT-ENOUGH-DATA", ally: USED });
  expect(all.metrics.find(({ key }) => key === "satisfaction")!.ally).toBeCloseTo((5 + 5 + 4) / 3, 10);
  await shows(visit, all);
  expect(await violations(page)).toEqual([]);

  const files: Buffer[] = [];
  for (const format of ["CSV", "JSON", "PDF"]) {
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: `Exportar el informe como ${format}` }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toBe(`ally-comparison-${all.filter.from}-${all.filter.to}.${format.toLowerCase()}`);
    files.push(await readFile(await file.path()));
  }
  const [csv, json, pdf] = files;
  expect(JSON.parse(json!.toString())).toMatchObject({ by: "alec@getaifactory.com", filter: all.filter, metrics: all.metrics, weeks: all.weeks });
  const lines = csv!.toString().split("\n").map((line) => line.trim().split(","));
  for (const { name, ally } of all.metrics) {
    const line = lines.find(([first]) => first === name.es)!;
    if (ally !== undefined) expect([name.es, Number(line[4])]).toEqual([name.es, Number(ally.toPrecision(4))]);
  }
  expect(pdf!.subarray(0, 5).toString()).toBe("%PDF-");

  await page.getByRole("search").getByLabel("Organización").selectOption({ label: "Salfa Corp" });
  await page.getByText("Es una vista con filtros").waitFor();
  const some = await answer(page, "?organizationId=salfa-corp");
  expect(some.ally).toMatchObject(USED_AT_SALFA);
  expect(some.classic.messageCount).toBeLessThan(all.classic.messageCount!);
  await shows(visit, some);
  await page.getByRole("button", { name: "Ver todo" }).click();
  await shows(visit, all);

  await part(visit, "Reglas del veredicto").click();
  await page.getByLabel("Personas en cada grupo, al menos").fill("20");
  await page.getByRole("button", { name: "Guardar los umbrales" }).click();
  await because(visit, "La empresa tiene pocas personas con Ally.");
  await page.keyboard.press("Enter");
  await page.getByText(/^Fijados el .* por alec@getaifactory\.com/).waitFor();
  await part(visit, "Resultados").click();
  await page.getByRole("row", { name: /^Personas suficientes/ }).getByRole("cell", { name: "20", exact: true }).waitFor();

  // What failed is recorded without a mouse.
  await part(visit, "Resultados").focus();
  await page.keyboard.press("End");
  await tabTo(page, page.getByRole("button", { name: "Registrar: sin pérdida de datos" }));
  await page.keyboard.press("Enter");
  await tabTo(page, dialog(visit).getByRole("radio").first());
  await page.keyboard.press("ArrowDown");
  await tabTo(page, dialog(visit).getByLabel("Por qué", { exact: true }));
  await page.keyboard.type("Faltan los mensajes del lunes.");
  await page.keyboard.press("Enter");
  await dialog(visit).waitFor({ state: "detached" });
  await page.getByText("Faltan los mensajes del lunes.").waitFor();
  await part(visit, "Reglas").press("Home");
  await verdict(visit).getByText("NO-GO").waitFor();

  // An hour later the gate has it.
  await backend.database.set("ally_config/verdict", { at: new Date(Date.now() - 3_600_000) });
  await facts.call();
  await page.getByRole("button", { name: /^Habilitar para el grupo beta/ }).click();
  await dialog(visit).getByRole("checkbox").first().waitFor();
  await because(visit, "Para comparar con más personas.");
  await dialog(visit).getByRole("button", { name: /^Dar acceso a \d+ personas/ }).click();
  await page.getByText(/^\d+ personas tienen acceso/).first().waitFor();
  await page.getByRole("button", { name: "Gestión de agentes" }).click();
  await part(visit, "Despliegue").click();
  await page.getByText("La comparación de los últimos 7 días debe decir GO; dice NO-GO.").waitFor();
  await part(visit, "Auditoría").click();
  const trail = page.getByRole("list", { name: "Auditoría" });
  for (const what of ["Comparación exportada", "La empresa tiene pocas personas con Ally.", "Faltan los mensajes del lunes.", "Para comparar con más personas."]) await trail.getByText(what).first().waitFor();
  expect(visit.complaints).toEqual([]);
  await visit.close();
});
