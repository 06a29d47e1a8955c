import type { OutputCard } from "../api/contract";
import { AllyScope, type AllyScopeProps } from "./AllyScope";
import { OutputCardView } from "./OutputCardView";

export interface AllyOutputCardProps extends Partial<Pick<AllyScopeProps, "baseUrl" | "language" | "onCardAction">> {
  card: OutputCard;
  conversationId: string;
  userId: string;
}

/** One card of a reply alone: text, Markdown, a table, a chart, an image or a call to action. */
export function AllyOutputCard({ card, conversationId, userId, ...scope }: AllyOutputCardProps) {
  return (
    <AllyScope layout="fit" person={{ userId, userEmail: "", userDomain: "unknown", userRole: "" }} {...scope}>
      <OutputCardView card={card} conversationId={conversationId} />
    </AllyScope>
  );
}
