type Value =
  | { nullValue: null }
  | { booleanValue: boolean }
  | { integerValue: string }
  | { doubleValue: number }
  | { stringValue: string }
  | { timestampValue: string }
  | { arrayValue: { values?: Value[] } }
  | { mapValue: { fields?: Record<string, Value> } };

export type Fields = Record<string, unknown>;

/** What Firestore takes in one commit. */
const MOST_WRITES = 500;

/** The emulator's documents, read and written past every rule, as an operator does in the console. */
export class Database {
  private readonly root: string;

  constructor(address: string, project: string) {
    this.root = `${address}/v1/projects/${project}/databases/(default)/documents`;
  }

  async read(path: string): Promise<Fields> {
    return read({ mapValue: await this.ask("GET", `${this.root}/${path}`) }) as Fields;
  }

  /** Sets these fields of the document, which may be new, and leaves the others. */
  async set(path: string, fields: Fields): Promise<void> {
    const mask = Object.keys(fields).map((name) => `updateMask.fieldPaths=${encodeURIComponent(name)}`);
    await this.ask("PATCH", `${this.root}/${path}?${mask.join("&")}`, (written(fields) as { mapValue: object }).mapValue);
  }

  /** All documents of a collection, by their ids. */
  async all(collection: string): Promise<Map<string, Fields>> {
    const all = new Map<string, Fields>();
    for (let token = ""; ; ) {
      const page = await this.ask<{ documents?: { name: string; fields?: Record<string, Value> }[]; nextPageToken?: string }>("GET", `${this.root}/${collection}?pageSize=300&pageToken=${token}`);
      for (const { name, fields } of page.documents ?? []) all.set(name.split("/").at(-1)!, read({ mapValue: { fields: fields ?? {} } }) as Fields);
      if (page.nextPageToken === undefined) return all;
      token = page.nextPageToken;
    }
  }

  /** Sets whole documents by their paths, as many in one commit as it takes. */
  async write(documents: ReadonlyMap<string, Fields>): Promise<void> {
    const all = [...documents].map(([path, fields]) => ({ update: { name: `${this.root.slice(this.root.indexOf("projects/"))}/${path}`, ...(written(fields) as { mapValue: object }).mapValue } }));
    for (let i = 0; i < all.length; i += MOST_WRITES) await this.ask("POST", `${this.root}:commit`, { writes: all.slice(i, i + MOST_WRITES) });
  }

  private async ask<T = { fields?: Record<string, Value> }>(method: string, url: string, body?: object): Promise<T> {
    const answer = await fetch(url, {
      method,
      headers: { Authorization: "Bearer owner", "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

function written(value: unknown): Value {
  if (value === null || value === undefined) return { nullValue: null };
  if (typeof value === "boolean") return { booleanValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { integerValue: String(value) } : { doubleValue: value };
  if (typeof value === "string") return { stringValue: value };
  if (value instanceof Date) return { timestampValue: value.toISOString() };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(written) } };
  return { mapValue: { fields: Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, written(one)])) } };
}

function read(value: Value): unknown {
  if ("mapValue" in value) return Object.fromEntries(Object.entries(value.mapValue.fields ?? {}).map(([name, one]) => [name, read(one)]));
  if ("arrayValue" in value) return (value.arrayValue.values ?? []).map(read);
  if ("integerValue" in value) return Number(value.integerValue);
  if ("timestampValue" in value) return new Date(value.timestampValue);
  return Object.values(value)[0];
}
