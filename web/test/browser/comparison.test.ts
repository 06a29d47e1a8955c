import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { complaints, open, server, violations } from "./opened";

/** The comparison of the classic chat with Ally, in the built page. */

type Setting = NonNullable<Parameters<typeof open>[0]>;

async function comparison(setting: Setting = {}): Promise<Page> {
  const page = await open(setting);
  await page.getByRole("button", { name: /^(Comparación|Comparison)$/ }).click();
  return page;
}

const dialog = (page: Page) => page.getByRole("dialog");
const because = (page: Page, why: string) => dialog(page).getByLabel(/^(Por qué|Why)$/).fill(why);
const row = (page: Page, table: string, name: RegExp) => page.getByRole("group", { name: table, exact: true }).getByRole("row", { name });

describe("the results", () => {
  it("say the verdict and its reasons, each metric beside the other, and what a metric is", async () => {
    const page = await comparison();
    const verdict = page.getByRole("region", { name: "Veredicto" });
    await verdict.getByText("Mejorar antes de avanzar").waitFor();
    expect(await verdict.innerText()).toContain("Observación, sin sorteo.");
    expect(await verdict.getByRole("listitem").allInnerTexts()).toContainEqual(expect.stringMatching(/Mejor\s+Tiempo hasta el primer mensaje: −59,5 % \(entre −70,4 % y −48,7 %\)/));
    expect(await row(page, "Lado a lado", /^Satisfacción/).innerText()).toMatch(/4,02 de 5\s+4,71 de 5\s+\+17,2 %\s+Mejor\s+entre \+13,2 % y \+21,1 %\s+Ajustado por lo que las mismas personas hacían antes\s+94 clásico, 88 Ally\s+un cambio de 4 %\s+ya alcanza/);
    await row(page, "Lado a lado", /^Satisfacción/).getByText(/^Ajustado/).click();
    await page.getByText("Sin ajustar: +19,9 %. Se sabe qué hacían antes 80 personas del chat clásico y 71 de Ally.").waitFor();
    expect(await row(page, "Lado a lado", /^Colaboración/).innerText()).toContain("no hay valor, y no es cero");
    expect(await row(page, "Criterios", /^Días suficientes/).innerText()).toMatch(/Se cumple\s+28/);
    await page.getByRole("button", { name: "Qué es «Satisfacción»" }).click();
    await dialog(page).getByText("estrellas, de 1 a 5; más es mejor.").waitFor();
    await page.keyboard.press("Escape");
    expect(complaints).toEqual([]);
  });

  it("are filtered, which stays in the address, and taken along as a file", async () => {
    const page = await comparison();
    await page.getByRole("search").getByLabel("Organización").selectOption("maqsa");
    await page.getByText("Es una vista con filtros").waitFor();
    await page.getByText("Todavía no se puede decidir").waitFor();
    expect(new URL(page.url()).hash).toBe("#comparison/results?organizationId=maqsa");
    await page.getByRole("search").getByLabel("Etapa").selectOption("beta");
    await page.reload();
    await page.getByText("Es una vista con filtros").waitFor();
    expect(await page.getByRole("search").getByLabel("Etapa").inputValue()).toBe("beta");
    expect(await page.getByRole("search").getByLabel("Organización").inputValue()).toBe("maqsa");
    for (const format of ["PDF", "CSV", "JSON"]) {
      const downloading = page.waitForEvent("download");
      await page.getByRole("button", { name: `Exportar el informe como ${format}` }).click();
      expect((await downloading).suggestedFilename()).toBe(`ally-comparison-2026-10-05-2026-11-01.${format.toLowerCase()}`);
    }
    expect(server.calls).toContain("GET /api/ally/comparison/report?organizationId=maqsa&stage=beta&format=pdf&lang=es");
    await page.getByRole("button", { name: "Ver todo" }).click();
    await page.getByText("Mejorar antes de avanzar").waitFor();
    expect(new URL(page.url()).hash).toBe("#comparison/results");
  });

  it("lead to the beta group", async () => {
    const page = await comparison();
    await page.getByRole("button", { name: "Habilitar para el grupo beta (10 usuarios)" }).click();
    await dialog(page).getByRole("checkbox", { name: /^Persona 2 / }).uncheck();
    await because(page, "La comparación se hará con este grupo.");
    await dialog(page).getByRole("button", { name: "Dar acceso a 9 personas" }).click();
    await page.getByText("9 personas tienen acceso").first().waitFor();
    expect(server.world.desk.trail[0]).toMatchObject({ what: "access.granted", why: "La comparación se hará con este grupo." });
  });

  it("say what will be there where there is nothing, why they failed, and whom they are for", async () => {
    const page = await comparison({ before: ({ world }) => void (world.comparison.isEmpty = true) });
    await page.getByText("Después de 14 días y con 50 personas en cada grupo: un veredicto.").waitFor();
    server.whims.refuse.push({ call: "GET /api/ally/comparison", status: 400, code: "invalid", error: "No se pudo calcular.", times: 1 });
    server.world.comparison.isEmpty = false;
    await page.reload();
    await page.getByRole("alert").getByText("No se pudo calcular.").waitFor();
    await page.getByRole("button", { name: "Reintentar" }).click();
    await page.getByText("Mejorar antes de avanzar").waitFor();
    server.whims.refuse.push({ call: "GET /api/ally/comparison", status: 403, code: "forbidden", times: 1 });
    await page.reload();
    await page.getByText("La comparación es para quien administra la plataforma").waitFor();
  });

  it("are for nobody but superadmins", async () => {
    const page = await open({ before: ({ world }) => void (world.me = "usr_3") });
    await page.getByRole("feed").waitFor();
    expect(await page.getByRole("button", { name: "Comparación" }).count()).toBe(0);
  });
});

describe("the charts", () => {
  it("have tables behind them; tabs and tables are reached by keys", async () => {
    const page = await comparison();
    await page.getByText("Mejorar antes de avanzar").waitFor();
    await page.getByRole("tab", { name: "Resultados" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("img", { name: "Satisfacción, por semana, en ambos lados" }).waitFor();
    expect(await page.locator("[role=img] path").evaluateAll((paths) => paths.map((path) => getComputedStyle(path).strokeDasharray !== "none"))).toEqual([true, false, true, false, true, false, true, false]);
    await page.getByLabel("Métrica").selectOption("return_7_day");
    await page.getByRole("button", { name: "Ver como tabla: Retorno a 7 días" }).press("Enter");
    const table = page.getByRole("group", { name: "Retorno a 7 días" });
    await table.focus();
    expect(await table.getByRole("row").count()).toBe(9);
    // The week of which nothing of the classic side is known.
    expect(await table.getByRole("row").nth(3).innerText()).toMatch(/^21 sept?\s+—\s+5\d/);
    await page.getByRole("tab", { name: "Evolución" }).press("End");
    await page.getByLabel("Satisfacción, por su límite inferior").waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("img", { name: "Distribución de Tiempo hasta el primer mensaje en ambos lados" }).waitFor();
    await page.getByText(/^Ally Beta: la mitad tarda hasta/).first().waitFor();
    await page.getByRole("tab", { name: "Distribuciones" }).press("Home");
    const side = page.getByRole("group", { name: "Lado a lado", exact: true });
    await side.focus();
    expect(await side.evaluate((element) => document.activeElement === element)).toBe(true);
  });
});

describe("the rules of the verdict", () => {
  it("are changed with a reason that is long enough; who was slower sees theirs under one's own", async () => {
    const page = await comparison();
    await page.getByRole("tab", { name: "Reglas del veredicto" }).click();
    const people = page.getByLabel("Personas en cada grupo, al menos");
    await people.fill("5");
    await page.getByText("Debe ser de 20 a 1.000.000.").waitFor();
    await people.fill("60");
    await page.getByLabel("Cambio que vale la pena encontrar").fill("7.5");
    await page.getByRole("tab", { name: "Resultados" }).click();
    await page.getByRole("tab", { name: /^Reglas.*cambios sin guardar/ }).click();
    await page.getByRole("button", { name: "Guardar los umbrales" }).click();
    await because(page, "Muy corto");
    await page.keyboard.press("Enter");
    await dialog(page).getByText("con 20 caracteres").waitFor();
    const { comparison: known } = server.world;
    known.change({ ...known.thresholds, days: 21 }, "Otra persona");
    await because(page, "El grupo beta es más grande de lo que se pensaba.");
    await page.keyboard.press("Enter");
    await dialog(page).getByText("Otra persona cambió esto").waitFor();
    await page.keyboard.press("Enter");
    await dialog(page).waitFor({ state: "detached" });
    expect(known.thresholds).toMatchObject({ people: 60, worthwhile: 0.075, days: 21, confidence: 0.95 });
    await page.getByText(/^Fijados el .* por alec@/).waitFor();
  });

  it("have checks beside the figures, which stop everything when they fail", async () => {
    const page = await comparison();
    await page.getByRole("tab", { name: "Reglas del veredicto" }).click();
    await page.getByRole("button", { name: "Registrar: sin pérdida de datos" }).click();
    await dialog(page).getByLabel("Comprobado: falla").check();
    await because(page, "Faltan mensajes del lunes en dos conversaciones.");
    server.world.comparison.record("data", "pass", "Conteo del domingo, sin diferencias.");
    await page.keyboard.press("Enter");
    await dialog(page).getByText("Conteo del domingo, sin diferencias.").waitFor();
    await page.keyboard.press("Enter");
    await dialog(page).waitFor({ state: "detached" });
    await page.getByText("Faltan mensajes del lunes en dos conversaciones.").waitFor();
    await page.getByRole("tab", { name: "Resultados" }).click();
    await page.getByRole("region", { name: "Veredicto" }).getByText("Detener").waitFor();
  });
});

describe("nobody is shut out of the comparison", () => {
  for (const [dark, language, width] of [[false, "es", 1440], [true, "en", 360]] as const) {
    it(`no violation of axe's rules (${dark ? "dark" : "light"}, ${language}, ${width})`, async () => {
      const page = await comparison({ dark, language, width });
      for (const tab of ["Resultados|Results", "Evolución|Trends", "Distribuciones|Distributions", "Reglas|Rules"]) {
        await page.getByRole("tab", { name: new RegExp(`^(${tab})`) }).press("Enter");
        await page.getByRole("tabpanel").getByRole("heading").first().waitFor();
        await page.locator(".ally-skeleton").first().waitFor({ state: "detached" });
        expect([tab, await violations(page)]).toEqual([tab, []]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    });
  }
});
