import { useCallback } from "react";
import type { Language } from "../session/preferences";
import { type TextKey, textsOf } from "../language/texts";

/** What is known of a problem when it comes to words. */
export interface Wordable {
  code: string;
  message: string;
  requestId?: string | undefined;
}

/** The sentence for a problem: the server's own where it sent one, it knows more; else ours for the code. */
export function problemWords(problem: Wordable, language: Language): string {
  if (problem.message !== "") return problem.message;
  const key = `problem.${problem.code}` as TextKey;
  const { t } = textsOf(language);
  return KNOWN.has(key) ? t(key) : t("problem.unknown");
}

const KNOWN: ReadonlySet<TextKey> = new Set<TextKey>(["problem.network", "problem.not_found", "problem.too_many", "problem.unauthenticated", "problem.forbidden", "problem.conflict"]);

export function useProblemWords(language: Language): (problem: Wordable) => string {
  return useCallback((problem) => problemWords(problem, language), [language]);
}
