import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { Conversation, Message } from "../../src/api/contract";

/** People of the sample that `ally dev` begins with. */
export const ALEC = "114671162830729001607";
export const RODRIGO = "usr_r7Kp2VxQm9TzLw4HbN3c";
export const EMILY = "usr_e5Dn8JcYf2GsXu6RkQ1a";
export const PAULA = "103377120946618052237";

/** Somebody's browser with the page in it. */
export class Visit {
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
  ) {
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      // Firestore's client looks whether Google can be reached when its server can't; the policy does not let it.
      if (message.type() === "error" && !/status of (4|5)\d\d|ERR_|images\/cleardot\.gif/.test(message.text())) this.complaints.push(message.text());
    });
  }

  /** Opens the page as the person; as nobody where it is left out. */
  static async of(browser: Browser, url: string, person?: string): Promise<Visit> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "es-CL", timezoneId: "America/Santiago" });
    context.setDefaultTimeout(60_000);
    if (person !== undefined) await context.request.post(`${url}/dev/session`, { data: { id: person } });
    const visit = new Visit(context, await context.newPage(), url);
    await visit.page.goto(url);
    return visit;
  }

  get field(): Locator {
    return this.page.getByRole("textbox", { name: /^(Mensaje|Message)$/ });
  }

  get feed(): Locator {
    return this.page.getByRole("feed");
  }

  get lastRow(): Locator {
    return this.page.getByRole("article").last();
  }

  async ask(text: string): Promise<void> {
    await this.field.fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** Asks, and gives the answer's row once it is complete. */
  async answerTo(text: string): Promise<Locator> {
    await this.ask(text);
    const row = this.page.getByRole("article").filter({ hasText: text }).last().locator("xpath=following-sibling::article[1]");
    await row.getByRole("button", { name: /^(Responder de nuevo|Answer again)$/ }).waitFor();
    return row;
  }

  /** Opens a thread of its own, so that one test's messages are no other's history. */
  async newThread(): Promise<void> {
    await this.feed.or(this.page.getByRole("heading", { name: /Hola, soy Ally|Hello, I am Ally/ })).first().waitFor();
    await this.page.keyboard.press("Alt+n");
    await this.page.getByText(/Hola, soy Ally|Hello, I am Ally/).waitFor();
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.context.request.get(`${this.url}${path}`);
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Asks for a change; one that is refused throws. */
  async send(method: "POST" | "PUT", path: string, data: object): Promise<void> {
    const answer = await this.context.request.fetch(`${this.url}${path}`, { method, data });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  }

  async conversations(): Promise<Conversation[]> {
    return (await this.get<{ conversations: Conversation[] }>("/api/ally/conversations?limit=50")).conversations;
  }

  /** The conversation as its owner sees it, with what Ally is told in it. */
  async conversation(id: string): Promise<Conversation & { effectivePrompt?: string }> {
    return (await this.get<{ conversation: Conversation & { effectivePrompt?: string } }>(`/api/ally/conversations/${id}`)).conversation;
  }

  async messages(conversationId: string): Promise<Message[]> {
    return (await this.get<{ messages: Message[] }>(`/api/ally/messages?conversationId=${conversationId}&limit=100`)).messages;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
