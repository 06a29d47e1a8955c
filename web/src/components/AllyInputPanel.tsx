import { AllyScope, type AllyScopeProps } from "./AllyScope";
import { InputView } from "./InputView";

export interface AllyInputPanelProps extends Partial<Pick<AllyScopeProps, "baseUrl" | "language">> {
  userId: string;
  userDomain: string;
  organizationId?: string;
  conversationId: string;
}

/** The left column alone: what a conversation may draw on. */
export function AllyInputPanel({ userId, userDomain, organizationId, conversationId, ...scope }: AllyInputPanelProps) {
  return (
    <AllyScope person={{ userId, userEmail: "", userDomain, userRole: "", ...(organizationId ? { organizationId } : {}) }} {...scope}>
      <InputView conversationId={conversationId} />
    </AllyScope>
  );
}
