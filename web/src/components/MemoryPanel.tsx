import { Brain, ChevronDown, Ellipsis, Eraser, ListChecks } from "lucide-react";
import { useId, useState } from "react";
import type { Conversation, MemoryItem } from "../api/contract";
import type { Place } from "../conversation/place";
import { useAlly, useReading, useTexts } from "../hooks/useAlly";
import { useMemory, useMemoryDeeds } from "../hooks/useMemory";
import type { Texts } from "../language/texts";
import { MEMORY_KINDS } from "../memory/order";
import { Button } from "./Button";
import { Confirm } from "./Confirm";
import { MemoryList } from "./MemoryList";
import { MemoryOff } from "./MemoryOff";
import { Menu, type MenuItem } from "./Menu";

export interface MemoryPanelProps {
  conversation: Conversation;
  /** Something was said that could be remembered. */
  isBegun: boolean;
  onOpen(place: Place): void;
}

const LIMIT = 100;

/** What Ally remembers of a conversation, below its messages: a line that unfolds. */
export default function MemoryPanel({ conversation, isBegun, onOpen }: MemoryPanelProps) {
  const { runtime } = useAlly();
  const { screens } = runtime;
  const texts = useTexts();
  const { t } = texts;
  const isOpen = useReading(screens, () => screens.isMemoryUnfolded);
  const hasAll = useReading(screens, () => screens.isThere);
  const memory = useMemory({ conversationId: conversation.id, limit: LIMIT, often: isOpen });
  const removed = useReading(runtime.removals, () => runtime.removals.all);
  const deeds = useMemoryDeeds();
  const [isForgetting, forget] = useState(false);
  const id = useId();
  const { settings, items } = memory;
  // What is said in somebody else's conversation is theirs to remember.
  if (settings === undefined || (items.length === 0 && !(conversation.mine && isBegun))) return null;
  const menu: MenuItem[] = [];
  if (hasAll) menu.push({ label: t("memory.all"), icon: ListChecks, run: () => screens.show("memory") });
  if (items.length > 0) menu.push({ label: t("memory.forgetHere"), icon: Eraser, danger: true, run: () => forget(true) });
  return (
    <section aria-label={t("memory.here")} className="al:mx-auto al:mb-2 al:w-full al:max-w-[808px] al:shrink-0 al:px-4 al:@min-[760px]:px-6">
      <div className="al:rounded-lg al:border al:border-line al:bg-canvas">
        <div className="al:flex al:items-center al:pr-1">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={isOpen ? `${id}-list` : undefined}
            onClick={() => screens.unfoldMemory(!isOpen)}
            className="al:flex al:min-h-9 al:min-w-0 al:grow al:items-center al:gap-2 al:rounded-lg al:px-3 al:text-sm al:touch:min-h-11"
          >
            <Brain aria-hidden size={15} className="al:text-accent-text" />
            <span className="al:font-medium">{t("memory")}</span>
            <span className="al:min-w-0 al:truncate al:text-xs al:text-muted">{settings.enabled ? summaryOf(items.filter((item) => !removed.some((one) => one.item.id === item.id)), texts) : t("memory.off")}</span>
            <ChevronDown aria-hidden size={15} className={`al:ml-auto al:text-muted al:transition-transform ${isOpen ? "" : "al:rotate-180"}`} />
          </button>
          {menu.length > 0 && <Menu icon={Ellipsis} size="small" label={t("memory.menu")} groups={[{ items: menu }]} />}
        </div>
        {isOpen && (
          <div id={`${id}-list`} className="ally-scroll al:max-h-[min(38vh,360px)] al:border-t al:border-line al:px-1.5 al:pb-1" tabIndex={0} role="group" aria-label={t("memory.here")}>
            {!settings.enabled ? (
              <MemoryOff reason={settings.reason} />
            ) : items.length === 0 ? (
              <p className="al:px-3 al:py-3 al:text-sm al:text-muted">{t("memory.noneHere")}</p>
            ) : (
              <>
                <MemoryList items={items} beside onOpen={onOpen} />
                {memory.hasMore && (
                  <Button tone="quiet" className="al:w-full" disabled={memory.isLoadingMore} onClick={memory.more}>
                    {t(memory.isLoadingMore ? "loading" : "conversations.more")}
                  </Button>
                )}
              </>
            )}
          </div>
        )}
      </div>
      {isForgetting && <Confirm title={t("memory.forgetHere")} what={t("memory.forgetHereWhat")} yes={t("memory.forget")} onYes={() => deeds.forget(conversation.id)} onClose={() => forget(false)} />}
    </section>
  );
}

/** How much is remembered, in a line: what is still to be done first. */
function summaryOf(items: readonly MemoryItem[], { t, n }: Texts): string {
  const current = items.filter((item) => item.supersededBy === undefined);
  const parts = [...MEMORY_KINDS].reverse().flatMap((kind) => {
    const all = current.filter((item) => item.kind === kind);
    const open = all.filter((item) => item.status !== "done").length;
    if (all.length === 0) return [];
    return [kind === "actionItem" && open === 0 ? t("memory.count.done") : n(`memory.count.${kind}`, open)];
  });
  return parts.length === 0 ? t("memory.none") : parts.join(" · ");
}
