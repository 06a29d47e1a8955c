import type { Action, AppField, AppInfo, OutputCard } from "../../src/api/contract";
import { type Asked, missing, Refusal } from "./refusal";
import { ME, type World } from "./world";

const text = (es: string, en: string) => ({ es, en });
const option = (value: string, es: string, en: string) => ({ value, label: text(es, en) });

/** The apps as the contract describes them, with every type of field there is. */
export const APPS: AppInfo[] = [
  {
    id: "summary",
    name: text("Resumen", "Summary"),
    description: text("Resume una conversación, un documento, el uso de un agente o un texto.", "Summarizes a conversation, a document, the usage of an agent, or a text."),
    icon: "file-text",
    version: "1",
    cardTypes: ["markdown", "table", "chart", "cta"],
    fields: [
      { name: "source", type: "choice", label: text("Qué resumir", "What to summarize"), required: true, default: "conversation", options: [option("conversation", "Conversación", "Conversation"), option("document", "Documento", "Document"), option("agent", "Uso de un agente", "Usage of an agent"), option("text", "Texto", "Text")] },
      { name: "conversation", type: "conversation", label: text("Conversación", "Conversation"), required: true, when: { field: "source", values: ["conversation"] } },
      { name: "document", type: "document", label: text("Documento", "Document"), required: true, when: { field: "source", values: ["document"] } },
      { name: "agent", type: "agent", label: text("Agente", "Agent"), required: true, when: { field: "source", values: ["agent"] } },
      { name: "text", type: "longtext", label: text("Texto", "Text"), required: true, maxLength: 2000, when: { field: "source", values: ["text"] } },
      { name: "from", type: "date", label: text("Desde", "From"), required: false, when: { field: "source", values: ["conversation", "agent"] } },
      { name: "to", type: "date", label: text("Hasta", "To"), required: false, when: { field: "source", values: ["conversation", "agent"] } },
      { name: "style", type: "choice", label: text("Estilo", "Style"), required: true, default: "concise", options: [option("concise", "Breve", "Concise"), option("detailed", "Detallado", "Detailed"), option("bullets", "Puntos", "Bullets")] },
      { name: "title", type: "text", label: text("Título", "Title"), help: text("Si lo dejas en blanco, lo pone Ally.", "Leave it empty and Ally gives one."), required: false, maxLength: 80 },
    ],
  },
  {
    id: "email",
    name: text("Correo", "Email"),
    description: text("Redacta un correo desde la conversación. Nada se envía sin que tú lo confirmes.", "Drafts an e-mail from the conversation. Nothing is sent until you confirm it."),
    icon: "mail",
    version: "1",
    cardTypes: ["markdown", "cta"],
    fields: [
      { name: "to", type: "emails", label: text("Para", "To"), required: true },
      { name: "cc", type: "emails", label: text("Copia", "Cc"), required: false },
      { name: "instructions", type: "longtext", label: text("Instrucciones", "Instructions"), help: text("Qué debe decir. Ally lo redacta con lo que se conversó.", "What it should say. Ally drafts it from what was said."), required: false, maxLength: 4000 },
      { name: "subject", type: "text", label: text("Asunto", "Subject"), required: false, maxLength: 200 },
      { name: "body", type: "longtext", label: text("Mensaje", "Message"), help: text("Si lo escribes tú, queda tal cual.", "What you write yourself stays as it is."), required: false },
      { name: "tone", type: "choice", label: text("Tono", "Tone"), required: false, default: "formal", options: [option("formal", "Formal", "Formal"), option("friendly", "Cercano", "Friendly"), option("short", "Breve", "Short")] },
      { name: "attachment", type: "action", label: text("Adjuntar", "Attach"), help: text("El resultado de una acción, como PDF.", "The result of an action, as PDF."), required: false },
    ],
  },
  {
    id: "collaborate",
    name: text("Colaborar", "Collaborate"),
    description: text("Invita a personas a esta conversación y decide qué pueden hacer.", "Invite people to this conversation and decide what they may do."),
    icon: "users",
    version: "1",
    cardTypes: ["table", "cta"],
    fields: [
      { name: "method", type: "choice", label: text("Cómo invitar", "How to invite"), required: true, default: "email", options: [option("email", "Correo", "E-mail"), option("whatsapp", "WhatsApp", "WhatsApp"), option("link", "Enlace", "Link")] },
      { name: "recipients", type: "emails", label: text("Direcciones", "Addresses"), required: true, when: { field: "method", values: ["email"] } },
      { name: "phone", type: "text", label: text("Teléfono", "Phone"), required: false, maxLength: 20, when: { field: "method", values: ["whatsapp"] } },
      { name: "level", type: "choice", label: text("Podrán", "They may"), required: true, default: "comment", options: [option("view", "Ver", "View"), option("comment", "Comentar", "Comment"), option("edit", "Editar", "Edit")] },
      { name: "message", type: "longtext", label: text("Mensaje", "Message"), required: false, maxLength: 500 },
      { name: "days", type: "number", label: text("Días de validez", "Days of validity"), required: true, default: 7, minimum: 1, maximum: 90 },
    ],
  },
];

/** An action while it is made. */
export interface Making {
  action: Action;
  /** Hears of each step and of the end. */
  listeners: Set<() => void>;
}

/** The apps and what was made with them, by the rules of the contract. */
export class FakeActions {
  apps: AppInfo[] = structuredClone(APPS);
  readonly all = new Map<string, Action>();
  readonly making = new Map<string, Making>();
  /** In how many parts a summary is made, and milliseconds for each. */
  parts = 3;
  pace = 40;
  /** Why the next summary fails. */
  fail: string | undefined;
  private readonly keys = new Map<string, string>();
  private readonly removed = new Map<string, Action>();
  private ids = 0;

  constructor(private readonly world: World) {}

  get(id: string): Action {
    const action = this.all.get(id);
    if (action === undefined) throw missing();
    return action;
  }

  put(given: Pick<Action, "appId" | "appName" | "actionType" | "title" | "conversationId"> & Partial<Action>): Action {
    const action: Action = { id: `a${++this.ids}`, userId: ME, inputs: {}, status: "completed", cards: [], revision: 1, createdAt: new Date().toISOString(), completedAt: new Date().toISOString(), mine: true, ...given };
    this.all.set(action.id, action);
    return action;
  }

  change(id: string, change: Partial<Action>): Action {
    const changed = { ...this.get(id), ...change, revision: this.get(id).revision + 1 };
    this.all.set(id, changed);
    return changed;
  }

  /** The action of a key, which is made the first time only. */
  once(conversationId: string, key: unknown, make: () => Action): Action {
    if (!this.world.conversations.has(conversationId)) throw missing();
    const name = `${conversationId} ${String(key ?? "")}`;
    const known = typeof key === "string" ? this.keys.get(name) : undefined;
    if (known !== undefined) return this.get(known);
    const action = make();
    if (typeof key === "string") this.keys.set(name, action.id);
    return action;
  }

  /** Refuses what the app's fields don't allow, field by field. */
  check(appId: string, inputs: Record<string, unknown>): void {
    const app = this.apps.find((one) => one.id === appId);
    if (app === undefined) throw new Refusal(403, "app_off", "Tu organización no tiene esta aplicación.");
    if (appId === "email" && inputs.instructions === undefined && inputs.body === undefined) throw new Refusal(400, "invalid", "Revisa los campos marcados.", undefined, [{ field: "inputs.instructions", problem: "Di qué debe decir, o escríbelo tú." }]);
    const wrong = app.fields.flatMap((field) => problemOf(field, inputs) ?? []);
    if (wrong.length > 0) throw new Refusal(400, "invalid", "Revisa los campos marcados.", undefined, wrong);
  }

  answer({ method, path: [id = "", deed = ""], query }: Asked): unknown {
    if (id === "") {
      const [conversationId, appId] = [query.get("conversationId"), query.get("appId")];
      const found = [...this.all.values()].filter((one) => (conversationId === null || one.conversationId === conversationId) && (appId === null || one.appId === appId)).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
      return { actions: found.slice(0, Number(query.get("limit") ?? 20)), nextCursor: null };
    }
    switch (`${method} ${deed}`) {
      case "GET ":
        return { action: this.get(id) };
      case "DELETE ":
        this.removed.set(id, this.get(id));
        this.all.delete(id);
        return { undoUntil: new Date(Date.now() + 15_000).toISOString() };
      case "POST restore": {
        const kept = this.removed.get(id);
        if (kept === undefined) throw new Refusal(409, "too_late", "Ya no se puede deshacer.");
        this.all.set(id, kept);
        return { action: kept };
      }
      case "POST cancel": {
        const action = this.get(id);
        return { action: action.status === "processing" ? this.end(id, { status: "cancelled" }) : action };
      }
      case "POST report":
        return { action: this.report(this.get(id)) };
    }
    throw missing();
  }

  /** Begins a summary, which goes on whether or not anybody listens. */
  summarize(body: Record<string, unknown>): Action {
    const conversationId = String(body.conversationId);
    const inputs = (body.inputs ?? {}) as Record<string, unknown>;
    this.check("summary", inputs);
    return this.once(conversationId, body.clientActionId, () => {
      const of = this.world.conversations.get(String(inputs.conversation ?? conversationId));
      const action = this.put({ appId: "summary", appName: "Resumen", actionType: "summarize", title: String(inputs.title ?? `Resumen: ${of?.title ?? "texto"}`), conversationId, inputs, status: "processing", progress: { done: 0, total: this.parts } });
      const making: Making = { action, listeners: new Set() };
      this.making.set(action.id, making);
      const failure = this.fail;
      this.fail = undefined;
      void (async () => {
        for (let done = 1; done <= this.parts; done++) {
          await new Promise((resolve) => setTimeout(resolve, this.pace).unref());
          if (this.all.get(action.id)?.status !== "processing") return;
          this.change(action.id, { progress: { done, total: this.parts } });
          for (const listener of making.listeners) listener();
          if (failure !== undefined && done === 1) return void this.end(action.id, { status: "failed", error: { code: failure, sentence: "El modelo no respondió a tiempo. Inténtalo de nuevo.", retryable: true } });
        }
        this.end(action.id, { status: "completed", ...this.summaryOf(action.id, conversationId, String(inputs.source)) });
      })();
      return action;
    });
  }

  private end(id: string, change: Partial<Action>): Action {
    const { progress: _, ...action } = this.change(id, { completedAt: new Date().toISOString(), durationMs: 1900, ...change });
    this.all.set(id, action);
    for (const listener of this.making.get(id)?.listeners ?? []) listener();
    this.making.delete(id);
    return action;
  }

  private summaryOf(id: string, conversationId: string, source: string): Pick<Action, "cards" | "result"> {
    const said = (this.world.messages.get(conversationId) ?? []).filter((message) => message.content !== "").slice(1, 4);
    const sources = said.map((message, i) => ({ n: i + 1, messageId: message.id, conversationId, at: message.timestamp, author: message.role === "ally" ? "Ally" : "Alec Dickinson", excerpt: message.content.replace(/[*#>|]/g, "").slice(0, 120) }));
    const link = (n: number) => (sources[n - 1] === undefined ? "" : ` [${n}](#message-${sources[n - 1]!.messageId})`);
    const summary: OutputCard = { id: `${id}-1`, type: "markdown", content: `La DOM tiene **30 días** para pronunciarse, o 15 con informe favorable de un revisor independiente.${link(1)}${link(2)}\n\n- Si hay observaciones, el plazo se suspende.${link(2)}\n- La grúa KTA-40 concentra casi la mitad de las mantenciones de octubre.${link(3)}` };
    const usage: OutputCard[] =
      source === "agent"
        ? [
            { id: `${id}-t`, type: "table", title: "Uso por semana", content: { columns: ["Semana", "Preguntas"], rows: [["40", 12], ["41", 18]] } },
            { id: `${id}-c`, type: "chart", title: "Preguntas por semana", content: { kind: "bar", labels: ["40", "41"], series: [{ name: "Preguntas", values: [12, 18] }] } },
          ]
        : [];
    return { cards: [summary, ...usage, deeds(id)], result: { sources } };
  }

  private report(action: Action): Action {
    const known = [...this.all.values()].find((one) => one.appId === "report" && one.conversationId === action.conversationId);
    const report = known ?? this.put({ appId: "report", appName: "Informe", actionType: "report", title: "Informe de la conversación", conversationId: action.conversationId });
    const parts = [...new Set([...(((report.result as { actions?: string[] } | undefined)?.actions) ?? []), action.id])];
    const cards = parts.flatMap((id) => {
      const part = this.all.get(id);
      return part === undefined ? [] : [{ id: `r-${id}`, type: "markdown" as const, title: part.title, content: String(part.cards[0]?.content ?? "") }];
    });
    return this.change(report.id, { result: { actions: parts }, cards: [...cards, { id: `${report.id}-x`, type: "cta", content: { actionId: report.id }, actions: deeds(report.id).actions!.filter((one) => one.action !== "report_action") }] });
  }
}

function deeds(actionId: string): OutputCard {
  return {
    id: `${actionId}-cta`,
    type: "cta",
    content: { actionId },
    actions: [
      { label: "Enviar por correo", action: "email_action", data: { actionId } },
      { label: "Compartir enlace", action: "share_action", data: { actionId } },
      { label: "Agregar al informe", action: "report_action", data: { actionId } },
      { label: "Markdown", action: "export_action", data: { actionId, format: "md" } },
      { label: "PDF", action: "export_action", data: { actionId, format: "pdf" } },
      { label: "Word", action: "export_action", data: { actionId, format: "docx" } },
    ],
  };
}

function problemOf(field: AppField, inputs: Record<string, unknown>): { field: string; problem: string }[] | undefined {
  if (field.when !== undefined && !field.when.values.includes(String(inputs[field.when.field] ?? ""))) return undefined;
  const value = inputs[field.name];
  const wrong = (problem: string) => [{ field: `inputs.${field.name}`, problem }];
  if (value === undefined) return field.required ? wrong("Falta completar esto.") : undefined;
  if (field.name === "to" && inputs.from !== undefined && field.type === "date" && String(value) < String(inputs.from)) return wrong("Debe ser igual o posterior a la fecha inicial.");
  if (field.type === "emails" && (value as string[]).some((one) => one.endsWith("@bloqueado.example"))) return wrong("Tu organización no permite escribir a bloqueado.example.");
  return undefined;
}
