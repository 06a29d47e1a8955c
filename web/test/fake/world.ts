import type { ActiveInputs, Catalogue, Conversation, InputItem, InputKind, InputSection, Message, MessageVersion, OutputCard, Rating } from "../../src/api/contract";
import type { People } from "../../src/api/development";
import { FakeActions } from "./apps";
import { FakeCollaboration } from "./collaborate";
import { FakeComparison } from "./comparison";
import { FakeDesk } from "./desk";
import { FakeEmail } from "./email";
import { FakeMemory } from "./memory";

export const ME = "114671162830729001607";
export const OTHER = "usr_00000000000000000002";
export const MAIN = "main-ally";

const NOTHING: ActiveInputs = { organizationInfo: true, domainInfo: true, agentIds: [], conversationIds: [], actionIds: [] };

/** A small Ally in memory, for development and for tests in a browser. It keeps the contract's rules that the screen depends on. */
export class World {
  conversations = new Map<string, Conversation>();
  messages = new Map<string, Message[]>();
  versions = new Map<string, MessageVersion[]>();
  ratings = new Map<string, Rating>();
  removed = new Map<string, { conversation: Conversation; messages: Message[] }>();
  memory = new FakeMemory();
  actions = new FakeActions(this);
  email = new FakeEmail(this.actions);
  desk = new FakeDesk();
  comparison = new FakeComparison();
  collaboration: FakeCollaboration;
  agents: InputItem[];
  me: string | null = ME;
  private clock = 0;
  private ids = 0;

  constructor(agents = 500) {
    this.agents = Array.from({ length: agents }, (_, i) => agent(i));
    const now = Date.now();
    this.addConversation({ id: MAIN, type: "ally-main", title: "Ally" });
    this.say(MAIN, "ally", WELCOME, now - 26 * 3600_000, { contextUsed: context(["organization", "domain"]) });
    const question = this.say(MAIN, "user", "¿Cuántos días tiene la DOM para pronunciarse sobre un permiso de edificación?", now - 25 * 3600_000);
    this.say(MAIN, "ally", ANSWER, now - 25 * 3600_000 + 4000, {
      inReplyTo: question.id,
      contextUsed: context(["organization", "agent", "conversation"], true),
      model: "gemini-2.5-flash",
      durationMs: 3120,
      outputCards: [RECOMMENDATION],
    });
    const second = this.say(MAIN, "user", "Muéstrame las mantenciones del mes por equipo", now - 40 * 60_000);
    this.say(MAIN, "ally", "Estas son las mantenciones registradas en **octubre**. La grúa KTA-40 concentra casi la mitad.", now - 40 * 60_000 + 3000, {
      inReplyTo: second.id,
      contextUsed: context(["agent", "domain"]),
      model: "gemini-2.5-flash",
      durationMs: 2210,
      outputCards: [TABLE, CHART],
      version: 2,
    });
    this.versions.set(this.messages.get(MAIN)!.at(-1)!.id, [
      { version: 1, content: "No encontré mantenciones registradas para ese mes.", status: "completed", model: "gemini-2.5-flash", outputCards: [], contextUsed: context([]), replacedAt: new Date(now - 41 * 60_000).toISOString() },
    ]);
    const day = (days: number) => new Date(now + days * 86_400_000).toLocaleDateString("sv");
    const answered = this.messages.get(MAIN)![2]!;
    const shown = this.messages.get(MAIN)!.at(-1)!;
    this.memory.learn(answered, "takeaway", "La DOM tiene 30 días para pronunciarse; 15 con informe favorable de un revisor independiente.");
    this.memory.learn(shown, "takeaway", "La grúa KTA-40 concentra casi la mitad de las horas de mantención de octubre.");
    const later = this.memory.learn(second, "decision", "La mantención de la KTA-40 se hace los martes en la tarde.");
    this.memory.learn(question, "decision", "La mantención de la KTA-40 se hace los lunes.", { supersededBy: later.id });
    this.memory.learn(second, "actionItem", "Enviar el informe de mantención a gerencia", { owner: "Paula Rojas", due: day(3) });
    this.memory.learn(question, "actionItem", "Pedir el informe del revisor independiente", { owner: "Rodrigo", due: day(-2) });
    this.memory.learn(question, "actionItem", "Reunir los antecedentes del artículo 5.1.6", { status: "done" });
    const titles = ["Permiso de edificación Las Condes", "Repuestos de la KTA-40", "Inventario de bodega S001", "Charla de seguridad de la semana", "Presupuesto 2026"];
    titles.forEach((title, i) => {
      const id = `thread-${i + 1}`;
      this.addConversation({ id, title, lastMessageAt: new Date(now - (i + 2) * 7 * 3600_000).toISOString() });
      const asked = this.say(id, "user", `Cuéntame sobre: ${title}`, now - (i + 2) * 7 * 3600_000);
      this.say(id, "ally", `Sobre **${title}** tengo lo siguiente.`, now - (i + 2) * 7 * 3600_000 + 2000, { inReplyTo: asked.id, contextUsed: context(["agent"]) });
      if (i === 4) this.memory.learn(asked, "decision", "El presupuesto 2026 se cierra con un 4 % de reajuste.");
    });
    this.addConversation({ id: "shared-view", title: "Revisión con Legal", userId: OTHER, mine: false, permission: "view" });
    this.say("shared-view", "user", "¿Qué dice el artículo 5.1.6?", now - 3 * 3600_000, { userId: OTHER });
    this.say("shared-view", "ally", "Enumera los **antecedentes** de una solicitud de permiso de obra nueva.", now - 3 * 3600_000 + 2000, { contextUsed: context(["agent"]) });
    this.addConversation({ id: "shared-write", title: "Equipo de maquinaria", userId: OTHER, mine: false, permission: "write" });
    this.say("shared-write", "user", "¿Quién revisa la grúa mañana?", now - 2 * 3600_000, { userId: OTHER });
    this.say("shared-write", "ally", "Según el plan, el turno B a las 8:00.", now - 2 * 3600_000 + 2000, { contextUsed: context(["agent"]) });
    this.addConversation({ id: "shared-comment", title: "Plan de obra 2026", userId: OTHER, mine: false, permission: "comment" });
    this.say("shared-comment", "user", "¿Cuándo parte la segunda etapa?", now - 4 * 3600_000, { userId: OTHER });
    this.say("shared-comment", "ally", "La segunda etapa parte el **3 de marzo**.", now - 4 * 3600_000 + 2000, { contextUsed: context(["agent"]) });
    this.say("shared-comment", "user", "Falta confirmar con el mandante.", now - 3.5 * 3600_000, { userId: "guest-1", comment: true, guest: true, authorName: "revisor@example.com" });
    this.collaboration = new FakeCollaboration(this, this.actions);
  }

  addConversation(given: Partial<Conversation> & { id: string }): Conversation {
    const now = new Date().toISOString();
    const conversation: Conversation = {
      type: "ally-thread",
      title: "",
      titled: "auto",
      userId: ME,
      mine: true,
      permission: "write",
      createdAt: now,
      updatedAt: now,
      lastMessageAt: now,
      messageCount: 0,
      activeInputs: structuredClone(NOTHING),
      visibility: "private",
      revision: 1,
      ...given,
    };
    this.conversations.set(conversation.id, conversation);
    this.messages.set(conversation.id, []);
    return conversation;
  }

  say(conversationId: string, role: Message["role"], content: string, at = Date.now(), more: Partial<Message> = {}): Message {
    const list = this.messages.get(conversationId)!;
    this.clock = Math.max(at, Date.parse(list.at(-1)?.timestamp ?? "1970-01-01") + 1);
    const message: Message = {
      id: `m${++this.ids}`,
      conversationId,
      userId: ME,
      role,
      content,
      outputCards: [],
      contextUsed: { promptComponents: [], inputSources: [], leftOut: [], dropped: [], tokensUsed: { input: 0, output: 0, context: 0, total: 0 } },
      timestamp: new Date(this.clock).toISOString(),
      version: 1,
      comment: false,
      ...(role === "ally" ? { status: "completed" as const } : {}),
      ...more,
    };
    list.push(message);
    const conversation = this.conversations.get(conversationId)!;
    conversation.lastMessageAt = message.timestamp;
    conversation.messageCount = list.length;
    return message;
  }

  find(id: string): Message | undefined {
    for (const list of this.messages.values()) {
      const found = list.find((message) => message.id === id);
      if (found) return found;
    }
    return undefined;
  }

  replace(message: Message): Message {
    const list = this.messages.get(message.conversationId)!;
    list[list.findIndex((one) => one.id === message.id)] = message;
    return message;
  }

  shown(message: Message): Message {
    const rating = this.ratings.get(message.id);
    return rating === undefined ? message : { ...message, rating };
  }

  answer(userMessage: Message, reply: Message): Record<string, unknown> {
    return { success: true, message: reply, userMessage, allyResponse: reply, userMessageId: userMessage.id, allyMessageId: reply.id, response: reply.content };
  }

  catalogue(kind: InputSection["kind"] | undefined, q: string, cursor: number, limit: number, conversationId: string): Catalogue {
    const selectable: Record<InputKind, InputItem[]> = {
      organization: [{ id: "salfa-corp", name: "Salfa Corp", line: "Construcción, montaje y maquinaria", count: 0, tokens: 420 }],
      domain: [{ id: "salfagestion.cl", name: "salfagestion.cl", line: "Gestión de activos", count: 0, tokens: 260 }],
      agent: this.agents,
      conversation: [...this.conversations.values()]
        .filter((one) => one.id !== conversationId)
        .map((one) => ({ id: one.id, name: one.title || "Sin título", line: "", count: one.messageCount, tokens: one.messageCount * 90 })),
      action: [...this.actions.all.values()].filter((one) => one.status === "completed").map((one) => ({ id: one.id, name: one.title, line: one.appName, count: 0, tokens: 300 })),
    };
    const all: Record<InputSection["kind"], InputItem[]> = {
      ...selectable,
      document: [
        { id: "d1", name: "OGUC - Título 1.pdf", line: "M001 - Asistente Legal Territorial", count: 1, tokens: 3000 },
        { id: "d2", name: "Circular DDU 455.pdf", line: "M001 - Asistente Legal Territorial", count: 1, tokens: 3000 },
      ],
    };
    const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const sections = (kind === undefined ? (Object.keys(selectable) as InputKind[]) : [kind]).map((one) => {
      const found = all[one].filter((item) => fold(`${item.name} ${item.line}`).includes(fold(q)));
      const items = found.slice(cursor, cursor + limit);
      return { kind: one, count: found.length, items, nextCursor: cursor + limit < found.length ? String(cursor + limit) : null };
    });
    return { sections, budget: { tokens: 24_000 } };
  }

  people(): People {
    const people: People["people"] = [
      { id: ME, email: "alec@getaifactory.com", name: "Alec Dickinson", role: "superadmin", access: true, language: "es" },
      { id: OTHER, email: "maria@salfagestion.cl", name: "María Soto", role: "user", access: false, language: "es" },
      { id: "usr_3", email: "kate@salfagestion.cl", name: "Kate Brown", role: "expert", access: true, language: "en" },
    ];
    const me = people.find((person) => person.id === this.me);
    return { people, me: me === undefined ? null : { id: me.id, email: me.email, name: me.name, domain: me.email.split("@")[1]!, organizationId: "salfa-corp", role: me.role, language: me.language } };
  }

  /** All that there is of the person goes; the accounts and what is others' stay. */
  erase(): number {
    const count = this.messages.size;
    for (const [id, conversation] of this.conversations) {
      if (!conversation.mine) continue;
      this.conversations.delete(id);
      this.messages.delete(id);
    }
    this.memory.forget(null);
    this.ratings.clear();
    this.versions.clear();
    return count;
  }

  /** A conversation of many messages. */
  long(count: number): string {
    const id = `long-${count}`;
    this.addConversation({ id, title: `Historia de ${count} mensajes` });
    const start = Date.now() - count * 20 * 60_000;
    for (let i = 0; i < count; i += 2) {
      const asked = this.say(id, "user", `Pregunta ${i / 2 + 1}: ¿qué sigue en la obra?`, start + i * 20 * 60_000);
      this.say(id, "ally", `Respuesta ${i / 2 + 1}. ${"Se revisa el avance y se registra en la bitácora. ".repeat(1 + ((i / 2) % 9))}`, start + i * 20 * 60_000 + 3000, { inReplyTo: asked.id, contextUsed: context(["agent"]) });
    }
    return id;
  }
}

const AGENTS = [
  ["M001 - Asistente Legal Territorial RDI", "Permisos, OGUC y normas urbanísticas"],
  ["S001 - Gestión de Bodegas", "Inventario y despachos"],
  ["M003 - Mantención de Maquinaria", "Planes de mantención y repuestos"],
  ["SSOMA L1", "Seguridad y salud ocupacional"],
  ["KAMKE L2", "Equipos y proyectos"],
  ["Cartola", "Finanzas y estados de cuenta"],
] as const;

function agent(i: number): InputItem {
  const [name, line] = AGENTS[i % AGENTS.length]!;
  const round = Math.floor(i / AGENTS.length);
  return { id: `agent-${i + 1}`, name: round === 0 ? name : `${name.replace(/^(\w+)/, `$1.${round}`)}`, line, count: 3 + ((i * 7) % 40), tokens: 900 + ((i * 331) % 2600) };
}

export function context(kinds: InputKind[], withLosses = false): Message["contextUsed"] {
  const names: Record<InputKind, [string, string]> = {
    organization: ["salfa-corp", "Salfa Corp"],
    domain: ["salfagestion.cl", "salfagestion.cl"],
    agent: ["agent-1", "M001 - Asistente Legal Territorial RDI"],
    conversation: ["thread-1", "Permiso de edificación Las Condes"],
    action: ["a1", "Resumen de octubre"],
  };
  return {
    promptComponents: ["super:default@3", "organization:salfa-corp@a1b2", "domain:salfagestion.cl@77f0"],
    promptHash: "9d1c",
    inputSources: kinds.map((type) => ({
      type,
      id: names[type][0],
      name: names[type][1],
      passages: type === "agent" ? 4 : 1,
      tokens: type === "agent" ? 1480 : 260,
      ...(type === "agent" ? { documents: [{ id: "d1", name: "OGUC - Título 1.pdf", passages: 3, tokens: 1100 }, { id: "d2", name: "Circular DDU 455.pdf", passages: 1, tokens: 380 }] } : {}),
    })),
    leftOut: withLosses ? [{ type: "agent", id: "agent-2", name: "S001 - Gestión de Bodegas" }, { type: "conversation", id: "thread-3", name: "Inventario de bodega S001" }] : [],
    dropped: withLosses ? [{ type: "agent", id: "agent-9", name: "Cartola" }] : [],
    tokensUsed: { input: 2310, output: 240, context: 1740, total: 2550 },
  };
}

const WELCOME = `¡Hola! 👋 Soy **Ally**, tu asistente personal en Salfa Corp.

Estoy aquí para ayudarte a sacar el máximo provecho de la plataforma.

**En tu dominio (salfagestion.cl) tienes acceso a:**

- **6 agentes especializados**
- **48 documentos** en tu biblioteca

**¿Qué puedo hacer por ti?**

1. Recomendarte el agente correcto para tu tarea
2. Ayudarte a encontrar documentos o información
3. Responder preguntas sobre la plataforma`;

const ANSWER = `La Dirección de Obras Municipales (DOM) tiene **30 días** desde el ingreso de la solicitud. El plazo baja a **15 días** si se acompaña el informe favorable de un revisor independiente.

### Cómo se cuentan

| Caso | Plazo | Norma |
|---|---:|---|
| Sin revisor independiente | 30 días | OGUC 1.4.10 |
| Con informe favorable | 15 días | OGUC 1.4.10 |
| Obra menor | 15 días | OGUC 5.1.4 |

> Si la DOM formula observaciones, el plazo se suspende hasta que se subsanen.

Puedes leer la [ordenanza completa](https://www.minvu.gob.cl/elementos-tecnicos/decretos/d-s-n47-1992/) o pedirme un resumen.`;

const RECOMMENDATION: OutputCard = {
  id: "r1",
  type: "cta",
  content: { agentId: "agent-1", agentName: "M001 - Asistente Legal Territorial RDI", reason: "Conoce la OGUC y las circulares de la DDU; responde con la norma citada." },
  actions: [{ label: "Conectar con M001", action: "connect_agent", data: { agentId: "agent-1" } }],
};

const TABLE: OutputCard = {
  id: "t1",
  type: "table",
  title: "Mantenciones de octubre",
  content: {
    columns: ["Equipo", "Tipo", "Horas", "Costo"],
    rows: [["Grúa KTA-40", "Preventiva", 18, 1240000], ["Grúa KTA-40", "Correctiva", 9, 610000], ["Camión pluma 12", "Preventiva", 6, 310000], ["Cargador 966", "Preventiva", 7.5, 420000]],
  },
};

const CHART: OutputCard = {
  id: "c1",
  type: "chart",
  title: "Horas de mantención por semana",
  content: { kind: "bar", labels: ["Sem. 40", "Sem. 41", "Sem. 42", "Sem. 43"], series: [{ name: "Preventiva", values: [8, 12, 6, 5.5] }, { name: "Correctiva", values: [2, 0, 5, 2] }] },
};
