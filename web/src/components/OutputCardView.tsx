import type { OutputCard } from "../api/contract";
import { useCardAction } from "../hooks/useCardAction";
import { CardView } from "./CardView";

/** One card of a reply: text, Markdown, a table, a chart, an image or a call to action. */
export function OutputCardView({ card, conversationId }: { card: OutputCard; conversationId: string }) {
  return <CardView card={card} known={useCardAction(conversationId)} />;
}
