import { useCallback, useEffect, useRef } from "react";
import type { AppId } from "../../api/apps";
import type { Action, AppInfo } from "../../api/contract";
import { useAlly, useLanguage } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import { useRun } from "../../hooks/useRun";
import type { Opened } from "../../session/desk";
import { ActionScreen } from "./ActionScreen";
import { AppForm } from "./AppForm";
import { Collaborate } from "./Collaborate";
import { EarlierActions } from "./EarlierActions";
import { EmailScreen } from "./EmailScreen";

export interface AppPanelProps {
  /** Undefined where the app can't be used and one of its actions is looked at. */
  app: AppInfo | undefined;
  opened: Opened;
  conversationId: string;
}

const OWN: ReadonlySet<string> = new Set<AppId>(["summary", "email", "collaborate"]);

/** An app that is open: its form, or what came of it. */
export default function AppPanel({ app, opened, conversationId }: AppPanelProps) {
  const { desk } = useAlly().runtime;
  if (opened.actionId !== undefined) {
    const again = app !== undefined && OWN.has(app.id) ? (action: Action) => desk.open({ appId: action.appId, inputs: action.inputs }) : undefined;
    return opened.appId === "email" ? <EmailScreen key={opened.actionId} id={opened.actionId} onAgain={again} /> : <ActionScreen key={opened.actionId} id={opened.actionId} onAgain={again} />;
  }
  if (app === undefined) return null;
  if (app.id === "collaborate") return <Collaborate app={app} conversationId={conversationId} />;
  return <Form app={app} inputs={opened.inputs ?? {}} conversationId={conversationId} />;
}

function Form({ app, inputs, conversationId }: { app: AppInfo; inputs: Record<string, unknown>; conversationId: string }) {
  const { desk } = useAlly().runtime;
  const language = useLanguage();
  const { t } = useAppTexts();
  const begun = useCallback((action: Action) => desk.open({ appId: app.id, actionId: action.id }), [desk, app.id]);
  const { isBusy, problem, run } = useRun(app.id as AppId, conversationId, begun);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) box.current?.querySelector<HTMLElement>("input:not([type=radio]), textarea, select, button, input")?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={box} className="al:flex al:flex-col al:gap-6 al:p-4">
      {app.description[language] !== "" && <p className="al:text-sm al:text-muted">{app.description[language]}</p>}
      <AppForm
        fields={app.fields}
        given={inputs}
        conversationId={conversationId}
        submit={t(app.id === "email" ? "email.draft" : "summary.run")}
        busy={t(app.id === "email" ? "email.drafting" : "app.starting")}
        isBusy={isBusy}
        problem={problem}
        onSubmit={(values) => void run(values)}
      />
      <EarlierActions appId={app.id} conversationId={conversationId} />
    </div>
  );
}
