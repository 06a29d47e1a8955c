import type { Language } from "../session/preferences";
import { en } from "./en";
import { es } from "./es";

export type TextKey = keyof typeof es;
/** A text that depends on a number: it has the forms `.one` and `.other`. */
export type CountKey<K extends string = TextKey> = K extends `${infer Base}.other` ? Base : never;
export type Values = Record<string, string | number>;

const dictionaries: Record<Language, Record<TextKey, string>> = { es, en };

export interface Texts<K extends string = TextKey> {
  language: Language;
  t(key: K, values?: Values): string;
  /** The form for a number, which fills `{count}` as people of this language write it. */
  n(key: CountKey<K>, count: number, values?: Values): string;
  number(value: number): string;
  time(timestamp: string): string;
  dateAndTime(timestamp: string): string;
  /** A day, of a time or as YYYY-MM-DD, as short as it can be: without the year where it is this one. */
  date(timestamp: string): string;
}

const made = new Map<Language, Texts>();

export function textsOf(language: Language): Texts {
  let texts = made.get(language);
  if (texts === undefined) {
    texts = makeTexts(language, dictionaries[language]);
    made.set(language, texts);
  }
  return texts;
}

/** The texts of a part that is fetched later, beside those that are always there. */
export function textsWith<K extends string>(more: Record<Language, Record<K, string>>): (language: Language) => Texts<TextKey | K> {
  const all = new Map<Language, Texts<TextKey | K>>();
  return (language) => {
    let texts = all.get(language);
    if (texts === undefined) {
      texts = makeTexts<TextKey | K>(language, { ...dictionaries[language], ...more[language] });
      all.set(language, texts);
    }
    return texts;
  };
}

function makeTexts<K extends string>(language: Language, dictionary: Record<K, string>): Texts<K> {
  const plural = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language === "es" ? "es-CL" : "en", { maximumFractionDigits: 2 });
  const times = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const days = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
  const daysOfYears = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
  const t = (key: K, values?: Values) => fill(dictionary[key], values);
  return {
    language,
    t,
    n: (key, count, values) => t(`${key}.${plural.select(count) === "one" ? "one" : "other"}` as K, { ...values, count: numbers.format(count) }),
    number: (value) => numbers.format(value),
    time: (timestamp) => times.format(new Date(timestamp)),
    dateAndTime: (timestamp) => dates.format(new Date(timestamp)),
    date: (timestamp) => {
      // A day without a time is a local one.
      const at = new Date(timestamp.length === 10 ? `${timestamp}T00:00` : timestamp);
      return (at.getFullYear() === new Date().getFullYear() ? days : daysOfYears).format(at);
    },
  };
}

function fill(text: string, values: Values | undefined): string {
  return values === undefined ? text : text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
