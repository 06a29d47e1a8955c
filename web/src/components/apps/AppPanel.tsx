import { Paperclip, X } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { AppId } from "../../api/apps";
import type { Action, AppInfo } from "../../api/contract";
import { useAlly, useLanguage } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import { useAction } from "../../hooks/useActions";
import { useRun } from "../../hooks/useRun";
import type { Opened } from "../../session/desk";
import { IconButton } from "../IconButton";
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
  const [attachment, attach] = useState(typeof inputs.attachment === "string" && app.id === "email" ? inputs.attachment : undefined);
  const begun = useCallback((action: Action) => desk.open({ appId: app.id, actionId: action.id }), [desk, app.id]);
  const { isBusy, problem, run } = useRun(app.id as AppId, conversationId, begun);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) box.current?.querySelector<HTMLElement>("input:not([type=radio]), textarea, select, button, input")?.focus({ preventScroll: true });
  }, []);
  const { attachment: _, ...given } = inputs;
  const withAttachment = (values: Record<string, unknown>) => (attachment === undefined ? values : { ...values, attachment });
  return (
    <div ref={box} className="al:flex al:flex-col al:gap-6 al:p-4">
      {app.description[language] !== "" && <p className="al:text-sm al:text-muted">{app.description[language]}</p>}
      <AppForm
        fields={app.fields.filter((field) => field.name !== "attachment")}
        given={given}
        conversationId={conversationId}
        submit={t(app.id === "email" ? "email.draft" : "summary.run")}
        busy={t(app.id === "email" ? "email.drafting" : "app.starting")}
        isBusy={isBusy}
        problem={problem}
        before={attachment !== undefined && <Attachment id={attachment} onRemove={() => attach(undefined)} />}
        onSubmit={(values) => void run(withAttachment(values))}
      />
      <EarlierActions appId={app.id} conversationId={conversationId} />
    </div>
  );
}

/** The action that goes with an email, by its name. */
function Attachment({ id, onRemove }: { id: string; onRemove(): void }) {
  const { t } = useAppTexts();
  const action = useAction(id).data;
  return (
    <p className="al:flex al:items-center al:gap-2 al:rounded-lg al:bg-accent-soft al:py-1 al:pr-1 al:pl-3 al:text-sm al:text-accent-text">
      <Paperclip aria-hidden size={15} />
      <span className="al:min-w-0 al:grow al:truncate">{t("email.attached", { name: action?.title ?? "…" })}</span>
      <IconButton icon={X} size="small" label={t("email.detach")} onClick={onRemove} />
    </p>
  );
}
