import { createContext } from "react";
import type { Source } from "../api/results";

/** The messages that a text's statements come from, by the ids that its links name. */
export interface Sources {
  find(messageId: string): Source | undefined;
  /** Undefined where there is no way to a message. */
  goTo: ((source: Source) => void) | undefined;
}

export const SourceContext = createContext<Sources | undefined>(undefined);
