import { CalendarClock, Pencil, RefreshCw, Send } from "lucide-react";
import { useState } from "react";
import type { Action } from "../../api/contract";
import { asProblem, type Problem } from "../../api/problem";
import { type Delivery, emailOf } from "../../api/results";
import { useActionDeeds } from "../../hooks/useActions";
import { useAlly } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import { keys } from "../../session/keys";
import { Button } from "../Button";
import { Confirm } from "../Confirm";
import { OutputCardView } from "../OutputCardView";
import { ActionFrame, type ActionScreenProps } from "./ActionScreen";
import { EmailDelivery } from "./EmailDelivery";
import { EmailEditor } from "./EmailEditor";
import { EmailPreview } from "./EmailPreview";
import { SendDialog } from "./SendDialog";

/** An email from its draft to its delivery. */
export function EmailScreen({ id, onAgain }: ActionScreenProps) {
  return (
    <ActionFrame id={id} onAgain={onAgain}>
      {(action) => <Email action={action} onAgain={onAgain} />}
    </ActionFrame>
  );
}

const OPEN: ReadonlySet<Delivery["state"]> = new Set(["draft", "cancelled"]);

function Email({ action, onAgain }: { action: Action; onAgain: ActionScreenProps["onAgain"] }) {
  const { runtime, announce } = useAlly();
  const { t } = useAppTexts();
  const { keep } = useActionDeeds();
  const [isEditing, edit] = useState(false);
  const [sending, send] = useState<"now" | "later">();
  const [asking, ask] = useState<"resend">();
  const [isBusy, setBusy] = useState(false);
  const email = emailOf(action);
  if (email === undefined) return <>{action.cards.map((card) => <OutputCardView key={card.id} card={card} conversationId={action.conversationId} />)}</>;
  const { draft, delivery } = email;
  const mayChange = action.mine && OPEN.has(delivery.state);
  const failed = delivery.recipients.filter((one) => one.state === "failed");

  /** Does something to the email; what went wrong is given back, and what has become of it shown. */
  const doing = async (deed: () => Promise<Action>, said: string): Promise<Problem | undefined> => {
    setBusy(true);
    try {
      keep(await deed());
      announce(said);
      void runtime.queries.invalidateQueries({ queryKey: keys.emailLimits() });
      return undefined;
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.status === 409) void runtime.queries.invalidateQueries({ queryKey: keys.action(action.id) });
      return problem;
    } finally {
      setBusy(false);
    }
  };
  const saying = async (deed: () => Promise<Action>, said: string): Promise<boolean> => {
    const problem = await doing(deed, said);
    if (problem !== undefined) runtime.onProblem(problem);
    return problem === undefined;
  };

  return (
    <>
      <EmailDelivery delivery={delivery}>
        {action.mine && delivery.state === "scheduled" && (
          <Button disabled={isBusy} onClick={() => void saying(() => runtime.client.cancelEmail(action.id), t("email.cancelled"))}>
            {t("email.cancel")}
          </Button>
        )}
        {action.mine && (delivery.state === "failed" || delivery.state === "partly") && (
          <Button icon={RefreshCw} disabled={isBusy} onClick={() => ask("resend")}>
            {t("email.resend")}
          </Button>
        )}
      </EmailDelivery>
      {isEditing ? (
        <EmailEditor action={action} draft={draft} onDone={() => edit(false)} />
      ) : (
        <EmailPreview draft={draft}>
          {mayChange && (
            <Button icon={Pencil} onClick={() => edit(true)}>
              {t("email.edit")}
            </Button>
          )}
        </EmailPreview>
      )}
      {mayChange && !isEditing && (
        <div className="al:flex al:flex-wrap al:gap-2">
          <Button tone="strong" icon={Send} className="al:min-h-9 al:px-4" onClick={() => send("now")}>
            {t("email.send")}
          </Button>
          <Button icon={CalendarClock} className="al:min-h-9" onClick={() => send("later")}>
            {t("email.schedule")}
          </Button>
          {onAgain !== undefined && (
            <Button tone="quiet" icon={RefreshCw} className="al:min-h-9" onClick={() => onAgain(action)}>
              {t("email.draftAgain")}
            </Button>
          )}
        </div>
      )}
      {sending !== undefined && (
        <SendDialog
          draft={draft}
          later={sending === "later"}
          onSend={(when) => doing(() => runtime.client.sendEmail(action.id, { revision: action.revision, ...when }), t(when.at === undefined ? "email.sending" : "email.scheduled"))}
          onClose={() => send(undefined)}
        />
      )}
      {asking === "resend" && (
        <Confirm
          title={t("email.resend")}
          what={t("email.resendTo", { addresses: failed.map((one) => one.address).join(", ") })}
          yes={t("email.resend")}
          calm
          onYes={() => saying(() => runtime.client.resendEmail(action.id), t("email.sending"))}
          onClose={() => ask(undefined)}
        />
      )}
    </>
  );
}
