import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import type { Conversation, ConversationChange, InputSection, MemoryChange, MemoryItem, Message, Preferences, Rating } from "../../src/api/contract";
import type { Making } from "./apps";
import { type Asked, Refusal } from "./refusal";
import { searchIn } from "./search";
import { context, MAIN, ME, World } from "./world";

/** The policy of the standalone page, as the server sends it. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What a test may have the server do. */
export interface Whims {
  /** Milliseconds between two pieces of a reply. */
  pace: number;
  /** Milliseconds before every answer. */
  delay: number;
  /** Breaks the connection of so many streams after a few pieces. */
  cuts: number;
  /** Refuses calls whose "METHOD /path" begins with this. */
  refuse: { call: string; status: number; code: string; error?: string; retryAfter?: number; times: number }[];
  /** Holds back the answers of pages of older messages until it resolves. */
  older: Promise<void> | undefined;
  /** Holds back the answer of a search until it resolves, by the words that are searched for. */
  searches: Map<string, Promise<void>>;
  /** Whether an erasure is at its end when it is answered. */
  erased: boolean;
  /** How the next reply ends. */
  fail: string | undefined;
  /** The text of the next replies. */
  text: string | undefined;
  cards: Message["outputCards"] | undefined;
  flags: boolean;
  dev: boolean;
}

interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  request: IncomingMessage;
  response: ServerResponse;
}

interface Writing {
  pieces: string[];
  written: number;
  stopped: boolean;
  ended: Promise<void>;
  listeners: Set<() => void>;
}

/** A server with the page and a small Ally, at 127.0.0.1. */
export class FakeServer {
  readonly calls: string[] = [];
  readonly whims: Whims = { pace: 12, delay: 0, cuts: 0, refuse: [], older: undefined, searches: new Map(), erased: true, fail: undefined, text: undefined, cards: undefined, flags: true, dev: true };
  private readonly writings = new Map<string, Writing>();
  private server: Server | undefined;

  constructor(
    readonly world: World = new World(),
    private readonly dist = "dist",
  ) {}

  async start(port = 0): Promise<string> {
    this.server = createServer((request, response) => void this.serve(request, response));
    await new Promise<void>((resolve) => this.server!.listen(port, "127.0.0.1", resolve));
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const call: Call = { method: request.method ?? "GET", path: url.pathname, query: url.searchParams, body: {}, request, response };
    try {
      if (!call.path.startsWith("/api/") && !(this.whims.dev && call.path.startsWith("/dev/"))) return await this.file(call);
      this.calls.push(`${call.method} ${call.path}${url.search}`);
      const text = await bodyOf(request);
      call.body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
      if (this.whims.delay > 0) await pause(this.whims.delay);
      this.refuse(call);
      await this.route(call);
    } catch (thrown) {
      const refusal = thrown instanceof Refusal ? thrown : new Refusal(500, "internal", "Algo salió mal.");
      if (!(thrown instanceof Refusal)) console.error(thrown);
      if (response.headersSent) return void response.destroy();
      if (refusal.retryAfter !== undefined) response.setHeader("Retry-After", String(refusal.retryAfter));
      json(response, { error: refusal.message, code: refusal.code, requestId: "r-1a2b3c", ...(refusal.fields.length === 0 ? {} : { fields: refusal.fields }), ...(refusal.retryAfter === undefined ? {} : { retryAfter: refusal.retryAfter }) }, refusal.status);
    }
  }

  private refuse(call: Call): void {
    const name = `${call.method} ${call.path}`;
    const refusal = this.whims.refuse.find((one) => one.times > 0 && name.startsWith(one.call));
    if (refusal === undefined) return;
    refusal.times--;
    throw new Refusal(refusal.status, refusal.code, refusal.error ?? "", refusal.retryAfter);
  }

  private async route(call: Call): Promise<void> {
    const { world } = this;
    const { response, method, query } = call;
    const [, area, second, id = "", name = "", action = ""] = call.path.split("/").map(decodeURIComponent);
    if (area === "dev") return this.development(call);
    if (this.isOpen(call, id)) return;
    if (world.me === null) throw new Refusal(401, "unauthenticated", "Inicia sesión.");
    if (second === "feature-flags") return json(response, { allyBetaAccess: this.whims.flags, reason: "superadmin", stage: "superadmin" });
    if (id === "config") return this.config(call);
    if (id === "comparison") return this.comparison(call);
    if (!this.whims.flags) throw new Refusal(403, "no_access", "Ally no está activado para ti.");
    if (id === "" && !world.conversations.has(MAIN)) {
      world.addConversation({ id: MAIN, type: "ally-main", title: "Ally" });
      return json(response, { allyId: MAIN, isNew: true, success: true });
    }
    if (id === "search" && method === "GET") {
      await this.whims.searches.get(query.get("q") ?? "");
      return json(response, { ...searchIn(world, Object.fromEntries(query)), success: true });
    }
    if (id === "memory") return this.memory(call, name, action);
    if (id === "preferences") return this.preferences(call);
    if (id === "privacy") return this.privacy(call);
    if (id === "beacon" && method === "POST") return json(response, { success: true });
    if (id === "") return json(response, { allyId: "main-ally", isNew: false, success: true });
    if (await this.appCalls(call, id)) return;
    if (id === "messages") return this.messages(call, name, action);
    if (id === "conversations") return this.conversationCalls(call, name, action);
    if (id === "inputs" && method === "GET") {
      const kind = (query.get("kind") as InputSection["kind"] | null) ?? undefined;
      return json(response, { ...world.catalogue(kind, query.get("q") ?? "", Number(query.get("cursor") ?? 0), Number(query.get("limit") ?? 30), query.get("conversationId") ?? ""), success: true });
    }
    throw new Refusal(404, "not_found", "No existe.");
  }

  /** The desk, of which a superadmin has all, and an administrator their organizations. A switch that is off does not close it. */
  private config(call: Call): void {
    const { desk, me } = this.world;
    const asked = askedOf(call);
    if (me !== ME) return json(call.response, { ...(desk.answerTo(me, asked) as object), success: true });
    if (asked.path.join("/") === "audit/export") {
      call.response.writeHead(200, { "Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="auditoria.csv"' });
      return void call.response.end(desk.file(call.query));
    }
    json(call.response, { ...(desk.answer(asked) as object), success: true });
  }

  /** The comparison with the classic chat, for superadmins. */
  private comparison(call: Call): void {
    const { comparison, me } = this.world;
    const { response } = call;
    if (me !== ME) throw new Refusal(403, "forbidden", "Solo para quien administra la plataforma.");
    const asked = askedOf(call);
    if (asked.path[0] !== "report") return json(response, { ...(comparison.answer(asked) as object), success: true });
    const { type, name, text } = comparison.file(call.query);
    response.writeHead(200, { "Content-Type": type, "Content-Disposition": `attachment; filename="${name}"` });
    response.end(text);
  }

  /** What needs no session of the platform: links, invitations, and guests with a session of their own. */
  private isOpen(call: Call, area: string): boolean {
    const { collaboration, me } = this.world;
    const asked = askedOf(call);
    if (area === "invitations") json(call.response, { ...(collaboration.invitation(asked, me) as object), success: true });
    else if (area === "guest") json(call.response, { ...(collaboration.guests(asked, call.request.headers.authorization) as object), success: true });
    else if (area === "shares" && asked.path[0] === "view") json(call.response, { ...(collaboration.links(asked, originOf(call)) as object), success: true });
    else return false;
    return true;
  }

  /** Apps, actions, people and links; whether the call was one of these. */
  private async appCalls(call: Call, area: string): Promise<boolean> {
    const { actions, email, collaboration } = this.world;
    const asked = askedOf(call);
    const [first = ""] = asked.path;
    const inApp = { ...asked, path: asked.path.slice(1) };
    const answer = (body: unknown) => (json(call.response, { ...(body as object), success: true }), true);
    if (area === "apps" && first === "") return answer({ apps: actions.apps });
    if (area === "apps" && first === "summary") {
      const action = actions.summarize(call.body);
      const making = actions.making.get(action.id);
      if (making === undefined || call.request.headers.accept !== "text/event-stream") return answer({ action });
      await this.streamAction(call, making);
      return true;
    }
    if (area === "apps" && first === "email") return answer(email.answer(inApp));
    if (area === "apps" && first === "collaborate") return answer(collaboration.apps(inApp, originOf(call)));
    if (area === "actions" && asked.path[1] === "export") {
      const action = actions.get(first);
      const format = call.query.get("format") ?? "md";
      call.response.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Disposition": `attachment; filename="resumen.${format}"` });
      call.response.end(String(action.cards[0]?.content ?? ""));
      return true;
    }
    if (area === "actions") return answer(actions.answer(asked));
    if (area === "shares") return answer(collaboration.links(asked, originOf(call)));
    if (area === "messages" && first === "comments") return answer(collaboration.comment(call.body));
    return false;
  }

  private async streamAction({ response }: Call, { action: { id }, listeners }: Making): Promise<void> {
    const { actions } = this.world;
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    const send = (event: string, data: unknown) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    send("action", { action: actions.get(id) });
    if (this.whims.cuts > 0) {
      this.whims.cuts--;
      return void response.destroy();
    }
    while (actions.making.has(id)) {
      await new Promise<void>((resolve) => {
        const listener = () => {
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
      });
      const { progress } = actions.get(id);
      if (progress !== undefined) send("progress", { actionId: id, ...progress });
    }
    send("done", { action: actions.get(id) });
    response.end();
  }

  private memory({ method, query, body, response }: Call, id: string, action: string): void {
    const { memory } = this.world;
    const titleOf = (conversationId: string) => this.world.conversations.get(conversationId)?.title ?? "";
    const one = (item: MemoryItem) => json(response, { item: { ...item, conversationTitle: titleOf(item.conversationId) }, success: true });
    const gone = new Refusal(404, "not_found", "Ya no existe.");
    switch (`${method} ${id === "" ? "" : "one"}${action}`) {
      case "GET ":
        return json(response, { ...memory.page(query, titleOf), success: true });
      case "PATCH ":
        return json(response, { ...memory.optIn(body.memoryOptIn === true), success: true });
      case "DELETE ":
        memory.forget(query.get("conversationId"));
        return json(response, { success: true });
      case "PATCH one": {
        const item = memory.change(id, body as MemoryChange);
        if (item === undefined) throw gone;
        return one(item);
      }
      case "DELETE one": {
        const undoUntil = memory.remove(id);
        if (undoUntil === undefined) throw gone;
        return json(response, { undoUntil, success: true });
      }
      case "POST onerestore": {
        const item = memory.restore(id);
        if (item === "too_late") throw new Refusal(409, "too_late", "Ya no se puede deshacer.");
        if (item === "not_found") throw gone;
        return one(item);
      }
    }
    throw new Refusal(404, "not_found", "No existe.");
  }

  private preferences({ method, body, response }: Call): void {
    const { memory } = this.world;
    const preferences = method === "PUT" ? memory.prefer(body as unknown as Preferences) : memory.preferences;
    if (preferences === undefined) throw new Refusal(409, "changed", "Tus preferencias cambiaron mientras tanto.");
    json(response, { preferences, success: true });
  }

  private privacy({ method, body, response }: Call): void {
    const { world } = this;
    const email = world.people().me?.email ?? "";
    if (method === "GET") {
      response.setHeader("Content-Disposition", 'attachment; filename="ally.json"');
      return json(response, { exportedAt: new Date().toISOString(), userId: world.me, preferences: {}, collections: { ally_conversations: [...world.conversations.values()].filter((one) => one.mine), ally_memory: [{ id: world.me, items: world.memory.items }] } });
    }
    if (String(body.confirm).trim().toLowerCase() !== email.toLowerCase()) throw new Refusal(400, "invalid", "Debe ser tu dirección de correo.");
    return json(response, { done: this.whims.erased, deleted: world.erase(), success: true });
  }

  private development(call: Call): void {
    const { world } = this;
    const { response } = call;
    if (call.path === "/dev/people") return json(response, world.people());
    if (call.path === "/dev/session") {
      world.me = String(call.body.id);
      return json(response, world.people());
    }
    const at = new Date(Date.now() - 86_400_000).toISOString();
    if (call.path === "/dev/classic/conversations")
      return json(response, {
        conversations: ["Permiso de obra menor", "Repuestos KTA-40", "Consulta de bodega"].map((title, i) => ({ id: `c${i}`, title, agentName: ["M001", "M003", "S001"][i], lastMessageAt: at, messageCount: 2 })),
      });
    return json(response, {
      messages: [
        { id: "1", role: "user", content: "¿Qué necesito para un permiso de obra menor?", timestamp: at },
        { id: "2", role: "assistant", content: "Necesitas:\n\n1. Solicitud firmada\n2. Plano de emplazamiento\n3. **Especificaciones** resumidas", timestamp: at },
      ],
    });
  }

  private conversation(id: string): Conversation {
    const conversation = this.world.conversations.get(id);
    if (conversation === undefined) throw new Refusal(404, "not_found", "No existe o no tienes acceso.");
    return conversation;
  }

  private conversationCalls({ method, query, body, response }: Call, id: string, action: string): void {
    const { world } = this;
    if (id === "") {
      if (method === "POST") {
        const conversation = world.addConversation({ id: `thread-${Math.random().toString(36).slice(2, 8)}`, title: String(body.title ?? "") });
        return json(response, { conversation, isNew: true, success: true }, 201);
      }
      const all = [...world.conversations.values()].sort((a, b) => b.lastMessageAt.localeCompare(a.lastMessageAt));
      const from = Number(query.get("cursor") ?? 0);
      const limit = Number(query.get("limit") ?? 20);
      return json(response, { conversations: all.slice(from, from + limit), nextCursor: from + limit < all.length ? String(from + limit) : null, success: true });
    }
    if (action === "restore") {
      const kept = world.removed.get(id);
      if (kept === undefined) throw new Refusal(404, "not_found", "Ya no se puede deshacer.");
      world.conversations.set(id, kept.conversation);
      world.messages.set(id, kept.messages);
      return json(response, { conversation: kept.conversation, success: true });
    }
    const conversation = this.conversation(id);
    const undoUntil = new Date(Date.now() + 15_000).toISOString();
    const keep = () => world.removed.set(id, { conversation: { ...conversation }, messages: [...(world.messages.get(id) ?? [])] });
    if (action === "clear") {
      keep();
      world.messages.set(id, []);
      conversation.messageCount = 0;
      return json(response, { conversation, undoUntil, success: true });
    }
    switch (method) {
      case "GET":
        return json(response, { conversation, success: true });
      case "DELETE":
        if (conversation.type === "ally-main") throw new Refusal(409, "main_permanent", "Tu Ally no se puede eliminar.");
        keep();
        world.conversations.delete(id);
        return json(response, { success: true, undoUntil });
      default: {
        const change = body as unknown as ConversationChange;
        if (change.revision !== conversation.revision) throw new Refusal(409, "conflict", "Cambió entretanto.");
        const changed = { ...conversation, revision: conversation.revision + 1, title: change.title ?? conversation.title, activeInputs: { ...conversation.activeInputs, ...change.activeInputs } as Conversation["activeInputs"] };
        world.conversations.set(id, changed);
        return json(response, { conversation: changed, dropped: [], success: true });
      }
    }
  }

  private async messages(call: Call, id: string, action: string): Promise<void> {
    const { world } = this;
    const { method, query, body, response } = call;
    if (id === "" && method === "GET") {
      const all = world.messages.get(query.get("conversationId") ?? "");
      if (all === undefined) throw new Refusal(404, "not_found", "No existe o no tienes acceso.");
      if (query.has("before")) await this.whims.older;
      const end = query.has("before") ? Number(query.get("before")) : all.length;
      const start = Math.max(0, end - Number(query.get("limit") ?? 50));
      return json(response, { messages: all.slice(start, end).map((message) => world.shown(message)), nextCursor: start > 0 ? String(start) : null, success: true });
    }
    if (id === "") {
      const conversation = this.conversation(String(body.conversationId));
      const key = String(body.clientMessageId ?? "");
      const known = world.messages.get(conversation.id)!.find((message) => message.clientMessageId === key);
      const userMessage = known ?? world.say(conversation.id, "user", String(body.message), Date.now(), { ...(key ? { clientMessageId: key } : {}), userId: world.me ?? ME });
      if (conversation.title === "") conversation.title = userMessage.content.slice(0, 40);
      let reply = world.messages.get(conversation.id)!.find((message) => message.inReplyTo === userMessage.id);
      if (reply === undefined || reply.status === "failed") {
        const begun: Partial<Message> = { status: "generating", inReplyTo: userMessage.id, content: "" };
        if (reply === undefined) reply = world.say(conversation.id, "ally", "", Date.now(), begun);
        else reply = world.replace({ ...reply, ...begun, failure: undefined });
        this.write(reply);
      }
      return this.stream(call, userMessage, reply);
    }
    const message = world.find(id);
    if (message === undefined) throw new Refusal(404, "not_found", "No existe.");
    if (action === "" && method === "GET") {
      if (call.request.headers.accept !== "text/event-stream") return json(response, { message: world.shown(message), success: true });
      return this.stream(call, undefined, message);
    }
    if (action === "" && method === "PATCH") {
      const list = world.messages.get(message.conversationId)!;
      world.versions.set(id, [...(world.versions.get(id) ?? []), { version: message.version ?? 1, content: message.content, status: "completed", outputCards: message.outputCards, contextUsed: message.contextUsed, replacedAt: message.timestamp }]);
      const edited = world.replace({ ...message, content: String(body.message), version: (message.version ?? 1) + 1, editedAt: new Date().toISOString() });
      const reply = list.find((one) => one.inReplyTo === id);
      return this.stream(call, edited, reply === undefined ? this.begin(world.say(message.conversationId, "ally", "", Date.now(), { status: "generating", inReplyTo: id })) : this.anew(reply));
    }
    switch (`${method} ${action}`) {
      case "POST stop": {
        const writing = this.writings.get(id);
        if (writing !== undefined) {
          writing.stopped = true;
          await writing.ended;
        }
        return json(response, { message: world.shown(world.find(id)!), success: true });
      }
      case "POST regenerate": {
        if (world.messages.get(message.conversationId)!.at(-1)?.id !== id) throw new Refusal(409, "not_last", "Solo la última respuesta.");
        return this.stream(call, world.find(message.inReplyTo ?? ""), this.anew(message));
      }
      case "GET versions":
        return json(response, { versions: world.versions.get(id) ?? [], success: true });
      case "PUT rating": {
        world.ratings.set(id, { comment: "", updatedAt: new Date().toISOString(), ...(body as { stars: number }) } as Rating);
        return json(response, { rating: world.ratings.get(id), success: true });
      }
      case "DELETE rating":
        world.ratings.delete(id);
        return json(response, { success: true });
    }
    throw new Refusal(404, "not_found", "No existe.");
  }

  private anew(reply: Message): Message {
    const { world } = this;
    world.versions.set(reply.id, [...(world.versions.get(reply.id) ?? []), { version: reply.version ?? 1, content: reply.content, status: reply.status ?? "completed", outputCards: reply.outputCards, contextUsed: reply.contextUsed, replacedAt: reply.timestamp }]);
    return this.begin({ ...reply, status: "generating", content: "", outputCards: [], version: (reply.version ?? 1) + 1 });
  }

  private begin(reply: Message): Message {
    this.world.replace(reply);
    this.write(reply);
    return reply;
  }

  /** Writes a reply, whether or not anybody listens. */
  private write(reply: Message): void {
    const { whims, world } = this;
    const text = whims.text ?? REPLY;
    const pieces = text.match(/[\s\S]{1,14}/g) ?? [];
    const failure = whims.fail;
    const cards = whims.cards ?? [];
    let ended = () => {};
    const writing: Writing = { pieces, written: 0, stopped: false, ended: new Promise((resolve) => (ended = resolve)), listeners: new Set() };
    this.writings.set(reply.id, writing);
    void (async () => {
      await pause(whims.pace * 8);
      while (writing.written < pieces.length && !writing.stopped) {
        if (failure !== undefined && writing.written > 3) break;
        writing.written++;
        for (const listener of writing.listeners) listener();
        await pause(whims.pace);
      }
      const content = pieces.slice(0, writing.written).join("");
      const now = world.find(reply.id) ?? reply;
      const done: Message = { ...now, content, status: writing.stopped ? "stopped" : failure ? "failed" : "completed", outputCards: writing.stopped || failure ? [] : cards, contextUsed: context(["organization", "agent"]), model: "gemini-2.5-flash", durationMs: 1400 };
      world.replace(failure && !writing.stopped ? { ...done, content: "", failure: { code: failure, retryable: failure !== "model_refused" } } : done);
      ended();
      this.writings.delete(reply.id);
      for (const listener of writing.listeners) listener();
    })();
  }

  private async stream({ request, response }: Call, userMessage: Message | undefined, reply: Message): Promise<void> {
    const { world, whims } = this;
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    const send = (event: string, data: unknown, id?: number) => response.write(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    send("message", userMessage === undefined ? { message: world.shown(reply), success: true } : { userMessage, reply });
    let sent = Number(request.headers["last-event-id"] ?? 0);
    const cutAfter = whims.cuts > 0 ? sent + 6 : Infinity;
    if (whims.cuts > 0) whims.cuts--;
    for (;;) {
      const writing = this.writings.get(reply.id);
      if (writing === undefined) break;
      while (sent < writing.written) {
        send("delta", { text: writing.pieces[sent] }, ++sent);
        if (sent >= cutAfter) return void response.destroy();
      }
      await new Promise<void>((resolve) => {
        const listener = () => {
          writing.listeners.delete(listener);
          resolve();
        };
        writing.listeners.add(listener);
      });
      if (response.destroyed) return;
    }
    const now = world.shown(world.find(reply.id) ?? reply);
    if (now.status === "failed" && userMessage !== undefined) send("error", { error: "El modelo no respondió.", code: now.failure?.code ?? "model_unavailable", requestId: "r-9" });
    else send("done", userMessage === undefined ? { message: now, success: true } : world.answer(userMessage, now));
    response.end();
  }

  private async file({ path, response }: Call): Promise<void> {
    const types: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };
    const wanted = join(this.dist, normalize(path));
    const name = extname(wanted) !== "" ? wanted : join(this.dist, ["/invitation", "/guest", "/shared"].includes(path) ? "visit.html" : "index.html");
    try {
      const body = await readFile(name);
      response.writeHead(200, { "Content-Type": types[extname(name)] ?? "application/octet-stream", "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff" });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}

function askedOf({ method, path, query, body }: Call): Asked {
  return { method, path: path.split("/").slice(4).map(decodeURIComponent), query, body };
}

function originOf({ request }: Call): string {
  return `http://${request.headers.host ?? "localhost"}`;
}

const REPLY = `Claro. Según la **OGUC**, estos son los pasos:

1. Reunir los antecedentes del artículo 5.1.6.
2. Ingresar la solicitud en la DOM con el comprobante de pago.
3. Esperar el pronunciamiento: 30 días, o 15 con revisor independiente.

Si quieres, te conecto con **M001** para revisar tu caso en detalle.`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "private, no-store" });
  response.end(JSON.stringify(body));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
