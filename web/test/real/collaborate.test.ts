import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { launch } from "../browser/chromium";
import { Backend, until } from "./backend";
import { EMILY, RODRIGO, Visit } from "./visit";

/** The plan's tests 6 and 9, with the real functions, the emulator and letters that went by SMTP. */

interface Letter {
  recipient: string;
  text: string;
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
    await app.getByRole("button", { name: "Volver a la lista" }).click();
    await openApp(owner, "Colaborar");
    await app.getByRole("button", { name: /^Quitar a test@external\.com/ }).click();
    await owner.page.getByRole("dialog").getByRole("button", { name: "Quitar acceso" }).click();
    await owner.page.getByRole("dialog").waitFor({ state: "detached" });
    await guest.page.reload();
    await guest.page.getByText(/Tu acceso terminó/).first().waitFor();
  }, 240_000);
});
