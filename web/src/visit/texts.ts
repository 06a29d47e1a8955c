import { useLanguage } from "../hooks/useAlly";
import { type TextKey, textsWith } from "../language/texts";
import { visitEn } from "../language/visit.en";
import { visitEs } from "../language/visit.es";

export type VisitTextKey = TextKey | keyof typeof visitEs;

const textsOf = textsWith({ es: visitEs, en: visitEn });

/** The texts with those of the pages for people who come from outside. */
export function useVisitTexts() {
  return textsOf(useLanguage());
}
