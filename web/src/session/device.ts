/** Whether this is a machine whose shortcuts go with ⌘ and not with Ctrl. */
export function isApple(): boolean {
  return typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
}

/** The keys that open the search, as they are written on this machine's keyboard. */
export function searchKeys(): string[] {
  return [isApple() ? "⌘" : "Ctrl", "K"];
}
