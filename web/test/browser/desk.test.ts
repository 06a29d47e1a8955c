import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { World } from "../fake/world";
import { complaints, open, server, violations } from "./opened";

/** The superadmin's desk, in the built page. */

type Setting = NonNullable<Parameters<typeof open>[0]>;

async function desk(tab: string, setting: Setting = {}): Promise<Page> {
  const page = await open(setting);
  await page.getByRole("button", { name: /^(Gestión de agentes|Agent management)$/ }).click();
  await page.getByRole("tab", { name: new RegExp(`^(${tab})`) }).click();
  return page;
}

const dialog = (page: Page) => page.getByRole("dialog");
const because = (page: Page, why: string) => dialog(page).getByLabel(/^(Por qué|Why)$/).fill(why);

describe("the super prompt", () => {
  it("is written, kept as a draft by itself, published with a reason, and brought back", async () => {
    const page = await desk("Super prompt");
    await page.getByLabel("Regla 2").fill("Cita las fuentes con su nombre y su fecha.");
    await page.getByText(/^Borrador guardado/).waitFor();
    expect(server.world.desk.draft?.rules[1]).toContain("y su fecha");
    await page.getByRole("button", { name: "Publicar…" }).click();
    await dialog(page).getByRole("button", { name: "Publicar", exact: true }).click();
    await dialog(page).getByText("Escribe por qué").waitFor();
    await because(page, "Fechas en las fuentes");
    await page.keyboard.press("Enter");
    await page.getByText("En vigor: versión 4").waitFor();
    await page.getByRole("tab", { name: "Versiones" }).click();
    await page.getByRole("button", { name: "Traer de vuelta la versión 3" }).click();
    await because(page, "Era mejor");
    await page.keyboard.press("Enter");
    await page.getByText("En vigor: versión 5").waitFor();
    expect(server.world.desk.active).toMatchObject({ version: 5, equalTo: 3 });
    expect(complaints).toEqual([]);
  });

  it("shows both texts where somebody was faster, and loses neither", async () => {
    const page = await desk("Super prompt");
    await page.getByLabel("Regla 2").fill("Mi regla.");
    await page.getByText(/^Borrador guardado/).waitFor();
    await page.getByRole("button", { name: "Publicar…" }).click();
    const { desk: other } = server.world;
    other.publish({ ...other.active, rules: ["Regla de otra persona."] }, 3, "Otra idea");
    await because(page, "Mi razón");
    await page.keyboard.press("Enter");
    await dialog(page).getByText("publicó la versión 4").waitFor();
    expect(await dialog(page).locator("pre").allInnerTexts()).toEqual([expect.stringContaining("Regla de otra persona."), expect.stringContaining("Mi regla.")]);
    await dialog(page).getByRole("button", { name: "Seguir con mi texto" }).click();
    await page.getByText(/^Borrador guardado/).waitFor();
    await page.getByRole("button", { name: "Publicar…" }).click();
    await because(page, "Mi razón");
    await page.keyboard.press("Enter");
    await page.getByText("En vigor: versión 5").waitFor();
    expect(other.versions.map((one) => one.rules.includes("Regla de otra persona."))).toEqual([false, false, false, true, false]);
  });

  it("is tried beside the one in force, with questions that are kept too, and shown as a model is given it", async () => {
    const page = await desk("Super prompt");
    await page.getByLabel("Regla 2").fill("Cita las fuentes con su fecha.");
    await page.getByRole("tab", { name: "Probar" }).click();
    await page.getByLabel("Pregunta de prueba").fill("¿Tienes reglas?");
    await page.getByRole("button", { name: "Comparar respuestas" }).click();
    const drafted = page.getByRole("region", { name: "Con tu borrador" });
    await drafted.getByText("Cita las fuentes con su fecha.").waitFor();

    await page.getByRole("tab", { name: "Preguntas" }).click();
    await page.getByLabel("Pregunta nueva").fill("¿Cuál es tu primera regla?");
    await page.getByRole("button", { name: "Guardar la pregunta" }).click();
    await page.getByRole("button", { name: /^Quitar la pregunta «¿Cuándo/ }).click();
    await page.getByText("Pregunta quitada").first().waitFor();
    await page.getByRole("button", { name: "Deshacer" }).click();
    await expect.poll(() => server.world.desk.questions.map((one) => one.text)).toEqual(["¿Qué reglas sigues?", "¿Cuál es tu primera regla?", "¿Cuándo vence el permiso?"]);
    await page.getByRole("button", { name: "Probar todas con el borrador" }).click();
    await page.getByText("3 de 3 · 2 respuestas cambian").waitFor();
    const asked = page.getByRole("list", { name: "Preguntas" }).locator("> li");
    expect(await asked.first().locator("ins").allInnerTexts()).toEqual(["fecha"]);
    expect(await asked.first().locator("del").allInnerTexts()).toEqual(["nombre"]);
    await page.getByLabel("Regla 2").fill("Otra regla.");
    await page.getByText("Estas respuestas son de un texto anterior").waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole("tab", { name: "Texto final" }).click();
    await page.getByLabel(/^Persona/).fill("persona3@example.com");
    await page.getByRole("button", { name: "Mostrar el texto final" }).click();
    await page.getByText(/tokens en 3 partes/).waitFor();
  });
});

describe("the rollout", () => {
  it("shows who gains before a stage is entered, and wants a reason where its conditions do not hold", async () => {
    const page = await desk("Despliegue", { before: ({ world }) => void (world.desk.rollout.people = ["persona1@salfagestion.cl", "persona2@salfagestion.cl"]) });
    await page.getByRole("button", { name: /^Pasar a.*Grupo beta/ }).click();
    await dialog(page).getByText("Persona 1", { exact: true }).waitFor();
    const confirm = dialog(page).getByRole("button", { name: "Confirmar" });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog(page).getByRole("checkbox").check();
    await because(page, "Muy corto");
    await confirm.click();
    await dialog(page).getByText("con 20 caracteres").waitFor();
    expect(server.world.desk.rollout.stage).toBe("superadmin");
    await because(page, "La comparación se hará con este grupo.");
    await confirm.click();
    await page.getByText("El despliegue cambió").first().waitFor();
    expect(server.world.desk.rollout).toMatchObject({ stage: "beta", people: ["persona1@salfagestion.cl", "persona2@salfagestion.cl"] });
    await page.locator("[aria-current=step]", { hasText: "Grupo beta" }).waitFor();
  });

  it("is opened to a group that is proposed, and to others by their addresses: to all of them or, where one is nobody's, to none", async () => {
    const page = await desk("Despliegue");
    await page.getByRole("button", { name: "Habilitar para el grupo beta (10 usuarios)" }).click();
    await dialog(page).getByRole("checkbox", { name: /^Persona 2 / }).uncheck();
    await dialog(page).getByLabel("Otras personas", { exact: true }).fill("persona40@salfagestion.cl,nadie@example.com,");
    expect(await violations(page)).toEqual([]);
    await because(page, "Primeras personas");
    await dialog(page).getByRole("button", { name: "Dar acceso a 11 personas" }).click();
    await dialog(page).getByText("no hay nadie con el correo nadie@example.com").waitFor();
    const granted = () => server.world.desk.people.filter((one) => one.grant === true).map((one) => one.name);
    expect(granted()).toEqual(["Persona 7"]);
    await dialog(page).getByRole("button", { name: "Quitar nadie@example.com" }).click();
    await dialog(page).getByRole("button", { name: "Dar acceso a 10 personas" }).click();
    await page.getByText("10 personas tienen acceso").first().waitFor();
    await dialog(page).waitFor({ state: "detached" });
    expect(granted()).toEqual(["Persona 0", "Persona 1", "Persona 3", "Persona 4", "Persona 5", "Persona 6", "Persona 7", "Persona 10", "Persona 11", "Persona 12", "Persona 40"]);
    expect(server.world.desk.trail[0]).toMatchObject({ what: "access.granted", target: "users", why: "Primeras personas" });
  });

  it("keeps what was changed while one looks elsewhere, and pages through who gains", async () => {
    const page = await desk("Despliegue", { before: ({ world }) => void ((world.desk.atOnce = 20), (world.desk.rollout.stage = "general")) });
    await page.getByLabel("Parte de todas las personas").fill("100");
    await page.getByRole("tab", { name: "Apps" }).click();
    await page.getByRole("tab", { name: /^Despliegue.*cambios sin guardar/ }).click();
    await page.getByRole("button", { name: "Revisar los cambios…" }).click();
    await dialog(page).getByText("Se revisaron 20 personas").waitFor();
    await dialog(page).getByRole("button", { name: "Revisar más personas" }).click();
    await dialog(page).getByText("Se revisaron 40 personas").waitFor();
    await because(page, "Ya es hora");
    await page.keyboard.press("Enter");
    await dialog(page).waitFor({ state: "detached" });
    expect(server.world.desk.rollout.percentage).toBe(100);
    expect(await page.getByRole("tab", { name: /sin guardar/ }).count()).toBe(0);
  });

  it("goes further at a time that is chosen, unless that is taken back", async () => {
    const page = await desk("Despliegue");
    await page.getByRole("button", { name: "Programar un paso…" }).click();
    await dialog(page).getByLabel("Etapa").selectOption("beta");
    await dialog(page).getByRole("button", { name: "Ver qué cambia…" }).click();
    await dialog(page).getByLabel("Fecha").fill("2031-05-04");
    await dialog(page).getByLabel("Hora", { exact: true }).fill("09:30");
    await dialog(page).getByLabel("Zona horaria").selectOption("America/Santiago");
    await dialog(page).getByText("domingo, 4 de mayo de 2031").waitFor();
    expect(await violations(page)).toEqual([]);
    await because(page, "Después de la prueba");
    await dialog(page).getByRole("button", { name: "Programar", exact: true }).click();
    await page.getByRole("button", { name: /^Cancelar el paso del 4 may 2031/ }).click();
    expect(server.world.desk.planned[0]).toMatchObject({ change: { stage: "beta" }, at: "2031-05-04T13:30:00.000Z", why: "Después de la prueba", state: "waiting" });
    await because(page, "Todavía no");
    await page.keyboard.press("Enter");
    await page.getByText("No hay nada programado.").waitFor();
    await page.getByText("2 pasos que ya tuvieron su hora").click();
    await page.getByRole("list", { name: "Pasos que ya tuvieron su hora" }).getByText("Retenido").waitFor();
    expect(server.world.desk.rollout.stage).toBe("superadmin");
  });

  it("is stopped behind a question and started again as easily, for all and for a person, and says why somebody has it", async () => {
    const page = await desk("Despliegue");
    await page.getByRole("button", { name: "Apagar para todas las personas" }).click();
    expect(server.world.desk.switches.off).toBe(false);
    await because(page, "Responde mal");
    await page.keyboard.press("Enter");
    await page.getByText("Ally está apagado para todas las personas").waitFor();
    expect(server.world.desk.switches.off).toBe(true);
    await page.getByRole("button", { name: "Encender para todas las personas" }).click();
    await because(page, "Arreglado");
    await page.keyboard.press("Enter");
    await page.getByText("Ally está encendido").waitFor();

    await page.getByLabel("Correo de la persona").fill("persona4@salfagestion.cl");
    await page.keyboard.press("Enter");
    await page.getByText("El despliegue todavía no llega a esta persona").waitFor();
    await page.getByRole("button", { name: "Dar acceso", exact: true }).click();
    await because(page, "Ayuda a probar");
    await page.keyboard.press("Enter");
    await page.getByText("Persona 4 tiene Ally.").waitFor();
    expect(await page.locator("[aria-current=true]", { hasText: "Decide: sí" }).innerText()).toContain("Se le dio acceso");
    await page.getByRole("button", { name: "Apagar para esta persona" }).click();
    await because(page, "Lo pidió");
    await page.keyboard.press("Enter");
    await page.getByText("Persona 4 no tiene Ally.").waitFor();
    expect(server.world.desk.switches.people).toEqual(["usr_0004"]);
  });
});

describe("organizations, apps and the trail", () => {
  it("are saved with a reason; who was slower sees theirs under one's own", async () => {
    const page = await desk("Organizaciones");
    await page.getByLabel("Mensajes por minuto y persona").fill("30");
    const { organizations } = server.world.desk;
    organizations[0] = { ...organizations[0]!, revision: "9", organizationPrompt: "Cambiado por otra persona." };
    await page.getByRole("button", { name: "Guardar Salfa Corp" }).click();
    await because(page, "Más mensajes");
    await page.keyboard.press("Enter");
    await dialog(page).getByText("Otra persona cambió esto").waitFor();
    await page.keyboard.press("Enter");
    await dialog(page).waitFor({ state: "detached" });
    expect(organizations[0]).toMatchObject({ organizationPrompt: "Cambiado por otra persona.", limits: { messagesPerMinute: 30 } });
    await page.getByRole("tab", { name: "Apps" }).click();
    await page.getByRole("region", { name: "Colaborar" }).getByRole("switch").click();
    await page.getByRole("button", { name: "Guardar Colaborar" }).click();
    await because(page, "Lista");
    await page.keyboard.press("Enter");
    await expect.poll(() => server.world.desk.apps[2]?.active).toBe(true);
    server.whims.refuse.push({ call: "GET /api/ally/config/audit", status: 400, code: "invalid", error: "No se pudo.", times: 1 });
    await page.getByRole("tab", { name: "Auditoría" }).click();
    await page.getByText("No se pudo.").waitFor();
    await page.getByRole("button", { name: "Reintentar" }).click();
    const entries = page.getByRole("list", { name: "Auditoría" }).locator("> li");
    await page.getByRole("button", { name: "Mostrar más" }).click();
    await expect.poll(() => entries.count()).toBeGreaterThan(30);
    await page.getByLabel("Qué", { exact: true }).selectOption("app.changed");
    await expect.poll(() => entries.count()).toBe(1);
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Exportar CSV" }).click();
    expect((await downloading).suggestedFilename()).toBe("ally-audit.csv");
    await page.getByLabel("Quién (correo o id)").fill("alec@getaifactory.com");
    await expect.poll(() => entries.count()).toBeGreaterThan(1);
    await page.getByLabel("Quién (correo o id)").fill("nadie@example.com");
    await page.getByText("Nada con esos filtros").waitFor();
  });

  it("are for nobody but the superadmin, and for who administers an organization that one only", async () => {
    const page = await open({ before: ({ world }) => void (world.me = "usr_3") });
    const section = page.getByRole("button", { name: /^(Gestión de agentes|Agent management)$/ });
    await page.getByRole("feed").waitFor();
    expect(await section.count()).toBe(0);
    server.world.desk.administers.usr_3 = ["ejemplo"];
    await page.reload();
    await section.click();
    await page.getByRole("heading", { name: "Ejemplo Limitada" }).waitFor();
    expect(await page.getByRole("tab").allInnerTexts()).toEqual(["Organizaciones"]);
    expect(await page.getByRole("navigation", { name: "Organizaciones" }).getByRole("listitem").count()).toBe(1);
    await page.getByLabel("Mensajes por minuto y persona").fill("30");
    await page.getByRole("button", { name: "Guardar Ejemplo Limitada" }).click();
    await because(page, "Más mensajes");
    await page.keyboard.press("Enter");
    await expect.poll(() => server.world.desk.organizations[2]?.limits.messagesPerMinute).toBe(30);
    expect(complaints).toEqual([]);
  });
});

describe("nobody is shut out of the desk", () => {
  for (const [dark, language, width] of [[false, "es", 1440], [true, "en", 360]] as const) {
    it(`no violation of axe's rules (${dark ? "dark" : "light"}, ${language}, ${width})`, async () => {
      const page = await desk("Super prompt", { dark, language, width, world: new World(20) });
      await page.getByRole("textbox", { name: /^(Regla|Rule) 2$/ }).fill("x");
      for (const tab of ["Super prompt", "Organizaciones|Organizations", "Apps", "Despliegue|Rollout", "Auditoría|Audit"]) {
        await page.getByRole("tab", { name: new RegExp(`^(${tab})`) }).press("Enter");
        await page.locator(".ally-skeleton").first().waitFor({ state: "detached" });
        expect([tab, await violations(page)]).toEqual([tab, []]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    });
  }
});
