import { Listeners } from "../conversation/listeners";
import { storage } from "./storage";

export type Language = "es" | "en";
export type Theme = "system" | "light" | "dark";

interface Chosen {
  language?: Language;
  theme?: Theme;
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
    };
  } catch {
    return {};
  }
}

export const preferences = /* @__PURE__ */ new Preferences();
