import type { Words } from "../api/config";

/** The lists of a super prompt, in the order in which a model is given them. */
export const LISTS = ["rules", "prohibitions", "capabilities"] as const;
export type ListName = (typeof LISTS)[number];

/** The text of a super prompt without what is known of it. */
export function wordsOf({ systemPrompt, rules, prohibitions, capabilities }: Words): Words {
  return { systemPrompt, rules, prohibitions, capabilities };
}

/** As it is stored: no entry of a list is empty. */
export function tidied(words: Words): Words {
  const list = (entries: readonly string[]) => entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
  return { systemPrompt: words.systemPrompt, rules: list(words.rules), prohibitions: list(words.prohibitions), capabilities: list(words.capabilities) };
}

/** Whether two are the same text once they are stored. */
export function sameWords(a: Words, b: Words): boolean {
  return JSON.stringify(tidied(wordsOf(a))) === JSON.stringify(tidied(wordsOf(b)));
}

export function lengthOfLists(words: Words): number {
  return LISTS.reduce((sum, list) => sum + words[list].reduce((length, entry) => length + entry.length, 0), 0);
}
