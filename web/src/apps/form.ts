import type { AppField } from "../api/contract";

/** What stands in a form, by the name of its field. */
export type Values = Readonly<Record<string, unknown>>;

/** What is wrong with a field, as far as it can be seen here; the server looks again. */
export type Wrong = { kind: "required" | "email" | "date" } | { kind: "tooLong" | "tooMany"; most: number } | { kind: "number"; least: number | undefined; most: number | undefined };

/** What a form begins with: what it was given, else what the app says, else nothing. */
export function initialValues(fields: readonly AppField[], given: Values, conversationId: string): Values {
  const first = (field: AppField): unknown => {
    if (given[field.name] !== undefined) return given[field.name];
    if (field.default !== undefined && field.default !== null) return field.default;
    switch (field.type) {
      case "emails":
        return [];
      case "switch":
        return false;
      case "conversation":
        return conversationId;
      case "choice":
        return field.required ? (field.options?.[0]?.value ?? "") : "";
      default:
        return "";
    }
  };
  return { ...given, ...Object.fromEntries(fields.map((field) => [field.name, first(field)])) };
}

/** The fields that count, as the others stand: one may ask for another's value. */
export function shownFields(fields: readonly AppField[], values: Values): AppField[] {
  return fields.filter((field) => field.when === undefined || field.when.values.includes(String(values[field.when.field] ?? "")));
}

/** What a form asks the server for: the fields that count and hold something, and what it was given besides. */
export function inputsOf(fields: readonly AppField[], values: Values): Record<string, unknown> {
  const own = new Set(fields.map((field) => field.name));
  const inputs: Record<string, unknown> = Object.fromEntries(Object.entries(values).filter(([name]) => !own.has(name)));
  for (const field of shownFields(fields, values)) {
    const value = values[field.name];
    if (isEmpty(value)) continue;
    if (field.type === "number") inputs[field.name] = Number(value);
    else if (field.type === "datetime") inputs[field.name] = momentOf(value);
    else inputs[field.name] = typeof value === "string" ? value.trim() : value;
  }
  return inputs;
}

/** The fields that can't be sent as they stand, with what is wrong. */
export function wrongIn(fields: readonly AppField[], values: Values): Map<string, Wrong> {
  const wrong = new Map<string, Wrong>();
  for (const field of shownFields(fields, values)) {
    const found = wrongWith(field, values[field.name]);
    if (found !== undefined) wrong.set(field.name, found);
  }
  return wrong;
}

function wrongWith(field: AppField, value: unknown): Wrong | undefined {
  if (isEmpty(value)) return field.required && field.type !== "switch" ? { kind: "required" } : undefined;
  switch (field.type) {
    case "emails":
      if (!(value as string[]).every(isAddress)) return { kind: "email" };
      return field.maximum !== undefined && (value as string[]).length > field.maximum ? { kind: "tooMany", most: field.maximum } : undefined;
    case "number": {
      const number = Number(value);
      const isWithin = Number.isFinite(number) && number >= (field.minimum ?? -Infinity) && number <= (field.maximum ?? Infinity);
      return isWithin ? undefined : { kind: "number", least: field.minimum, most: field.maximum };
    }
    case "datetime":
      return momentOf(value) === undefined ? { kind: "date" } : undefined;
    default:
      return field.maxLength !== undefined && [...String(value)].length > field.maxLength ? { kind: "tooLong", most: field.maxLength } : undefined;
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "") || (Array.isArray(value) && value.length === 0);
}

/** A local time of a form as a moment; undefined for nonsense. */
function momentOf(value: unknown): string | undefined {
  const at = new Date(String(value));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** Whether it looks like an address of e-mail: one @, a dot after it, no blanks. */
export function isAddress(text: string): boolean {
  return /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/.test(text) && text.length <= 254;
}

/** The addresses in what somebody typed or pasted: apart by blanks, commas or semicolons, with names or without. */
export function addressesIn(text: string): string[] {
  const inBrackets = [...text.matchAll(/<([^<>\s]+@[^<>\s]+)>/g)].map((match) => match[1] ?? "");
  const all = inBrackets.length > 0 ? inBrackets : text.split(/[\s,;]+/);
  return all.map((one) => one.trim()).filter((one) => one !== "");
}
