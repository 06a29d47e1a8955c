import { mkdirSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { World } from "../fake/world";
import { complaints, context, open, server, settled, violations } from "./opened";
import { differing, SMOOTHING } from "./pixels";

/** The built page in Chromium, under the policy that the server sends. Build it first: `npm run build`. */

const field = (page: Page) => page.getByRole("textbox", { name: /Mensaje|Message/ });
const feed = (page: Page) => page.getByRole("feed");

describe("the page", () => {
  it("opens Ally with its welcome and answers a message, under its policy", async () => {
    const page = await open();
    await feed(page).waitFor();
    await field(page).fill("¿Cómo pido un permiso?");
    await page.keyboard.press("Enter");
    await page.getByText("30 días, o 15 con revisor independiente").first().waitFor();
    await page.getByRole("button", { name: /Hecho con M001/ }).last().waitFor();
    expect(await field(page).inputValue()).toBe("");
    expect(complaints).toEqual([]);
  });

  it("shows no sign of Ally to a person without access", async () => {
    const page = await open({ before: (s) => void (s.whims.flags = false) });
    await page.getByRole("heading", { name: "Permiso de obra menor" }).waitFor();
    expect(await page.getByText("Ally Beta").count()).toBe(0);
    expect(server.calls.filter((call) => call.includes("/api/ally"))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("chooses inputs for a conversation and uses them before the message is sent", async () => {
    const page = await open();
    await feed(page).waitFor();
    await page.getByRole("checkbox", { name: /S001 - Gestión de Bodegas/ }).check({ force: true });
    await field(page).fill("¿Qué hay en bodega?");
    await page.keyboard.press("Enter");
    await page.getByText("30 días, o 15").first().waitFor();
    const writes = server.calls.filter((call) => !/^GET|^POST .*\/(session|beacon)$/.test(call));
    expect(writes).toEqual(["PATCH /api/ally/conversations/main-ally", "POST /api/ally/messages"]);
    expect(server.world.conversations.get("main-ally")?.activeInputs.agentIds).toEqual(["agent-2"]);
  });
});

describe("an answer", () => {
  it("can be stopped", async () => {
    const page = await open({ before: (s) => void (s.whims.pace = 80) });
    await field(page).fill("Hola");
    await page.keyboard.press("Enter");
    await page.getByText("Claro. Según la").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Detuviste esta respuesta.").waitFor();
    expect(server.world.messages.get("main-ally")?.at(-1)?.status).toBe("stopped");
  });

  it("goes on after the connection broke in its middle, without a word twice", async () => {
    const page = await open({ before: (s) => ((s.whims.pace = 30), (s.whims.cuts = 2)) });
    await field(page).fill("Hola");
    await page.keyboard.press("Enter");
    await page.getByText("para revisar tu caso en detalle.").first().waitFor();
    const text = await page.getByRole("article").last().innerText();
    expect(text.match(/Claro\./g)).toHaveLength(1);
    expect(server.world.messages.get("main-ally")?.filter((message) => message.content === "Hola")).toHaveLength(1);
  });

  it("that failed is given at another try, as the same message", async () => {
    const page = await open({ before: (s) => void (s.whims.fail = "model_unavailable") });
    await field(page).fill("Hola");
    await page.keyboard.press("Enter");
    await page.getByText("Ally no pudo responder.").waitFor();
    server.whims.fail = undefined;
    await page.getByRole("button", { name: "Reintentar" }).click();
    await page.getByText("para revisar tu caso en detalle.").first().waitFor();
    expect(server.world.messages.get("main-ally")?.filter((message) => message.content === "Hola")).toHaveLength(1);
  });

  it("can be had again, and its versions paged", async () => {
    const page = await open({ before: (s) => void (s.whims.text = "Segunda respuesta.") });
    await feed(page).waitFor();
    await page.getByRole("button", { name: "Responder de nuevo" }).click();
    await page.getByText("Segunda respuesta.").first().waitFor();
    await page.getByRole("button", { name: "Versión anterior" }).last().click();
    await page.getByText("Estas son las mantenciones").waitFor();
    await page.getByText("Mantenciones de octubre").waitFor();
  });

  it("comes anew to an edited message", async () => {
    const page = await open({ before: (s) => void (s.whims.text = "Respuesta a lo editado.") });
    await feed(page).waitFor();
    await page.getByRole("article").filter({ hasText: "Muéstrame las mantenciones" }).first().hover();
    await page.getByRole("button", { name: "Editar" }).click();
    await page.getByRole("textbox", { name: "Editar el mensaje" }).fill("Solo las correctivas");
    await page.keyboard.press("Enter");
    await page.getByText("Respuesta a lo editado.").first().waitFor();
    await page.getByText("Solo las correctivas").waitFor();
  });

  it("is only ever text, whatever the model writes", async () => {
    const evil = "<img src=x onerror=\"document.title='bad'\"> <script>document.title='bad'</script> [a](javascript:document.title='bad') ![b](https://evil.example/leak) fin";
    const page = await open({ before: (s) => ((s.whims.text = evil), (s.whims.cards = [{ id: "i", type: "image", content: { url: "https://evil.example/a.png", alt: "Foto" } }])) });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await field(page).fill("Hola");
    await page.keyboard.press("Enter");
    await page.getByText("Por seguridad no se cargan").waitFor();
    expect(await page.title()).not.toBe("bad");
    expect(await page.locator("article img, article script").count()).toBe(0);
    expect(asked.filter((url) => url.includes("evil.example"))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe("when something is in the way", () => {
  it("what was written survives a reload, and what failed can be sent again", async () => {
    const page = await open({ before: (s) => s.whims.refuse.push({ call: "POST /api/ally/messages", status: 500, code: "internal", error: "Algo salió mal.", times: 1 }) });
    await field(page).fill("No se pierde");
    await page.keyboard.press("Enter");
    await page.getByText("No se envió.").waitFor();
    await field(page).fill("Un borrador");
    await page.reload();
    await page.getByText("No se envió.").waitFor();
    expect(await field(page).inputValue()).toBe("Un borrador");
    await page.getByRole("button", { name: "Reintentar" }).click();
    await page.getByText("para revisar tu caso en detalle.").first().waitFor();
    expect(await page.getByText("No se envió.").count()).toBe(0);
  });

  it("sends what was written offline once the network is back", async () => {
    const page = await open();
    await feed(page).waitFor();
    await context.setOffline(true);
    await page.getByText("Sin conexión.").waitFor();
    await field(page).fill("Escrito sin red");
    await page.keyboard.press("Enter");
    await page.getByText("Se enviará cuando vuelva la conexión").waitFor();
    await context.setOffline(false);
    await page.getByText("para revisar tu caso en detalle.").first().waitFor();
  });

  it("says how long to wait after too many messages", async () => {
    const page = await open({ before: (s) => s.whims.refuse.push({ call: "POST /api/ally/messages", status: 429, code: "too_many", error: "Demasiados.", retryAfter: 2, times: 1 }) });
    await field(page).fill("Hola");
    await page.keyboard.press("Enter");
    await page.getByText(/Puedes escribir de nuevo en \d segundo/).waitFor();
    expect(await page.getByRole("button", { name: /Reintentar en/ }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Reintentar", exact: true }).click();
    await page.getByText("para revisar tu caso en detalle.").first().waitFor();
  });

  it("an ended session keeps everything, and goes on after signing in", async () => {
    const page = await open();
    await feed(page).waitFor();
    await field(page).fill("Sigo aquí");
    const me = server.world.me;
    server.world.me = null;
    await page.getByText("Tu sesión terminó").waitFor();
    server.world.me = me;
    await page.getByRole("button", { name: "Ya inicié sesión" }).click();
    await page.getByText("Tu sesión terminó").waitFor({ state: "hidden" });
    expect(await field(page).inputValue()).toBe("Sigo aquí");
  });

  it("another's message appears by itself, with the answer as it is written", async () => {
    const page = await open();
    await feed(page).waitFor();
    server.world.say("main-ally", "user", "Hola a ambos", Date.now(), { userId: "somebody" });
    await page.getByText("Hola a ambos").first().waitFor();
    await page.getByText("Otra persona").waitFor();
  });
});

describe("a long conversation", () => {
  it("keeps its place while older pages come, and draws only what is near", async () => {
    const world = new World();
    world.long(2000);
    const page = await open({ world });
    await page.getByRole("tab", { name: "Conversaciones" }).click();
    await page.getByRole("button", { name: "Historia de 2000 mensajes", exact: true }).click();
    await page.getByText("Pregunta 1000:").waitFor();
    const scroller = page.locator("[data-part=messages]");
    for (let round = 0; round < 4; round++) {
      let release = () => {};
      server.whims.older = new Promise((resolve) => (release = resolve));
      const asked = page.waitForRequest((request) => request.url().includes("before="));
      await scroller.evaluate(async (element) => {
        while (element.scrollTop > 400) {
          element.scrollBy(0, -300);
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      });
      await asked;
      await still(page);
      const before = await middle(page);
      const height = await scroller.evaluate((element) => element.scrollHeight);
      release();
      await page.waitForFunction((was) => (document.querySelector("[data-part=messages]")?.scrollHeight ?? 0) > was + 1000, height);
      await still(page);
      const after = await middle(page, before.key);
      expect(Math.abs(after.top - before.top)).toBeLessThan(3);
    }
    await scroller.evaluate(async (element) => {
      for (let i = 0; i < 30; i++) {
        element.scrollBy(0, -1500);
        for (let frames = 0; frames < 4; frames++) await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    expect(server.calls.filter((call) => call.includes("before=")).length).toBeGreaterThan(2);
    expect(await page.getByRole("article").count()).toBeLessThan(60);
  });
});

/** Waits until nothing in the middle of the screen has moved for twenty frames. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const top = () => [...document.querySelectorAll("article")].map((one) => one.getBoundingClientRect()).find((box) => box.bottom > 450)?.top;
    for (let last = top(), quiet = 0; quiet < 20; quiet++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = top();
      if (now !== last) quiet = -1;
      last = now;
    }
  });
}

async function middle(page: Page, key?: string): Promise<{ key: string; top: number }> {
  return page.evaluate((wanted) => {
    const articles = [...document.querySelectorAll<HTMLElement>("article")];
    const found = wanted === undefined ? articles.find((article) => article.getBoundingClientRect().bottom > 450) : articles.find((article) => article.dataset.key === wanted);
    return { key: found?.dataset.key ?? "", top: found?.getBoundingClientRect().top ?? NaN };
  }, key);
}

describe("the keyboard", () => {
  it("is enough for everything: write, choose, new conversation, list of shortcuts", async () => {
    const page = await open();
    await feed(page).waitFor();
    await page.keyboard.type("Hola");
    await page.keyboard.press("Enter");
    await page.getByText("para revisar tu caso en detalle.").first().waitFor();
    await page.keyboard.press("Alt+i");
    await page.waitForFunction(() => Boolean(document.activeElement?.closest("[data-column=inputs]")));
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Atajos de teclado" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("/");
    expect(await field(page).evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Alt+n");
    await page.getByText("Hola, soy Ally").waitFor();
    await page.keyboard.press("Alt+c");
    await page.getByRole("button", { name: "Nueva conversación" }).first().waitFor();
    expect(complaints).toEqual([]);
  });
});

describe("a host's styles", () => {
  const hostile = `
    * { letter-spacing: 3px; box-sizing: content-box; outline: 3px solid red; line-height: 3; margin: 4px; }
    html { font-size: 31px; color: red; text-transform: uppercase; }
    body { font: italic 30px serif; margin: 0; }
    button, input, textarea, select { background: red; padding: 40px; border: 9px solid lime; border-radius: 30px; text-transform: uppercase; }
    h1, h2, h3, p, ul, li, a, span, label, nav, aside, header, main, section, article { color: lime; padding: 9px; font-family: monospace; text-indent: 20px; }
    #page button, #page p { background: lime; min-width: 300px; }
    ul { list-style: square; } table, td, th { border: 5px dotted red; } svg { fill: red; margin: 9px; }
    .flex, .hidden, .grow { display: none; } #page *::before, #page *::after { content: "x"; } dialog, form { opacity: 0.5; }`;

  it("change nothing in the workspace", async () => {
    const page = await open();
    await feed(page).waitFor();
    await page.getByRole("img", { name: "Gráfico: Horas de mantención por semana" }).waitFor();
    await settled(page);
    const before = await page.screenshot({ animations: "disabled" });
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
      // What is outside of the workspace is not what is looked at.
      for (const element of [document.documentElement, document.body, document.getElementById("page")]) element?.setAttribute("style", "all: unset; display: block; height: 100%");
    }, hostile);
    await settled(page);
    const after = await page.screenshot({ animations: "disabled" });
    const differ = differing(PNG.sync.read(before), PNG.sync.read(after), () => true, SMOOTHING);
    if (differ > 0) {
      mkdirSync("pictures", { recursive: true });
      writeFileSync("pictures/hostile-before.png", before);
      writeFileSync("pictures/hostile.png", after);
    }
    expect(differ).toBe(0);
  });
});

describe("nobody is shut out", () => {
  for (const [dark, language] of [[false, "es"], [true, "en"]] as const) {
    it(`no violation of axe's rules (${dark ? "dark" : "light"}, ${language})`, async () => {
      const page = await open({ dark, language });
      await feed(page).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.evaluate(() => document.querySelector("[data-part=messages]")?.scrollBy(0, -520));
      await page.getByRole("button", { name: /Hecho con|Made from/ }).first().click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("tab", { name: /Conversaciones|Conversations/ }).click();
      await page.getByRole("button", { name: /Opciones de Ally|Options for Ally/ }).click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /Abrir acciones|Open actions/ }).click();
      await page.getByRole("button", { name: /Preferencias|Preferences/ }).click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("menuitem", { name: /Atajos|shortcuts/ }).click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /Chat clásico|Classic chat/ }).click();
      await page.getByRole("heading", { name: "Permiso de obra menor" }).waitFor();
      expect(await violations(page)).toEqual([]);
    });
  }

  it("no violation on a narrow screen with a drawer open", async () => {
    const page = await open({ width: 360 });
    await feed(page).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Abrir contexto y conversaciones" }).click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
