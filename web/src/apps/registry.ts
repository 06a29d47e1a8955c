import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Listeners } from "../conversation/listeners";
import type { Language } from "../session/preferences";

export interface AppPlace {
  conversationId: string;
  userId: string;
  language: Language;
  /** Goes back to the list of apps. */
  close(): void;
}

/** An app of the right column. */
export interface App {
  id: string;
  name: string | Record<Language, string>;
  /** One line on what it does. */
  description?: string | Record<Language, string>;
  icon: LucideIcon;
  /** Draws the opened app, 600 pixels wide where there is room. */
  render(place: AppPlace): ReactNode;
}

class Apps extends Listeners {
  private list: readonly App[] = [];

  get all(): readonly App[] {
    return this.list;
  }

  put(app: App): () => void {
    this.list = [...this.list.filter((one) => one.id !== app.id), app];
    this.tell();
    return () => {
      this.list = this.list.filter((one) => one !== app);
      this.tell();
    };
  }
}

export const apps = /* @__PURE__ */ new Apps();

/** Puts an app into the right column, in place of an earlier one of the same id. The answer takes it out again. */
export function registerApp(app: App): () => void {
  return apps.put(app);
}
