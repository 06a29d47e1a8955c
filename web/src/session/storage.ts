import type { Shelf } from "../conversation/outbox";

const forgotten = new Map<string, string>();
const memory: Shelf = {
  getItem: (key) => forgotten.get(key) ?? null,
  setItem: (key, value) => void forgotten.set(key, value),
  removeItem: (key) => void forgotten.delete(key),
};

/** `localStorage`, or where a browser forbids it, memory for this visit. */
export function storage(): Shelf {
  try {
    return globalThis.localStorage ?? memory;
  } catch {
    return memory;
  }
}

/** Forgets everything that was kept under names that begin so. */
export function forget(beginning: string): void {
  for (const key of [...forgotten.keys()]) if (key.startsWith(beginning)) forgotten.delete(key);
  try {
    for (const key of Object.keys(globalThis.localStorage)) if (key.startsWith(beginning)) globalThis.localStorage.removeItem(key);
  } catch {
    // There is nothing else then.
  }
}
