import type { ComponentType } from "react";
import { Listeners } from "../conversation/listeners";
import type { Person } from "../session/runtime";

/** What fills the tab Comparison; without it there is no such tab. */
class Comparison extends Listeners {
  private registered: ComponentType<{ person: Person }> | undefined;

  get component(): ComponentType<{ person: Person }> | undefined {
    return this.registered;
  }

  register(component: ComponentType<{ person: Person }>): void {
    this.registered = component;
    this.tell();
  }
}

export const comparison = /* @__PURE__ */ new Comparison();
