import { Problem, problemOf } from "./problem";

export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export interface Taking {
  taken<T>(asked: Promise<Answer<T>>, signal?: AbortSignal): Promise<{ data: T; response: Response }>;
  take<T>(asked: Promise<Answer<T>>, signal?: AbortSignal): Promise<T>;
}

/** Takes answers of the API: what fails throws a Problem, and `onAnswer` hears of each; undefined is a good one. */
export function taking(onAnswer?: (problem: Problem | undefined) => void): Taking {
  async function taken<T>(asked: Promise<Answer<T>>, signal?: AbortSignal): Promise<{ data: T; response: Response }> {
    const answer = await asked.catch(() => {
      throw new Problem(signal?.aborted ? "aborted" : "network", "");
    });
    if (answer.data === undefined) {
      const problem = problemOf(answer.response.status, answer.error, answer.response.headers);
      onAnswer?.(problem);
      throw problem;
    }
    onAnswer?.(undefined);
    return { data: answer.data, response: answer.response };
  }
  return { taken, take: async (asked, signal) => (await taken(asked, signal)).data };
}
