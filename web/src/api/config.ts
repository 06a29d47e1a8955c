import type { Client } from "./client";
import type { components, operations } from "./schema";

type Schemas = components["schemas"];

export type Superprompt = Schemas["SuperpromptView"];
/** Absent: there is no draft. */
export type Edition = { active: Superprompt; draft?: Superprompt | undefined };
/** The text of a super prompt, without what is known of it. */
export type Words = Pick<Superprompt, "systemPrompt" | "rules" | "prohibitions" | "capabilities">;
export type SavedQuestion = Schemas["SuperpromptQuestionView"];
/** A question, answered with what is in force and with a draft. */
export type Trial = Omit<Schemas["SuperpromptRunOutput"], "success">;
export type EffectivePrompt = Omit<Schemas["ConfigPromptOutput"], "success">;
export type PromptPart = Schemas["ConfigPromptPart"];
export type Rollout = Schemas["RolloutView"];
export type Stage = Rollout["stage"];
export type Switches = Schemas["RolloutSwitches"];
export type Condition = Schemas["RolloutCondition"];
export type Somebody = Schemas["RolloutSomebody"];
export type Explanation = Omit<Schemas["RolloutExplainOutput"], "success">;
export type Step = Schemas["RolloutStep"];
/** A change of the rollout that is scheduled, and what became of it. */
export type PlannedStep = Schemas["RolloutPlanned"];
export type RolloutChange = { stage?: Stage; people?: string[]; domains?: Record<string, number>; organizations?: Record<string, number>; percentage?: number; holdout?: number };
export type Flip = { off?: boolean; organizations?: Record<string, boolean>; people?: Record<string, boolean> };
export type OrganizationRow = Schemas["ConfigOrganizationRow"];
export type OrganizationConfig = Schemas["ConfigOrganizationView"];
export type DomainConfig = Schemas["ConfigDomainView"];
export type AppConfig = Schemas["ConfigAppView"];
export type AuditEntry = Schemas["AuditView"];
export type AuditPage = Omit<Schemas["AuditListOutput"], "success">;
export type AuditFilter = NonNullable<operations["getAuditExport"]["parameters"]["query"]>;

/** How long the text of a super prompt may be, in characters; its lists together, too. */
export const LONGEST_PROMPT = 20_000;
/** How many questions are kept, and how long one may be, in characters. */
export const MOST_QUESTIONS = 50;
export const LONGEST_QUESTION = 4000;
/** How long the reason of a change is at least, and of going on although conditions do not hold. */
export const SHORTEST_WHY = 3;
export const SHORTEST_OVERRIDE = 20;

export type ConfigCalls = ReturnType<typeof configCalls>;

/** The calls of the superadmin's desk, which are fetched with it. */
export function configCalls({ later: { api, take, taken } }: Client) {
  const of = (id: string) => ({ path: { id } });
  /** The id of whom an address belongs to; any other text is an id already. */
  const idOf = async (who: string) => (who.includes("@") ? (await take(api.GET("/api/ally/config/rollout/people", { params: { query: { email: who } } }))).person.userId : who);
  const byId = async (filter: AuditFilter): Promise<AuditFilter> => (filter.who === undefined ? filter : { ...filter, who: await idOf(filter.who) });
  const one = async (asked: Parameters<typeof take<{ superprompt: Superprompt }>>[0]) => (await take(asked)).superprompt;

  return {
    edition: async (): Promise<Edition> => {
      const { active, draft } = await take(api.GET("/api/ally/config/superprompt", {}));
      return { active, draft };
    },
    publish: (words: Words, on: number, why: string) => one(api.PUT("/api/ally/config/superprompt", { body: { ...words, on, why } })),
    versions: (before?: number) => take(api.GET("/api/ally/config/superprompt/versions", { params: { query: { limit: 20, ...(before === undefined ? {} : { before }) } } })),
    version: (version: number) => one(api.GET("/api/ally/config/superprompt/versions/{version}", { params: { path: { version } } })),
    rollback: (on: number, to: number, why: string) => one(api.POST("/api/ally/config/superprompt/rollback", { body: { on, to, why } })),
    saveDraft: (words: Words, revision: number) => one(api.PUT("/api/ally/config/superprompt/draft", { body: { ...words, revision } })),
    dropDraft: () => take(api.DELETE("/api/ally/config/superprompt/draft", {})),
    tryPrompt: (question: string, email: string, words: Words) => take(api.POST("/api/ally/config/superprompt/try", { body: { question, ...(email === "" ? {} : { email }), ...words } })),
    questions: async () => (await take(api.GET("/api/ally/config/superprompt/questions", {}))).questions,
    addQuestion: async (text: string) => (await take(api.POST("/api/ally/config/superprompt/questions", { body: { text } }))).question,
    dropQuestion: (id: string) => take(api.DELETE("/api/ally/config/superprompt/questions/{id}", { params: of(id) })),
    runQuestion: (id: string, words: Words): Promise<Trial> => take(api.POST("/api/ally/config/superprompt/questions/run", { body: { id, ...words } })),
    effective: (about: { email?: string; organizationId?: string; domain?: string }, superprompt: Words): Promise<EffectivePrompt> => take(api.POST("/api/ally/config/prompt", { body: { ...about, superprompt } })),

    rollout: () => take(api.GET("/api/ally/config/rollout", {})),
    changeRollout: async (revision: number, change: RolloutChange, why: string, override: boolean) =>
      (await take(api.PUT("/api/ally/config/rollout", { body: { ...change, revision, why, ...(override ? { override } : {}) } }))).rollout,
    previewRollout: (change: RolloutChange, cursor?: string) => take(api.POST("/api/ally/config/rollout/preview", { body: { ...change, ...(cursor === undefined ? {} : { cursor }) } })),
    schedule: async () => (await take(api.GET("/api/ally/config/rollout/schedule", {}))).steps,
    plan: async (change: RolloutChange, at: string, why: string) => (await take(api.POST("/api/ally/config/rollout/schedule", { body: { change, at, why } }))).step,
    unplan: async (id: string, why: string) => (await take(api.DELETE("/api/ally/config/rollout/schedule/{id}", { params: { path: { id }, query: { why } } }))).step,
    flip: async (flip: Flip, why: string) => (await take(api.PATCH("/api/ally/config/rollout/switches", { body: { ...flip, why } }))).switches,
    grant: (email: string, enabled: boolean | null, why: string): Promise<Explanation> => take(api.PUT("/api/ally/config/rollout/grants", { body: { email, enabled, why } })),
    /** Grants Ally to all of them or, where an address is nobody's, to none. */
    grantAll: async (emails: string[], why: string): Promise<Somebody[]> => (await take(api.POST("/api/ally/config/rollout/grants", { body: { emails, enabled: true, why } }))).people,
    candidates: async (limit: number): Promise<Somebody[]> => (await take(api.GET("/api/ally/config/rollout/candidates", { params: { query: { limit } } }))).people,
    explain: (email: string): Promise<Explanation> => take(api.GET("/api/ally/config/rollout/people", { params: { query: { email } } })),

    organizations: (cursor?: string) => take(api.GET("/api/ally/config/organizations", { params: { query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) } } })),
    organization: async (id: string) => (await take(api.GET("/api/ally/config/organizations/{id}", { params: of(id) }))).organization,
    saveOrganization: async ({ id, name: _, ...config }: OrganizationConfig, why: string) => (await take(api.PUT("/api/ally/config/organizations/{id}", { params: of(id), body: { ...config, why } }))).organization,
    domain: async (id: string) => (await take(api.GET("/api/ally/config/domains/{id}", { params: of(id) }))).domain,
    saveDomain: async ({ id, revision, domainPrompt }: DomainConfig, why: string) => (await take(api.PUT("/api/ally/config/domains/{id}", { params: of(id), body: { revision, domainPrompt, why } }))).domain,
    apps: async () => (await take(api.GET("/api/ally/config/apps", {}))).apps,
    saveApp: async ({ id, revision, active, organizations, roles }: AppConfig, why: string) => (await take(api.PUT("/api/ally/config/apps/{id}", { params: of(id), body: { revision, active, organizations, roles, why } }))).app,

    /** Who may be an id or an address. */
    audit: async (filter: AuditFilter, cursor?: string) => take(api.GET("/api/ally/config/audit", { params: { query: { ...(await byId(filter)), limit: 30, ...(cursor === undefined ? {} : { cursor }) } } })),
    auditFile: async (filter: AuditFilter) => (await taken(api.GET("/api/ally/config/audit/export", { params: { query: await byId(filter) }, parseAs: "blob" }))).data as unknown as Blob,
  };
}
