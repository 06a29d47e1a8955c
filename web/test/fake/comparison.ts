import type { Comparison, ComparisonFilter, Criterion, Definition, Distribution, Metric, RecordedCheck, State, Thresholds, Week } from "../../src/api/comparison";
import { type Asked, missing, Refusal } from "./refusal";

const AUTHOR = "alec@getaifactory.com";
const DAY = 86_400_000;
/** A Monday. */
const FIRST = Date.parse("2026-09-07T00:00:00Z");
const WEEKS = 8;

/** The figures of a small comparison: key, names, unit, direction, classic, Ally, and half of the width of the change's interval. */
type Row = [key: string, es: string, en: string, unit: string, direction: Metric["direction"], classic: number | undefined, ally: number | undefined, half: number];

const ROWS: Row[] = [
  ["initial_load", "Carga inicial", "Initial load", "ms", "lower", undefined, 1740, 0],
  ["time_to_first_message", "Tiempo hasta el primer mensaje", "Time to first message", "ms", "lower", 45_200, 18_300, 4900],
  ["response_time", "Tiempo de respuesta", "Message response time", "ms", "lower", 1810, 1890, 60],
  ["search_time", "Tiempo de búsqueda", "Search time", "ms", "lower", undefined, 412, 0],
  ["conversations", "Conversaciones", "Conversations", "count", "higher", 6.1, 6.4, 0.9],
  ["messages_per_conversation", "Mensajes por conversación", "Messages per conversation", "count", "higher", 7.9, 9.6, 1.1],
  ["session_length", "Duración de la sesión", "Session length", "s", "higher", 480, 655, 160],
  ["agents_discovered", "Agentes descubiertos", "Agents discovered", "count", "higher", 2.3, 5.1, 0.8],
  ["collaboration_rate", "Colaboración", "Collaboration rate", "share", "higher", undefined, 0.127, 0],
  ["return_7_day", "Retorno a 7 días", "7-day return", "share", "higher", 0.58, 0.66, 0.11],
  ["satisfaction", "Satisfacción", "Satisfaction", "stars", "higher", 4.02, 4.71, 0.16],
  ["prompt_effectiveness", "Efectividad del prompt", "Prompt effectiveness", "share", "higher", undefined, 0.92, 0],
];
const KEYS = ["time_to_first_message", "agents_discovered", "satisfaction", "session_length"];
const NO_CLASSIC = { es: "El chat clásico no lo guarda: no hay valor, y no es cero.", en: "The classic chat does not keep it: there is no value, which is not zero." };

/** The comparison of a small Ally; it refuses what the contract refuses. */
export class FakeComparison {
  /** Nobody has used anything yet. */
  isEmpty = false;
  /** Who has Ally was drawn by lot. */
  isRandomized = false;
  thresholds: Thresholds = { confidence: 0.95, people: 50, days: 14, mostDays: 84, sampleRatio: 0.001, exposed: 0.5, crossed: 0.05, satisfaction: 4.5, improved: 2, worthwhile: 0.1, checkDays: 30 };
  fixed: { at: string; by: string } | undefined;
  revision = 1;
  readonly trail: string[] = [];
  readonly checks: RecordedCheck[] = [
    check("isolation", "aislamiento de los datos", "isolation of data", "pass", "Pruebas 1 a 3 del plan, sin hallazgos."),
    check("security", "seguridad", "security", "pass", "Reglas y funciones revisadas."),
    check("bugs", "sin errores críticos", "no critical errors", "pass", "Nada abierto con prioridad alta."),
    check("data", "sin pérdida de datos", "no loss of data", "unknown", ""),
    check("tasks", "se puede hacer lo que en el chat clásico", "what the classic chat can do can be done", "unknown", ""),
  ];

  answer({ method, path: [area = "", name = ""], query, body }: Asked): unknown {
    switch (`${method} ${area}`) {
      case "GET ":
        return this.compared(filterOf(query));
      case "GET thresholds":
        return this.rules();
      case "PUT thresholds": {
        if (body.revision !== String(this.revision)) throw changed();
        const given = body.thresholds as Thresholds;
        if (given.mostDays < given.days) throw new Refusal(400, "invalid", "Revisa los umbrales.", undefined, [{ field: "mostDays", problem: "debe ser al menos days y como máximo 365" }]);
        this.change(given, String(body.why));
        return this.rules();
      }
      case "GET checks":
        return { checks: this.checks };
      case "PUT checks": {
        const i = this.checks.findIndex((one) => one.name === name);
        const old = this.checks[i];
        if (old === undefined) throw missing();
        if (body.revision !== old.revision) throw changed();
        return { check: this.record(name, body.state as State, String(body.note)) };
      }
    }
    throw missing();
  }

  /** The report as a file. */
  file(query: URLSearchParams): { type: string; name: string; text: string } {
    const format = query.get("format") ?? "";
    const types: Record<string, string> = { pdf: "application/pdf", csv: "text/csv; charset=utf-8", json: "application/json" };
    const type = types[format];
    if (type === undefined) throw new Refusal(400, "invalid", "El formato no existe.");
    return { type, name: `comparison.${format}`, text: format === "json" ? JSON.stringify(this.compared(filterOf(query))) : "metric,classic,ally" };
  }

  change(thresholds: Thresholds, why: string): void {
    this.thresholds = thresholds;
    this.revision++;
    this.fixed = { at: "2026-11-02T12:00:00.000Z", by: AUTHOR };
    this.trail.push(why);
  }

  record(name: string, state: State, note: string): RecordedCheck {
    const i = this.checks.findIndex((one) => one.name === name);
    const old = this.checks[i]!;
    return (this.checks[i] = { ...old, state, note, at: "2026-11-02T12:00:00.000Z", by: AUTHOR, revision: String(Number(old.revision) + 1) });
  }

  private rules() {
    return { thresholds: this.thresholds, revision: String(this.revision), ...(this.fixed === undefined ? {} : { fixedAt: this.fixed.at, fixedBy: this.fixed.by }) };
  }

  private compared(filter: ComparisonFilter): Comparison {
    // A part of the people has less of everything but the same habits.
    const part = (filter.organizationId === undefined ? 1 : 0.4) * (filter.domain === undefined ? 1 : 0.3);
    const people = this.isEmpty || filter.domain === "dormida.example.com" ? 0 : part;
    const metrics = ROWS.map((row) => metricOf(row, people));
    const criteria = this.criteria(metrics, people);
    const failed = criteria.filter(({ state }) => state === "fail");
    const days = people === 0 ? 0 : 28;
    const outcome = this.checks.some(({ state }) => state === "fail") ? "NO-GO" : failed.some(({ kind }) => kind === "health") ? "NOT-ENOUGH-DATA" : failed.length > 0 ? "NEEDS-IMPROVEMENT" : this.isRandomized ? "GO" : "NEEDS-IMPROVEMENT";
    const because = failed.map(({ title }) => title);
    const why =
      failed.length > 0
        ? { es: `No se cumple: ${because.map(({ es }) => es).join("; ")}.`, en: `Not met: ${because.map(({ en }) => en).join("; ")}.` }
        : this.isRandomized
          ? { es: "Se cumplen todos los criterios.", en: "All criteria are met." }
          : {
              es: "Se cumplen todos los criterios, pero quién usa Ally no se decidió por sorteo: es una observación, y no basta para avanzar.",
              en: "All criteria are met, but who has Ally was not drawn by lot: this is an observation, and not enough to go on.",
            };
    const side = (which: "classic" | "ally") => Object.fromEntries(metrics.flatMap((metric) => (metric[which] === undefined ? [] : [[metric.key, metric[which]]])));
    return {
      classic: { ...side("classic"), ...(people === 0 ? {} : { conversationCount: Math.round(1534 * people), messageCount: Math.round(12_118 * people) }) },
      ally: { ...side("ally"), ...(people === 0 ? {} : { conversationCount: Math.round(1217 * people), messageCount: Math.round(11_683 * people) }) },
      improvement: {},
      verdict: `${outcome} - ${why.es}`,
      outcome,
      why,
      observational: !this.isRandomized,
      at: "2026-11-02T06:00:00.000Z",
      days,
      criteria,
      metrics,
      thresholds: this.thresholds,
      filter: { from: "2026-10-05", to: "2026-11-01", ...filter },
      weeks: people === 0 ? [] : Array.from({ length: WEEKS }, (_, i) => weekOf(i, people)),
      distributions: people === 0 ? [] : [distribution("time_to_first_message", 45_200, 18_300), distribution("response_time", 1100, 1150), distribution("search_time", undefined, 230)],
      definitions: ROWS.map(definition),
      choices: {
        organizations: [
          { id: "salfa", name: "Salfa Corp" },
          { id: "maqsa", name: "Maqsa" },
        ],
        domains: ["salfagestion.example.com", "maqsa.example.com", "dormida.example.com"],
        stages: [
          { stage: "superadmin", from: "2026-09-07", to: "2026-10-05" },
          { stage: "beta", from: "2026-10-05" },
        ],
      },
      sources: people === 0 ? { oldest: "2026-09-07" } : { classicReadTo: "2026-11-02T05:40:00.000Z", oldest: "2026-09-07" },
    };
  }

  private criteria(metrics: readonly Metric[], people: number): Criterion[] {
    const { thresholds } = this;
    const [classic, ally] = [Math.round(94 * people), Math.round(88 * people)];
    const sample = { classic, ally };
    const of = (key: string) => metrics.find((metric) => metric.key === key)!;
    const criteria: Criterion[] = this.checks
      .filter(({ name, state }) => ["isolation", "security", "bugs"].includes(name) || state !== "unknown")
      .map(({ name, title, state, note }) => ({ name, kind: "check" as const, title, state, sample: { classic: 0, ally: 0 }, why: { es: note || "No hay registro de que se haya comprobado.", en: note || "There is no record that it was checked." } }));
    const days = people === 0 ? 0 : 28;
    criteria.push(
      { name: "days", kind: "health", title: words("días suficientes", "enough days"), state: days >= thresholds.days ? "pass" : "fail", value: days, threshold: thresholds.days, sample, why: words(`Van ${days} días de al menos ${thresholds.days}.`, `${days} days of at least ${thresholds.days} have passed.`) },
      { name: "people", kind: "health", title: words("personas suficientes", "enough people"), state: ally >= thresholds.people ? "pass" : "fail", value: ally, threshold: thresholds.people, sample, why: words(`Hay ${classic} personas con el chat clásico y ${ally} con Ally; cada grupo necesita ${thresholds.people}.`, `There are ${classic} people with the classic chat and ${ally} with Ally; each arm needs ${thresholds.people}.`) },
      { name: "exposure", kind: "health", title: words("Ally se ha usado", "Ally was used"), state: people === 0 ? "unknown" : "pass", ...(people === 0 ? {} : { value: 0.864 }), threshold: thresholds.exposed, sample, why: words("76 de 88 personas del grupo de Ally lo han usado.", "76 of 88 people of Ally's arm have used it.") },
    );
    if (people === 0) return criteria;
    const response = of("response_time");
    criteria.push({ name: response.key, kind: "guardrail", title: response.name, state: "pass", value: 101, bound: 41, threshold: 0, sample: response.sample, why: words("Está demostrado que no es peor en más de 10%.", "It is shown to be no worse by more than 10%.") });
    const satisfaction = of("satisfaction");
    criteria.push(
      { name: satisfaction.key, kind: "goal", title: satisfaction.name, state: 4.6 > thresholds.satisfaction ? "pass" : "fail", value: 4.71, bound: 4.6, threshold: thresholds.satisfaction, sample: satisfaction.sample, why: words(`4.71; su límite inferior es 4.6, y se pide ${thresholds.satisfaction}.`, `4.71; its lower bound is 4.6, and ${thresholds.satisfaction} is asked for.`) },
      { name: "keyMetrics", kind: "goal", title: words("métricas clave mejoradas", "key metrics improved"), state: thresholds.improved <= 4 ? "pass" : "fail", value: 4, threshold: thresholds.improved, sample: { classic: 0, ally: 0 }, why: words(`Han mejorado 4 de 4; se piden ${thresholds.improved}.`, `4 of 4 have improved; ${thresholds.improved} are asked for.`) },
    );
    for (const key of KEYS) {
      const metric = of(key);
      criteria.push({ name: key, kind: "key", title: metric.name, state: "pass", value: metric.change!, bound: metric.direction === "lower" ? metric.always!.high : metric.always!.low, threshold: 0, p: 0.00042, sample: metric.sample, why: words("Ha mejorado.", "It has improved.") });
    }
    for (const [key, threshold] of [["initial_load", 2000], ["search_time", 500]] as const) {
      const metric = of(key);
      criteria.push({ name: key, kind: "target", title: metric.name, state: "pass", value: metric.ally!, bound: metric.ally! * 1.06, threshold, sample: metric.sample, why: words("Su límite superior está por debajo de la meta.", "Its upper bound lies below the target.") });
    }
    return criteria;
  }
}

function metricOf([key, es, en, unit, direction, classic, ally, half]: Row, people: number): Metric {
  const name = words(es, en);
  if (people === 0) return { key, name, unit, direction, sample: { classic: 0, ally: 0 }, why: words("No hay datos.", "There is no data.") };
  const sample = { classic: classic === undefined ? 0 : Math.round(94 * people), ally: Math.round(88 * people) };
  if (classic === undefined || ally === undefined) return { key, name, unit, direction, sample, ...(ally === undefined ? {} : { ally }), why: NO_CLASSIC };
  const change = ally - classic;
  const wide = half / Math.sqrt(people);
  const always = { low: change - wide, high: change + wide };
  const liftAlways = { low: always.low / classic, high: always.high / classic };
  return { key, name, unit, direction, sample, classic, ally, change, always, lift: change / classic, liftAlways, ...(KEYS.includes(key) ? { detectable: wide / classic, moreDays: key === "session_length" ? 9 : 0 } : {}), ...(key === "satisfaction" ? { adjusted: { people: { classic: 80, ally: 71 }, change: 0.8 } } : {}), why: words("", "") };
}

/** Habits that move slowly; the third week of the classic side is not known. */
function weekOf(i: number, people: number): Week {
  const wave = (seed: number) => 1 + 0.06 * Math.sin(i * 1.7 + seed);
  const values = (at: 5 | 6) => Object.fromEntries(ROWS.flatMap((row, seed) => (row[at] === undefined ? [] : [[row[0], row[at] * wave(seed + at) * (at === 6 ? 1 + (i - WEEKS) * 0.02 : 1)]])));
  return {
    week: new Date(FIRST + i * 7 * DAY).toISOString().slice(0, 10),
    classic: { people: Math.round((88 + i) * people), values: i === 2 ? {} : values(5) },
    ally: { people: Math.round((20 + 8 * i) * people), values: i === 0 ? {} : values(6) },
  };
}

/** Times around a middle, in buckets that grow by a quarter. */
function distribution(key: string, classic: number | undefined, ally: number | undefined): Distribution {
  const bounds = Array.from({ length: 40 }, (_, i) => Math.round(100 * 1.25 ** i));
  const around = (middle: number | undefined) => bounds.map((bound) => (middle === undefined ? 0 : Math.round(900 * Math.exp(-((Math.log(bound / middle) / 0.45) ** 2)))));
  return { key, unit: "ms", bounds, classic: around(classic), ally: around(ally) };
}

function definition([key, es, en, unit, direction, classic]: Row): Definition {
  return {
    key,
    name: words(es, en),
    what: words(`${es}: de cada persona, en los días del periodo; una persona cuenta una vez.`, `${en}: of each person, on the days of the window; a person counts once.`),
    unit,
    direction,
    excluded: words("Comentarios y bienvenidas.", "Comments and welcomes."),
    same: classic === undefined ? NO_CLASSIC : words("Las mismas cuentas en ambos lados.", "The same counts on both sides."),
  };
}

function check(name: RecordedCheck["name"], es: string, en: string, state: State, note: string): RecordedCheck {
  return { name, title: words(es, en), state, note, revision: "1", ...(state === "unknown" ? {} : { at: "2026-10-26T14:30:00.000Z", by: AUTHOR }) };
}

function filterOf(query: URLSearchParams): ComparisonFilter {
  return Object.fromEntries(["from", "to", "organizationId", "domain", "stage"].flatMap((field) => (query.get(field) ? [[field, query.get(field)]] : []))) as ComparisonFilter;
}

function words(es: string, en: string) {
  return { es, en };
}

function changed(): Refusal {
  return new Refusal(409, "changed", "Otra persona cambió esto mientras tanto.");
}
