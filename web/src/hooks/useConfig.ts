import { useEffect } from "react";
import { configEn } from "../language/config.en";
import { configEs } from "../language/config.es";
import { type TextKey, type Texts, textsWith } from "../language/texts";
import { type Office, officeOf } from "../config/office";
import { useAlly, useLanguage, useReading } from "./useAlly";

export type ConfigTextKey = TextKey | keyof typeof configEs;
export type ConfigTexts = Texts<ConfigTextKey>;

const textsOf = textsWith({ es: configEs, en: configEn });

/** The texts with those of the desk, which are fetched with it. */
export function useConfigTexts(): ConfigTexts {
  return textsOf(useLanguage());
}

/** A text by a word of the API: the word itself where there is no text for it. */
export function worded({ t }: ConfigTexts, prefix: string, word: string): string {
  const key = `${prefix}.${word}`;
  return key in configEs ? t(key as ConfigTextKey) : word;
}

export function useOffice(): Office {
  return officeOf(useAlly().runtime);
}

/** What was changed of something and not saved, which outlives the screen. */
export function useEdit<T>(name: string): [T | undefined, (value: T | undefined) => void] {
  const { edits } = useOffice();
  const value = useReading(edits, () => edits.get<T>(name));
  return [value, (next) => edits.set(name, next)];
}

/** Says what was done, to eyes and to screen readers. */
export function useSay(): (text: string, action?: { label: string; run(): void }) => void {
  const { runtime, announce } = useAlly();
  return (text, action) => {
    runtime.notices.say({ tone: "plain", text, ...(action === undefined ? {} : { action }) });
    announce(text);
  };
}

/** Takes in an answer once it is there. */
export function useTaken<T>(value: T | undefined, take: (value: T) => void): void {
  useEffect(() => {
    if (value !== undefined) take(value);
  }, [value]);
}
