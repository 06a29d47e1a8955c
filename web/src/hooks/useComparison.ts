import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ComparisonCalls, type ComparisonFilter, comparisonCalls } from "../api/comparison";
import { comparisonEn } from "../language/comparison.en";
import { comparisonEs } from "../language/comparison.es";
import { configEn } from "../language/config.en";
import { configEs } from "../language/config.es";
import { type TextKey, type Texts, textsWith } from "../language/texts";
import type { Runtime } from "../session/runtime";
import { useAlly, useLanguage } from "./useAlly";

export type ComparisonTextKey = TextKey | keyof typeof configEs | keyof typeof comparisonEs;
export type ComparisonTexts = Texts<ComparisonTextKey>;

const textsOf = textsWith<keyof typeof configEs | keyof typeof comparisonEs>({ es: { ...configEs, ...comparisonEs }, en: { ...configEn, ...comparisonEn } });

/** The texts with those of the comparison and of the desk's parts in it, which are fetched with it. */
export function useComparisonTexts(): ComparisonTexts {
  return textsOf(useLanguage());
}

/** The names under which answers to the comparison are kept. */
export const comparisonKeys = {
  all: ["comparison"] as const,
  /** Of every filter. */
  any: ["comparison", "of"] as const,
  of: (filter: ComparisonFilter) => ["comparison", "of", filter] as const,
  rules: ["comparison", "rules"] as const,
  checks: ["comparison", "checks"] as const,
};

const made = new WeakMap<Runtime, ComparisonCalls>();

export function useComparisonCalls(): ComparisonCalls {
  const { runtime } = useAlly();
  let calls = made.get(runtime);
  if (calls === undefined) made.set(runtime, (calls = comparisonCalls(runtime.client)));
  return calls;
}

/** The comparison by a filter; while another is on its way, what there was stays. */
export function useComparison(filter: ComparisonFilter) {
  const calls = useComparisonCalls();
  return useQuery({ queryKey: comparisonKeys.of(filter), queryFn: ({ signal }) => calls.comparison(filter, signal), placeholderData: keepPreviousData });
}
