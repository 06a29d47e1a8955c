/** The address of a link that a model wrote, where it may be one: https and mailto. Empty for everything else. */
export function safeLink(address: string): string {
  try {
    const url = new URL(address);
    const isSafe = url.protocol === "https:" || url.protocol === "mailto:";
    return isSafe && url.username === "" && url.password === "" ? address : "";
  } catch {
    return "";
  }
}

/**
 * The address of a picture that may be loaded: PNG data, or one of the page's
 * own origin. Undefined for others, which must not be asked for anything.
 */
export function ownPicture(address: string, origin: string): string | undefined {
  if (/^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/.test(address)) return address;
  try {
    const url = new URL(address);
    return url.protocol === "https:" && url.origin === origin ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** The message that a link within an action's text names; undefined for other links. */
export function messageIn(address: string | undefined): string | undefined {
  return /^#message-([\w-]{1,200})$/.exec(address ?? "")?.[1];
}
