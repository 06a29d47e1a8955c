import { ArrowLeft, FileText, LayoutGrid, type LucideIcon, Mail, NotebookPen, PanelRightClose, PanelRightOpen, Puzzle, TriangleAlert, Users, X } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { AppInfo } from "../api/contract";
import { asProblem } from "../api/problem";
import { type App, apps } from "../apps/registry";
import { useApps } from "../hooks/useActions";
import { useAlly, useReading, useTexts } from "../hooks/useAlly";
import { useComponent } from "../hooks/useComponent";
import { problemWords } from "../hooks/useProblemWords";
import { Blank } from "./Blank";
import { Button } from "./Button";
import { Crash } from "./Crash";
import { IconButton } from "./IconButton";
import { Skeleton } from "./Skeleton";

export type ActionsState = "collapsed" | "list" | "opened";

/** How wide the column is in each state, in pixels. */
export const ACTIONS_WIDTH: Record<ActionsState, number> = { collapsed: 40, list: 320, opened: 600 };

export interface ActionsViewProps {
  conversationId: string;
  /** In a drawer the panel fills it and closes it instead of collapsing. */
  onClose?: (() => void) | undefined;
  /** Changes by one when the panel is to open or close from outside. */
  toggled?: number;
}

/** An app as the column shows it, whether the organization has it or the host page put it in. */
interface Shown {
  id: string;
  name: string;
  description: string;
  icon: LucideIcon;
  given?: AppInfo;
  host?: App;
}

/** The server's names of pictures; others look like a piece of a puzzle. */
const ICONS: Record<string, LucideIcon> = { "file-text": FileText, mail: Mail, users: Users, "notebook-pen": NotebookPen };

const loadPanel = () => import("./apps/AppPanel");

/** The apps: a slim strip, their list, or one of them opened. */
export function ActionsView({ conversationId, onClose, toggled = 0 }: ActionsViewProps) {
  const { runtime, language } = useAlly();
  const { desk } = runtime;
  const { t } = useTexts();
  const inDrawer = onClose !== undefined;
  const opened = useReading(desk, () => desk.opened);
  const [state, setState] = useState<ActionsState>(opened !== undefined ? "opened" : inDrawer ? "list" : "collapsed");
  const root = useRef<HTMLElement>(null);
  const given = useApps();
  const all = useShown(given.data);
  const open = opened === undefined ? undefined : all.find((app) => app.id === opened.appId);
  // An action can be looked at even where its app is not there to be used.
  const isOpen = state === "opened" && opened !== undefined && (open !== undefined || opened.actionId !== undefined);
  const shown: ActionsState = state === "opened" && !isOpen ? "list" : state;
  const toList = useCallback(() => {
    setState("list");
    desk.close();
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>("li button")?.focus());
  }, [desk]);
  const AppPanel = useComponent(loadPanel, isOpen && open?.host === undefined, toList);

  const handled = useRef(toggled);
  useEffect(() => {
    if (handled.current === toggled) return;
    handled.current = toggled;
    setState((now) => (now === "collapsed" ? "list" : "collapsed"));
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>("button")?.focus());
  }, [toggled]);

  useEffect(() => desk.column(root), [desk]);
  const wish = opened?.wish ?? 0;
  const wished = useRef(wish);
  useEffect(() => {
    if (wish === wished.current) return;
    wished.current = wish;
    if (wish > 0) setState("opened");
  }, [wish]);

  const openApp = (app: Shown) => {
    desk.open({ appId: app.id });
    setState("opened");
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>("header button")?.focus());
  };
  const collapse = () => {
    setState("collapsed");
    desk.close();
  };
  return (
    <aside
      ref={root}
      aria-label={t("actions")}
      data-state={shown}
      className="al:flex al:h-full al:shrink-0 al:flex-col al:overflow-hidden al:border-l al:border-line al:bg-canvas al:transition-[width] al:duration-200"
      style={{ width: inDrawer ? "100%" : ACTIONS_WIDTH[shown] }}
    >
      {shown === "collapsed" ? (
        <div className="al:flex al:flex-col al:items-center al:gap-1 al:pt-2.5">
          <IconButton icon={PanelRightOpen} label={t("actions.open")} aria-expanded={false} onClick={() => setState("list")} className="al:touch:w-9" />
          {all.map((app) => (
            <IconButton key={app.id} icon={app.icon} label={app.name} onClick={() => openApp(app)} className="al:touch:w-9" />
          ))}
        </div>
      ) : (
        <>
          <header className="al:flex al:h-13 al:shrink-0 al:items-center al:gap-2 al:border-b al:border-line al:px-3">
            {isOpen && <IconButton icon={ArrowLeft} label={t("actions.back")} onClick={toList} />}
            <h2 className="al:grow al:truncate al:px-1 al:text-sm al:font-semibold">{isOpen ? (open?.name ?? t("kind.action")) : t("actions")}</h2>
            <IconButton icon={inDrawer ? X : PanelRightClose} label={t("actions.close")} aria-expanded onClick={inDrawer ? onClose : collapse} />
          </header>
          <div className="ally-scroll al:relative al:min-h-0 al:grow" data-part="app">
            {isOpen ? (
              <Crash key={`${opened.appId} ${opened.wish}`}>
                {open?.host !== undefined ? (
                  open.host.render({ conversationId, userId: runtime.person.userId, language, close: toList })
                ) : AppPanel === undefined ? (
                  <Waiting />
                ) : (
                  <AppPanel key={`${opened.wish} ${opened.actionId === undefined ? conversationId : ""}`} app={open?.given} opened={opened} conversationId={conversationId} />
                )}
              </Crash>
            ) : (
              <AppList all={all} onOpen={openApp}>
                {given.isPending ? (
                  <Waiting />
                ) : given.isError && all.length === 0 ? (
                  <Blank small icon={TriangleAlert} title={t("apps.failed")} role="alert" action={<Button onClick={() => void given.refetch()}>{t("again")}</Button>}>
                    {problemWords(asProblem(given.error), language)}
                  </Blank>
                ) : (
                  all.length === 0 && (
                    <Blank small icon={LayoutGrid} title={t("actions.none")}>
                      {t("actions.noneWhy")}
                    </Blank>
                  )
                )}
              </AppList>
            )}
          </div>
        </>
      )}
    </aside>
  );
}

/** What the organization switched on, and what the host page registered; of the same id, the host's. */
function useShown(given: readonly AppInfo[] | undefined): Shown[] {
  const { language } = useAlly();
  const hosts = useReading(apps, () => apps.all);
  const wordsOf = (value: App["name"]) => (typeof value === "string" ? value : value[language]);
  return [
    ...(given ?? []).filter((app) => !hosts.some((host) => host.id === app.id)).map((app) => ({ id: app.id, name: app.name[language], description: app.description[language], icon: ICONS[app.icon] ?? Puzzle, given: app })),
    ...hosts.map((host) => ({ id: host.id, name: wordsOf(host.name), description: host.description === undefined ? "" : wordsOf(host.description), icon: host.icon, host })),
  ];
}

function AppList({ all, onOpen, children }: { all: Shown[]; onOpen(app: Shown): void; children: ReactNode }) {
  return (
    <>
      {all.length > 0 && (
        <ul className="al:flex al:flex-col al:gap-2 al:p-3">
          {all.map((app) => (
            <li key={app.id}>
              <button type="button" onClick={() => onOpen(app)} className="al:flex al:w-full al:items-center al:gap-3 al:rounded-lg al:border al:border-line al:bg-surface al:p-3 al:transition-colors al:hover:border-edge">
                <span className="al:flex al:size-9 al:shrink-0 al:items-center al:justify-center al:rounded-md al:bg-accent-soft al:text-accent-text">
                  <app.icon aria-hidden size={18} />
                </span>
                <span className="al:min-w-0">
                  <span className="al:block al:text-sm al:font-medium">{app.name}</span>
                  {app.description !== "" && <span className="al:block al:text-xs al:text-muted">{app.description}</span>}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {children}
    </>
  );
}

function Waiting() {
  return (
    <div className="al:p-4">
      <Skeleton widths={["40%", "92%", "78%", "60%"]} height={16} />
    </div>
  );
}
