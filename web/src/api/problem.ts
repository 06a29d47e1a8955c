/** A refusal or failure as the API words it: one sentence for a person and one word for a machine. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;
  /** Seconds to wait before trying again. */
  readonly retryAfter: number | undefined;
  /** Sending again with this key completes what failed half-way. */
  readonly retryKey: string | undefined;
  readonly fields: readonly { field: string; problem: string }[];

  constructor(code: string, sentence: string, about: Partial<Pick<Problem, "status" | "requestId" | "retryAfter" | "retryKey" | "fields">> = {}) {
    super(sentence);
    this.name = "Problem";
    this.code = code;
    this.status = about.status ?? 0;
    this.requestId = about.requestId;
    this.retryAfter = about.retryAfter;
    this.retryKey = about.retryKey;
    this.fields = about.fields ?? [];
  }

  /** Whether the server was not reached at all. */
  get isNetwork(): boolean {
    return this.code === "network";
  }
}

/** Reads a problem from an answer's body, whatever it holds. */
export function problemOf(status: number, body: unknown, headers?: Headers): Problem {
  const given = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const header = Number(headers?.get("Retry-After") ?? NaN);
  const retryAfter = typeof given.retryAfter === "number" ? given.retryAfter : Number.isFinite(header) ? header : undefined;
  return new Problem(typeof given.code === "string" ? given.code : codeOf(status), typeof given.error === "string" ? given.error : "", {
    status,
    requestId: typeof given.requestId === "string" ? given.requestId : undefined,
    retryAfter,
    retryKey: typeof given.retryKey === "string" ? given.retryKey : undefined,
    fields: Array.isArray(given.fields) ? (given.fields as Problem["fields"]) : [],
  });
}

/** Makes a problem of anything that was thrown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem("network", "");
}

function codeOf(status: number): string {
  switch (status) {
    case 401:
      return "unauthenticated";
    case 403:
      return "forbidden";
    case 404:
      return "not_found";
    case 429:
      return "too_many";
    default:
      return status >= 500 ? "unavailable" : "invalid";
  }
}
