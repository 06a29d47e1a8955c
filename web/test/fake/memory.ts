import type { MemoryChange, MemoryItem, MemoryKind, MemoryPage, MemorySettings, Preferences } from "../../src/api/contract";

interface Spoken {
  conversationId: string;
  id: string;
  role: string;
  timestamp: string;
}

/** What a small Ally remembers, by the rules of the contract. */
export class FakeMemory {
  items: MemoryItem[] = [];
  organization = true;
  person = true;
  retentionDays = 0;
  private userPrompt = "";
  private revision = 1;
  /** Seconds for which a deletion can be undone. */
  undo = 30;
  private readonly removed = new Map<string, { item: MemoryItem; until: number }>();
  private ids = 0;

  /** Remembers something of a message. */
  learn(message: Spoken, kind: MemoryKind, text: string, more: Partial<MemoryItem> = {}): MemoryItem {
    const isAlly = message.role === "ally";
    const item: MemoryItem = {
      id: `k${++this.ids}`,
      kind,
      text,
      conversationId: message.conversationId,
      conversationTitle: "",
      messageId: message.id,
      saidBy: isAlly ? { userId: "114671162830729001607", name: "Ally", role: "ally" } : { userId: "114671162830729001607", name: "Alec Dickinson", role: "user" },
      saidAt: message.timestamp,
      edited: false,
      ...(kind === "actionItem" ? { status: "open" as const } : {}),
      ...more,
    };
    this.items.push(item);
    return item;
  }

  get settings(): MemorySettings {
    const reason = !this.organization ? "organization" : !this.person ? "person" : "on";
    return { enabled: reason === "on", reason, retentionDays: this.retentionDays };
  }

  page(query: URLSearchParams, titleOf: (conversationId: string) => string): MemoryPage {
    const [conversationId, kind] = [query.get("conversationId"), query.get("kind")];
    const all = this.items.filter((item) => (conversationId === null || item.conversationId === conversationId) && (kind === null || item.kind === kind)).sort((a, b) => b.saidAt.localeCompare(a.saidAt));
    const from = Number(query.get("cursor") ?? 0);
    const limit = Number(query.get("limit") ?? 20);
    return { ...this.settings, items: all.slice(from, from + limit).map((item) => ({ ...item, conversationTitle: titleOf(item.conversationId) })), nextCursor: from + limit < all.length ? String(from + limit) : null };
  }

  get preferences(): Preferences {
    return { userPrompt: this.userPrompt, memoryOptIn: this.person, revision: String(this.revision) };
  }

  /** Sets what the person tells Ally always to mind; undefined where it is no longer as it was at the revision. */
  prefer({ userPrompt, memoryOptIn, revision }: Preferences): Preferences | undefined {
    if (revision !== String(this.revision)) return undefined;
    this.userPrompt = userPrompt.trim();
    this.revision++;
    this.optIn(memoryOptIn);
    return this.preferences;
  }

  /** Switches it on or off; off, nothing is left. */
  optIn(on: boolean): MemorySettings {
    this.person = on;
    if (!on) this.forget(null);
    return this.settings;
  }

  forget(conversationId: string | null): void {
    this.items = this.items.filter((item) => conversationId !== null && item.conversationId !== conversationId);
    this.removed.clear();
  }

  change(id: string, { text, kind, status, due, owner }: MemoryChange): MemoryItem | undefined {
    const item = this.items.find((one) => one.id === id);
    if (item === undefined) return undefined;
    if (text != null) Object.assign(item, { text, edited: true });
    if (kind != null) item.kind = kind;
    if (status != null) item.status = status;
    if (due != null) due === "" ? delete item.due : (item.due = due);
    if (owner != null) owner === "" ? delete item.owner : (item.owner = owner);
    return item;
  }

  remove(id: string): string | undefined {
    const item = this.items.find((one) => one.id === id);
    if (item === undefined) return undefined;
    const until = Date.now() + this.undo * 1000;
    this.items = this.items.filter((one) => one !== item);
    this.removed.set(id, { item, until });
    return new Date(until).toISOString();
  }

  /** The item again, or why not. */
  restore(id: string): MemoryItem | "not_found" | "too_late" {
    const kept = this.removed.get(id);
    if (kept === undefined) return "not_found";
    if (kept.until < Date.now()) return "too_late";
    this.removed.delete(id);
    this.items.push(kept.item);
    return kept.item;
  }
}
