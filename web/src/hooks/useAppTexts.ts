import { appsEn } from "../language/apps.en";
import { appsEs } from "../language/apps.es";
import { type TextKey, type Texts, textsWith } from "../language/texts";
import { useLanguage } from "./useAlly";

export type AppTextKey = TextKey | keyof typeof appsEs;
export type AppTexts = Texts<AppTextKey>;

const textsOf = textsWith({ es: appsEs, en: appsEn });

/** The texts with those of apps, which are fetched with them. */
export function useAppTexts(): AppTexts {
  return textsOf(useLanguage());
}
