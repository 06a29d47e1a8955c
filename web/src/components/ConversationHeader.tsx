import { Eye, MessageSquareText, Users } from "lucide-react";
import type { ReactNode } from "react";
import type { Conversation } from "../api/contract";
import { useAlly, useTexts } from "../hooks/useAlly";
import { PreferencesMenu } from "./PreferencesMenu";

export function ConversationHeader({ conversation, before, after }: { conversation: Conversation | undefined; before?: ReactNode; after?: ReactNode }) {
  const { t } = useTexts();
  const { hasPreferences } = useAlly();
  const isMain = conversation?.type === "ally-main";
  return (
    <header className="al:flex al:h-13 al:shrink-0 al:items-center al:gap-2 al:border-b al:border-line al:px-3">
      {before}
      <div className="al:flex al:min-w-0 al:grow al:items-center al:gap-2 al:px-1">
        {conversation === undefined ? (
          <span aria-hidden className="ally-skeleton al:h-4 al:w-36" />
        ) : (
          <h1 className="al:truncate al:text-base al:font-semibold">{conversation.title || (isMain ? "Ally" : t("conversations.untitled"))}</h1>
        )}
        {conversation?.permission === "view" && (
          <Badge icon={<Eye aria-hidden size={12} />} text={t("conversation.onlyRead")} />
        )}
        {conversation?.permission === "comment" && <Badge icon={<MessageSquareText aria-hidden size={12} />} text={t("conversation.onlyComment")} />}
        {conversation !== undefined && !conversation.mine && <Badge icon={<Users aria-hidden size={12} />} text={t("conversation.shared")} />}
      </div>
      {!hasPreferences && <PreferencesMenu />}
      {after}
    </header>
  );
}

function Badge({ icon, text }: { icon: ReactNode; text: string }) {
  return (
    <span className="al:flex al:shrink-0 al:items-center al:gap-1 al:rounded-full al:bg-sunken al:px-2 al:py-0.5 al:text-xs al:text-muted">
      {icon}
      {text}
    </span>
  );
}
