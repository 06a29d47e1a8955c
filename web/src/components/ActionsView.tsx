import { ArrowLeft, LayoutGrid, PanelRightClose, PanelRightOpen, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type App, apps } from "../apps/registry";
import { useAlly, useReading, useTexts } from "../hooks/useAlly";
import { Blank } from "./Blank";
import { Crash } from "./Crash";
import { IconButton } from "./IconButton";

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

/** The apps: a slim strip, their list, or one of them opened. */
export function ActionsView({ conversationId, onClose, toggled = 0 }: ActionsViewProps) {
  const { runtime, language } = useAlly();
  const { t } = useTexts();
  const all = useReading(apps, () => apps.all);
  const inDrawer = onClose !== undefined;
  const [state, setState] = useState<ActionsState>(inDrawer ? "list" : "collapsed");
  const [openId, setOpenId] = useState<string>();
  const root = useRef<HTMLElement>(null);
  const open = all.find((app) => app.id === openId);
  const shown: ActionsState = state === "opened" && open === undefined ? "list" : state;

  const handled = useRef(toggled);
  useEffect(() => {
    if (handled.current === toggled) return;
    handled.current = toggled;
    setState((now) => (now === "collapsed" ? "list" : "collapsed"));
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>("button")?.focus());
  }, [toggled]);

  const openApp = (app: App) => {
    setOpenId(app.id);
    setState("opened");
  };
  const nameOf = (value: App["name"]) => (typeof value === "string" ? value : value[language]);
  const close = inDrawer ? onClose : () => setState("collapsed");

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
            <IconButton key={app.id} icon={app.icon} label={nameOf(app.name)} onClick={() => openApp(app)} className="al:touch:w-9" />
          ))}
        </div>
      ) : (
        <>
          <header className="al:flex al:h-13 al:shrink-0 al:items-center al:gap-2 al:border-b al:border-line al:px-3">
            {shown === "opened" && <IconButton icon={ArrowLeft} label={t("actions.back")} onClick={() => setState("list")} />}
            <h2 className="al:grow al:truncate al:px-1 al:text-sm al:font-semibold">{shown === "opened" && open ? nameOf(open.name) : t("actions")}</h2>
            <IconButton icon={inDrawer ? X : PanelRightClose} label={t("actions.close")} aria-expanded onClick={close} />
          </header>
          <div className="ally-scroll al:min-h-0 al:grow">
            {shown === "opened" && open ? (
              <Crash key={open.id}>{open.render({ conversationId, userId: runtime.person.userId, language, close: () => setState("list") })}</Crash>
            ) : all.length === 0 ? (
              <Blank small icon={LayoutGrid} title={t("actions.none")}>
                {t("actions.noneWhy")}
              </Blank>
            ) : (
              <ul className="al:flex al:flex-col al:gap-2 al:p-3">
                {all.map((app) => (
                  <li key={app.id}>
                    <button type="button" onClick={() => openApp(app)} className="al:flex al:w-full al:items-center al:gap-3 al:rounded-lg al:border al:border-line al:bg-surface al:p-3 al:transition-colors al:hover:border-edge">
                      <span className="al:flex al:size-9 al:items-center al:justify-center al:rounded-md al:bg-accent-soft al:text-accent-text">
                        <app.icon aria-hidden size={18} />
                      </span>
                      <span className="al:min-w-0">
                        <span className="al:block al:text-sm al:font-medium">{nameOf(app.name)}</span>
                        {app.description && <span className="al:block al:text-xs al:text-muted">{nameOf(app.description)}</span>}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </>
      )}
    </aside>
  );
}
