import { LayoutGrid, PanelLeft, Search } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Place, type Target, targetAt } from "../conversation/place";
import { countChosen } from "../conversation/selection";
import { useComponent } from "../hooks/useComponent";
import { useConversationDeeds, useMain } from "../hooks/useConversations";
import { useSelection } from "../hooks/useInputs";
import { type Deeds, useShortcuts } from "../hooks/useShortcuts";
import { useAlly, useReading, useTexts } from "../hooks/useAlly";
import { useWidth } from "../hooks/useWidth";
import { searchKeys } from "../session/device";
import { ActionsView } from "./ActionsView";
import { ConversationList } from "./ConversationList";
import { ConversationView } from "./ConversationView";
import { Crash } from "./Crash";
import { Drawer } from "./Drawer";
import { IconButton } from "./IconButton";
import { InputView } from "./InputView";
import { Keys } from "./Keys";
import { NoAccess, SessionExpired, SignedOut, Starting, StartFailed } from "./Standings";
import { ShortcutDialog } from "./ShortcutDialog";

/** The three columns, or what stands in their place while or because Ally can't be shown. */
export function Workspace() {
  const { runtime } = useAlly();
  const standing = useReading(runtime.session, () => runtime.session.standing);
  const main = useMain();
  if (standing === "signed-out") return <SignedOut again={() => void main.refetch()} />;
  if (standing === "no-access") return <NoAccess again={() => void main.refetch()} />;
  if (main.data === undefined) return main.isError ? <StartFailed thrown={main.error} again={() => void main.refetch()} /> : <Starting />;
  return (
    <>
      <Crash>
        <Columns mainId={main.data.allyId} />
      </Crash>
      {standing === "expired" && <SessionExpired />}
    </>
  );
}

type Tab = "conversations" | "inputs";
type DrawerName = "left" | "right";

const loadSearch = () => import("./SearchDialog");
const loadMemory = () => import("./MemoryDialog");
const loadInstructions = () => import("./InstructionsDialog");

function Columns({ mainId }: { mainId: string }) {
  const { runtime, isPage } = useAlly();
  const { screens, desk } = runtime;
  const { t } = useTexts();
  const root = useRef<HTMLDivElement>(null);
  const width = useWidth(root);
  const [current, setCurrent] = useState(() => screens.conversationId || (isPage && new URLSearchParams(location.search).get("conversation")) || mainId);
  const [target, setTarget] = useState<Target>();
  const [tab, setTab] = useState<Tab>("inputs");
  const [drawer, setDrawer] = useState<DrawerName>();
  const [actionsToggled, toggleActions] = useState(0);
  const [help, setHelp] = useState(false);
  const deeds = useConversationDeeds();
  const leftInDrawer = width === "narrow";
  const rightInDrawer = width === "narrow" || width === "medium";

  useEffect(() => {
    if (!rightInDrawer || (drawer === "left" && !leftInDrawer)) setDrawer(undefined);
  }, [leftInDrawer, rightInDrawer, drawer]);

  const openPlace = useCallback(
    ({ conversationId, message }: Place) => {
      setCurrent(conversationId);
      screens.conversationId = conversationId;
      setTarget(targetAt(message));
      setDrawer(undefined);
      screens.show(undefined);
    },
    [screens],
  );
  const open = useCallback((conversationId: string) => openPlace({ conversationId }), [openPlace]);
  const toMain = useCallback(() => open(mainId), [open, mainId]);
  useEffect(() => {
    desk.lead(openPlace);
    return () => desk.lead(undefined);
  }, [desk, openPlace]);
  // A drawer opens for an app that a card or a list asked for.
  const wish = useReading(desk, () => desk.opened?.wish ?? 0);
  useEffect(() => {
    if (wish > 0 && rightInDrawer) setDrawer("right");
  }, [wish, rightInDrawer]);
  useEffect(() => (rightInDrawer ? desk.column(root) : undefined), [desk, rightInDrawer]);
  const closeRight = useCallback(() => {
    setDrawer(undefined);
    desk.close();
  }, [desk]);
  const screen = useReading(screens, () => screens.open);
  const closeScreen = useCallback(() => screens.show(undefined), [screens]);
  useEffect(() => screens.place(), [screens]);
  const SearchDialog = useComponent(loadSearch, screen === "search", closeScreen);
  const MemoryDialog = useComponent(loadMemory, screen === "memory", closeScreen);
  const InstructionsDialog = useComponent(loadInstructions, screen === "instructions", closeScreen);
  const show = (which: Tab) => {
    setTab(which);
    if (leftInDrawer) setDrawer("left");
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`[data-column=${which}] :is(button, input):not(:disabled)`)?.focus());
  };

  const shortcuts: Deeds = {
    search: () => screens.show("search"),
    write: () => root.current?.querySelector<HTMLElement>("form textarea")?.focus(),
    newConversation: () => void deeds.create().then((conversation) => conversation && open(conversation.id)),
    conversations: () => show("conversations"),
    inputs: () => show("inputs"),
    actions: () => (rightInDrawer ? setDrawer("right") : toggleActions((n) => n + 1)),
    help: () => setHelp(true),
  };
  useShortcuts(root, shortcuts);

  const conversations = <ConversationList current={current} onOpen={open} onGone={toMain} />;
  const inputs = <InputView conversationId={current} />;
  const left = <LeftColumn tab={tab} setTab={setTab} conversationId={current} conversations={conversations} inputs={inputs} />;
  return (
    <div ref={root} className="al:flex al:min-h-0 al:w-full al:grow" data-width={width}>
      {width === "vast" && (
        <div data-column="conversations" className="al:w-[264px] al:shrink-0 al:border-r al:border-line">
          {conversations}
        </div>
      )}
      {!leftInDrawer && (
        <aside aria-label={width === "vast" ? t("inputs") : t("left")} className="al:flex al:w-[280px] al:shrink-0 al:flex-col al:border-r al:border-line">
          {width === "vast" ? (
            <>
              <h2 className="al:flex al:h-13 al:shrink-0 al:items-center al:border-b al:border-line al:px-4 al:text-sm al:font-semibold">{t("inputs")}</h2>
              <div data-column="inputs" className="al:min-h-0 al:grow">
                {inputs}
              </div>
            </>
          ) : (
            left
          )}
        </aside>
      )}
      <ConversationView
        conversationId={current}
        target={target}
        onGone={current === mainId ? undefined : toMain}
        before={leftInDrawer && <IconButton icon={PanelLeft} label={t("left.open")} aria-expanded={drawer === "left"} onClick={() => setDrawer("left")} />}
        after={
          <>
            <SearchButton small={width === "narrow"} onClick={() => screens.show("search")} />
            {rightInDrawer && <IconButton icon={LayoutGrid} label={t("actions.open")} aria-expanded={drawer === "right"} onClick={() => setDrawer("right")} />}
          </>
        }
      />
      {!rightInDrawer && <ActionsView conversationId={current} toggled={actionsToggled} />}
      {drawer === "left" && (
        <Drawer side="start" label={t("left")} onClose={() => setDrawer(undefined)}>
          {left}
        </Drawer>
      )}
      {drawer === "right" && (
        <Drawer side="end" label={t("actions")} wide={wish > 0} onClose={closeRight}>
          <ActionsView conversationId={current} onClose={closeRight} />
        </Drawer>
      )}
      {screen === "search" && SearchDialog && <SearchDialog onOpen={openPlace} onClose={closeScreen} />}
      {screen === "memory" && MemoryDialog && <MemoryDialog onOpen={openPlace} onClose={closeScreen} />}
      {screen === "instructions" && InstructionsDialog && <InstructionsDialog onClose={closeScreen} />}
      {help && <ShortcutDialog onClose={() => setHelp(false)} />}
    </div>
  );
}

function SearchButton({ small, onClick }: { small: boolean; onClick(): void }) {
  const { t } = useTexts();
  if (small) return <IconButton icon={Search} label={t("search.open")} onClick={onClick} />;
  return (
    <button
      type="button"
      title={t("search.open")}
      aria-keyshortcuts={searchKeys().join("+").replace("⌘", "Meta").replace("Ctrl", "Control")}
      onClick={onClick}
      className="al:flex al:h-8 al:shrink-0 al:items-center al:gap-2 al:rounded-md al:border al:border-line al:bg-surface al:pr-1.5 al:pl-2.5 al:text-sm al:text-muted al:transition-colors al:hover:bg-hover al:hover:text-ink al:touch:h-11"
    >
      <Search aria-hidden size={15} />
      <span className="al:pr-2">{t("search")}</span>
      <Keys keys={searchKeys()} />
    </button>
  );
}

interface LeftColumnProps {
  tab: Tab;
  setTab(tab: Tab): void;
  conversationId: string;
  conversations: React.ReactNode;
  inputs: React.ReactNode;
}

/** The left column where there is room for one thing: the inputs or the conversations. */
function LeftColumn({ tab, setTab, conversationId, conversations, inputs }: LeftColumnProps) {
  const { t, n } = useTexts();
  const selection = useSelection(conversationId);
  const chosen = selection.inputs === undefined ? 0 : countChosen(selection.inputs);
  const one = (name: Tab, text: string, count?: number) => (
    <button
      type="button"
      role="tab"
      id={`ally-tab-${name}`}
      aria-selected={tab === name}
      aria-controls={tab === name ? `ally-panel-${name}` : undefined}
      tabIndex={tab === name ? 0 : -1}
      onClick={() => setTab(name)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        const other = name === "inputs" ? "conversations" : "inputs";
        setTab(other);
        event.currentTarget.parentElement?.querySelector<HTMLElement>(`#ally-tab-${other}`)?.focus();
      }}
      className={`al:flex al:h-8 al:grow al:items-center al:justify-center al:gap-1.5 al:rounded-md al:px-2 al:text-sm al:transition-colors al:touch:h-11 ${tab === name ? "al:bg-surface al:font-semibold al:shadow-low" : "al:text-muted al:hover:text-ink"}`}
    >
      {text}
      {count !== undefined && count > 0 && (
        <span className="al:rounded-full al:bg-accent-soft al:px-1.5 al:text-2xs al:font-semibold al:text-accent-text al:tabular-nums">
          <span aria-hidden>{count}</span>
          <span className="al:sr-only">{n("inputs.chosen", count)}</span>
        </span>
      )}
    </button>
  );
  return (
    <div className="al:flex al:h-full al:min-h-0 al:flex-col">
      <div className="al:flex al:h-13 al:shrink-0 al:items-center al:border-b al:border-line al:px-2.5 al:touch:h-16">
        <div role="tablist" aria-label={t("left")} className="al:flex al:grow al:rounded-lg al:bg-hover al:p-0.5">
          {one("inputs", t("inputs"), chosen)}
          {one("conversations", t("conversations"))}
        </div>
      </div>
      <div role="tabpanel" id={`ally-panel-${tab}`} aria-labelledby={`ally-tab-${tab}`} data-column={tab} className="al:min-h-0 al:grow">
        {tab === "inputs" ? inputs : conversations}
      </div>
    </div>
  );
}
