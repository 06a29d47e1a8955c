import { createContext, useContext, useSyncExternalStore } from "react";
import type { Listeners } from "../conversation/listeners";
import { type Texts, textsOf } from "../language/texts";
import { type Language, preferences } from "../session/preferences";
import type { Runtime } from "../session/runtime";

export interface Scope {
  runtime: Runtime;
  language: Language;
  /** Says something to screen readers. */
  announce(text: string): void;
  /** Ally is the page, and not a part of another. */
  isPage: boolean;
  /** The page around has a menu of preferences already. */
  hasPreferences: boolean;
  /** An action of a card that the host page takes over; false leaves it to Ally. */
  onCardAction?: ((action: string, data: Record<string, unknown>) => boolean) | undefined;
}

export const ScopeContext = createContext<Scope | undefined>(undefined);

/** What the workspace around a component holds. */
export function useAlly(): Scope {
  const scope = useContext(ScopeContext);
  if (scope === undefined) throw new Error("This component of Ally stands outside of a workspace.");
  return scope;
}

/** The language of a page that has no workspace. */
export const LanguageContext = createContext<Language | undefined>(undefined);

export function useLanguage(): Language {
  const scope = useContext(ScopeContext);
  const language = useContext(LanguageContext);
  return scope?.language ?? language ?? "es";
}

export function useTexts(): Texts {
  return textsOf(useLanguage());
}

/** Reads from something that tells of its changes; `read` must give the same object while nothing changed. */
export function useReading<T>(source: Listeners, read: () => T): T {
  return useSyncExternalStore(source.subscribe, read, read);
}

export function usePreferences() {
  const language = useReading(preferences, () => preferences.language);
  const theme = useReading(preferences, () => preferences.theme);
  const measures = useReading(preferences, () => preferences.measures);
  return { language, theme, measures, choose: (change: Parameters<typeof preferences.choose>[0]) => preferences.choose(change) };
}
