import { Bot, Building2, Globe, History, type LucideIcon, MessagesSquare } from "lucide-react";
import type { InputKind } from "../api/contract";
import type { TextKey } from "../language/texts";

export const KIND_ICONS: Record<InputKind, LucideIcon> = {
  organization: Building2,
  domain: Globe,
  agent: Bot,
  conversation: MessagesSquare,
  action: History,
};

/** The name of one thing of a kind. */
export function kindKey(kind: InputKind): TextKey {
  return `kind.${kind}`;
}
