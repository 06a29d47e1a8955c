/** The part of the contract on what an organization, a domain and an app are set to, and on trying a super prompt, in the form that the generated schema has. */

interface Asked {
  query?: object;
  path?: object;
  body?: object;
}

type Call<Answer, Given extends Asked = Record<never, never>> = {
  parameters: { header?: never; cookie?: never } & (Given extends { query: infer Query } ? { query: Query } : { query?: never }) & (Given extends { path: infer Path } ? { path: Path } : { path?: never });
  responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": Answer & { success: true } } } };
} & (Given extends { body: infer Body } ? { requestBody: { content: { "application/json": Body } } } : { requestBody?: never });

type Schemas = components["schemas"];
type Id = { path: { id: string } };

export interface paths {
  "/api/ally/config/superprompt/try": {
    post: Call<{ active: { answer: string; version: number }; draft: { answer: string } }, { body: { question: string; email?: string } & Schemas["SuperpromptWords"] }>;
  };
  "/api/ally/config/superprompt/questions": {
    get: Call<{ questions: Schemas["SavedQuestion"][] }>;
    post: Call<{ question: Schemas["SavedQuestion"] }, { body: { text: string } }>;
  };
  "/api/ally/config/superprompt/questions/{id}": { delete: Call<object, Id> };
  "/api/ally/config/superprompt/questions/run": { post: Call<Schemas["Trial"], { body: { id: string } & Schemas["SuperpromptWords"] }> };
  "/api/ally/config/prompt": {
    post: Call<Schemas["EffectivePrompt"], { body: { email?: string; organizationId?: string; domain?: string; superprompt?: Schemas["SuperpromptWords"] } }>;
  };
  "/api/ally/config/organizations": { get: Call<{ organizations: Schemas["OrganizationRow"][]; nextCursor: string | null }, { query: { limit?: number; cursor?: string } }> };
  "/api/ally/config/organizations/{id}": {
    get: Call<{ organization: Schemas["OrganizationConfig"] }, Id>;
    put: Call<{ organization: Schemas["OrganizationConfig"] }, Id & { body: Omit<Schemas["OrganizationConfig"], "id" | "name"> & { why: string } }>;
  };
  "/api/ally/config/domains/{id}": {
    get: Call<{ domain: Schemas["DomainConfig"] }, Id>;
    put: Call<{ domain: Schemas["DomainConfig"] }, Id & { body: { revision: string; domainPrompt: string; why: string } }>;
  };
  "/api/ally/config/apps": { get: Call<{ apps: Schemas["AppConfig"][] }> };
  "/api/ally/config/apps/{id}": { put: Call<{ app: Schemas["AppConfig"] }, Id & { body: Pick<Schemas["AppConfig"], "revision" | "active" | "organizations" | "roles"> & { why: string } }> };
}

export interface components {
  schemas: {
    SuperpromptWords: { systemPrompt: string; rules: string[]; prohibitions: string[]; capabilities: string[] };
    SavedQuestion: { id: string; text: string; author: string; at: string };
    Trial: { active: { answer: string; version: number }; draft: { answer: string }; differ: boolean };
    EffectivePrompt: { parts: Schemas["PromptPart"][]; tokens: number; text: string };
    PromptPart: { level: "super" | "organization" | "domain" | "person" | "agent"; id: string; name: string; version: number | null; text: string; tokens: number };
    OrganizationRow: { id: string; name: string; domains: string[]; active: boolean };
    OrganizationConfig: {
      id: string;
      name: string;
      revision: string;
      organizationPrompt: string;
      collaborationSettings: { allowCrossOrgSharing: boolean; requireEmailVerification: boolean; allowedExternalDomains: string[]; maxExternalCollaborators: number };
      /** Null for all of them. */
      enabledApps: string[] | null;
      memorySettings: { enabled: boolean; retentionDays: number };
      limits: { messagesPerMinute: number; tokensPerDay: number };
    };
    DomainConfig: { id: string; name: string; revision: string; domainPrompt: string };
    AppConfig: {
      id: string;
      name: { es: string; en: string };
      description: { es: string; en: string };
      active: boolean;
      /** Null for all of them. */
      organizations: string[] | null;
      roles: string[] | null;
      revision: string;
    };
  };
}
