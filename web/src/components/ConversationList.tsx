import { Ellipsis, Eraser, MessageSquarePlus, Pencil, Trash2, TriangleAlert, Users } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Conversation } from "../api/contract";
import { asProblem } from "../api/problem";
import { useConversationDeeds, useConversations } from "../hooks/useConversations";
import { useAlly, useTexts } from "../hooks/useAlly";
import { problemWords } from "../hooks/useProblemWords";
import { AllyMark } from "./AllyMark";
import { Blank } from "./Blank";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { Menu, type MenuItem } from "./Menu";
import { Skeleton } from "./Skeleton";

export interface ConversationListProps {
  current: string;
  onOpen(id: string): void;
  /** The conversation that was open is gone. */
  onGone(): void;
}

/** The person's conversations: Ally itself first, threads below. */
export function ConversationList({ current, onOpen, onGone }: ConversationListProps) {
  const { language } = useAlly();
  const { t } = useTexts();
  const { conversations, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useConversations();
  const deeds = useConversationDeeds();
  const [creating, setCreating] = useState(false);
  const [clearing, setClearing] = useState<Conversation>();
  const create = async () => {
    setCreating(true);
    const conversation = await deeds.create();
    setCreating(false);
    if (conversation !== undefined) onOpen(conversation.id);
  };
  return (
    <nav aria-label={t("conversations")} className="al:flex al:h-full al:min-h-0 al:flex-col">
      <div className="al:px-3 al:pt-3 al:pb-2">
        <Button icon={MessageSquarePlus} className="al:w-full" disabled={creating} onClick={() => void create()}>
          {t("conversations.new")}
        </Button>
      </div>
      <div className="ally-scroll al:min-h-0 al:grow al:px-2 al:pb-3">
        {isPending ? (
          <div className="al:p-2">
            <Skeleton widths={["70%", "90%", "60%", "80%"]} height={16} />
          </div>
        ) : isError && conversations.length === 0 ? (
          <Blank small icon={TriangleAlert} title={t("conversations.failed")} role="alert" action={<Button onClick={() => void refetch()}>{t("again")}</Button>}>
            {problemWords(asProblem(error), language)}
          </Blank>
        ) : (
          <ul className="al:flex al:flex-col al:gap-0.5">
            {conversations.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                current={conversation.id === current}
                onOpen={() => onOpen(conversation.id)}
                onRename={(title) => void deeds.rename(conversation, title)}
                onClear={() => setClearing(conversation)}
                onRemove={() => {
                  void deeds.remove(conversation);
                  if (conversation.id === current) onGone();
                }}
              />
            ))}
          </ul>
        )}
        {conversations.length === 1 && <p className="al:px-3 al:pt-3 al:text-xs al:text-muted">{t("conversations.none")}</p>}
        {hasNextPage && (
          <Button tone="quiet" className="al:mt-2 al:w-full" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t(isFetchingNextPage ? "loading" : "conversations.more")}
          </Button>
        )}
      </div>
      {clearing && (
        <Dialog title={t("conversations.clear")} onClose={() => setClearing(undefined)} width={400}>
          <p className="al:text-sm">{t("conversations.clearWhat")}</p>
          <div className="al:mt-5 al:flex al:justify-end al:gap-2">
            <Button onClick={() => setClearing(undefined)}>{t("cancel")}</Button>
            <Button
              tone="danger"
              onClick={() => {
                void deeds.empty(clearing);
                setClearing(undefined);
              }}
            >
              {t("conversations.clear")}
            </Button>
          </div>
        </Dialog>
      )}
    </nav>
  );
}

interface ConversationRowProps {
  conversation: Conversation;
  current: boolean;
  onOpen(): void;
  onRename(title: string): void;
  onClear(): void;
  onRemove(): void;
}

function ConversationRow({ conversation, current, onOpen, onRename, onClear, onRemove }: ConversationRowProps) {
  const { t } = useTexts();
  const [renaming, setRenaming] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const isMain = conversation.type === "ally-main" && conversation.mine;
  const title = conversation.title || t("conversations.untitled");
  const items: MenuItem[] = [];
  if (conversation.permission === "write") items.push({ label: t("conversations.rename"), icon: Pencil, run: () => setRenaming(true) });
  if (conversation.mine) items.push({ label: t("conversations.clear"), icon: Eraser, run: onClear });
  if (conversation.mine && !isMain) items.push({ label: t("conversations.remove"), icon: Trash2, danger: true, run: onRemove });
  if (renaming)
    return (
      <li>
        <Rename
          title={conversation.title}
          onDone={(changed) => {
            setRenaming(false);
            if (changed !== undefined && changed !== conversation.title) onRename(changed);
            requestAnimationFrame(() => button.current?.focus());
          }}
        />
      </li>
    );
  return (
    <li className={`al:group al:relative al:flex al:items-center al:rounded-md al:transition-colors ${current ? "al:bg-accent-soft" : "al:hover:bg-hover"}`}>
      <button ref={button} type="button" aria-current={current ? "page" : undefined} onClick={onOpen} className="al:flex al:min-h-9 al:min-w-0 al:grow al:items-center al:gap-2.5 al:rounded-md al:py-1.5 al:pr-9 al:pl-2.5 al:text-sm al:touch:min-h-11">
        {isMain && <AllyMark size={20} />}
        <span className={`al:truncate ${current || isMain ? "al:font-medium" : ""}`}>{title}</span>
        {!conversation.mine && <Users role="img" aria-label={t("conversation.shared")} size={14} className="al:text-muted" />}
      </button>
      {items.length > 0 && (
        <div className="al:absolute al:right-1 al:opacity-0 al:group-focus-within:opacity-100 al:group-hover:opacity-100 al:touch:opacity-100">
          <Menu icon={Ellipsis} size="small" label={t("conversations.menu", { title })} groups={[{ items }]} />
        </div>
      )}
    </li>
  );
}

function Rename({ title, onDone }: { title: string; onDone(changed: string | undefined): void }) {
  const { t } = useTexts();
  const [changed, change] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.select(), []);
  const end = (value: string | undefined) => {
    if (done.current) return;
    done.current = true;
    onDone(value?.trim() ? value.trim() : undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") end(changed);
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      end(undefined);
    }
  };
  return (
    <input
      ref={field}
      autoFocus
      value={changed}
      maxLength={120}
      aria-label={t("conversations.rename")}
      onChange={(event) => change(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end(changed)}
      className="al:h-9 al:w-full al:rounded-md al:border al:border-accent al:bg-surface al:px-2.5 al:text-sm al:touch:h-11"
    />
  );
}
