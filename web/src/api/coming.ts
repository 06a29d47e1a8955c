/** The part of the contract on trying a super prompt, in the form that the generated schema has. */

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
}

export interface components {
  schemas: {
    SuperpromptWords: { systemPrompt: string; rules: string[]; prohibitions: string[]; capabilities: string[] };
    SavedQuestion: { id: string; text: string; author: string; at: string };
    Trial: { active: { answer: string; version: number }; draft: { answer: string }; differ: boolean };
    EffectivePrompt: { parts: Schemas["PromptPart"][]; tokens: number; text: string };
    PromptPart: { level: "super" | "organization" | "domain" | "person" | "agent"; id: string; name: string; version: number | null; text: string; tokens: number };
  };
}
