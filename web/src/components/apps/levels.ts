import type { Level } from "../../api/contract";

/** What somebody may do in a conversation, from the least to the most. */
export const LEVELS: readonly Level[] = ["view", "comment", "edit"];
