import { Listeners } from "../conversation/listeners";
import { storage } from "./storage";

export type Language = "es" | "en";
export type Theme = "system" | "light" | "dark";

interface Chosen {
  language?: Language;
  theme?: Theme;
  /** Whether times without any content are told. */
  measures?: boolean;
}

const KEY = "ally:preferences";

/** What a person prefers on this device. */
class Preferences extends Listeners {
  private chosen: Chosen = read();

  get language(): Language | undefined {
    return this.chosen.language;
  }

  get theme(): Theme {
    return this.chosen.theme ?? "system";
  }

  /** On where nothing was chosen, unless the browser says that its person wants no such thing. */
  get measures(): boolean {
    return this.chosen.measures ?? (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl !== true;
  }

  choose(change: Chosen): void {
    this.chosen = { ...this.chosen, ...change };
    try {
      storage().setItem(KEY, JSON.stringify(this.chosen));
    } catch {
      // Kept for this visit only.
    }
    this.tell();
  }
}

function read(): Chosen {
  try {
    const stored = JSON.parse(storage().getItem(KEY) ?? "{}") as Record<string, unknown>;
    return {
      ...(stored.language === "es" || stored.language === "en" ? { language: stored.language } : {}),
      ...(stored.theme === "light" || stored.theme === "dark" || stored.theme === "system" ? { theme: stored.theme } : {}),
      ...(typeof stored.measures === "boolean" ? { measures: stored.measures } : {}),
    };
  } catch {
    return {};
  }
}

export const preferences = /* @__PURE__ */ new Preferences();
