/** Why a call is refused, as the API says it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfter?: number,
    readonly fields: { field: string; problem: string }[] = [],
  ) {
    super(message);
  }
}

/** What is asked of a part of the small Ally: a path is the pieces after its area. */
export interface Asked {
  method: string;
  path: readonly string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
}

export function missing(): Refusal {
  return new Refusal(404, "not_found", "No existe o no tienes acceso.");
}
