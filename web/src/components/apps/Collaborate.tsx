import { Link2, LogOut, TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import type { AppInfo, Collaboration } from "../../api/contract";
import { asProblem } from "../../api/problem";
import { invitationsOf, type NewInvitation } from "../../api/results";
import { useAlly } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import { useConversation } from "../../hooks/useConversations";
import { useCollaboration } from "../../hooks/useCollaboration";
import { problemWords } from "../../hooks/useProblemWords";
import { useRun } from "../../hooks/useRun";
import { Blank } from "../Blank";
import { Button } from "../Button";
import { Confirm } from "../Confirm";
import { Skeleton } from "../Skeleton";
import { Switch } from "../Switch";
import { AppForm } from "./AppForm";
import { Invitations } from "./Invitations";
import { BOX } from "./look";
import { People } from "./People";
import { UrlBox } from "./UrlBox";

/** Who takes part in a conversation, who is invited, and what they may do. */
export function Collaborate({ app, conversationId }: { app: AppInfo; conversationId: string }) {
  const { runtime, language } = useAlly();
  const { t } = useAppTexts();
  const { found, deeds } = useCollaboration(conversationId);
  const conversation = useConversation(conversationId).data;
  const [isLeaving, leave] = useState(false);
  const view = found.data;
  if (view === undefined)
    return found.isError ? (
      <Blank small icon={TriangleAlert} title={t("people.failed")} role="alert" action={<Button onClick={() => void found.refetch()}>{t("again")}</Button>}>
        {problemWords(asProblem(found.error), language)}
      </Blank>
    ) : (
      <div className="al:p-4">
        <Skeleton widths={["60%", "92%", "78%"]} height={16} />
      </div>
    );
  return (
    <div className="al:flex al:flex-col al:gap-6 al:p-4">
      {view.mayManage && <Invite app={app} conversationId={conversationId} view={view} onInvited={() => void found.refetch()} />}
      <People view={view} conversationId={conversationId} deeds={deeds} />
      {view.mayManage && <Invitations invitations={view.invitations ?? []} deeds={deeds} />}
      {view.mayManage && (
        <Switch label={t("people.comments")} on={view.commentsToAlly} onChange={(on) => void deeds.letCommentsToAlly(on)}>
          {t("people.commentsWhy")}
        </Switch>
      )}
      <div className="al:flex al:flex-wrap al:gap-2">
        {view.mayManage && (
          <Button icon={Link2} onClick={() => runtime.desk.share({ kind: "conversation", id: conversationId, title: conversation?.title || t("conversations.untitled") })}>
            {t("share.conversation")}
          </Button>
        )}
        {view.owner.userId !== runtime.person.userId && (
          <Button tone="danger" icon={LogOut} onClick={() => leave(true)}>
            {t("people.leave")}
          </Button>
        )}
      </div>
      {isLeaving && <Confirm title={t("people.leave")} what={t("people.leaveWhat")} yes={t("people.leave")} onYes={deeds.leave} onClose={() => leave(false)} />}
    </div>
  );
}

function Invite({ app, conversationId, view, onInvited }: { app: AppInfo; conversationId: string; view: Collaboration; onInvited(): void }) {
  const { announce } = useAlly();
  const { t, n } = useAppTexts();
  const { isBusy, problem, run } = useRun("collaborate", conversationId);
  const [invited, setInvited] = useState<NewInvitation[]>([]);
  const [turn, setTurn] = useState(0);
  const id = useId();
  const withLinks = invited.filter((one) => one.url !== undefined || one.whatsappUrl !== undefined);
  const mailed = invited.filter((one) => one.method === "email");
  return (
    <section aria-labelledby={id} className={BOX}>
      <h3 id={id} className="al:mb-1 al:text-sm al:font-semibold">
        {t("invite")}
      </h3>
      <p className="al:mb-3 al:text-xs al:text-muted">{policyWords(view.policy, { t, n })}</p>
      <AppForm
        key={turn}
        fields={app.fields}
        conversationId={conversationId}
        submit={t("invite.send")}
        busy={t("invite.sending")}
        isBusy={isBusy}
        problem={problem}
        onSubmit={(inputs) =>
          void run(inputs).then((action) => {
            if (action === undefined) return;
            const made = invitationsOf(action);
            setInvited(made);
            setTurn((now) => now + 1);
            announce(n("invite.done", made.length));
            onInvited();
          })
        }
      />
      {invited.length > 0 && (
        <div className="al:mt-4 al:flex al:flex-col al:gap-2 al:rounded-lg al:bg-good-soft al:p-3 al:text-sm">
          <p className="al:text-good">{mailed.length > 0 ? n("invite.mailed", mailed.length) : t("invite.ready")}</p>
          {withLinks.map((one) => (
            <UrlBox key={one.id} label={t("invite.link")} {...(one.url === undefined ? {} : { url: one.url })} {...(one.whatsappUrl === undefined ? {} : { whatsappUrl: one.whatsappUrl })} />
          ))}
          {withLinks.length > 0 && <p className="al:text-xs al:text-muted">{t("invite.once")}</p>}
        </div>
      )}
    </section>
  );
}

/** Who may be invited, as the organization has it. */
function policyWords({ external, domains, maximum, used }: Collaboration["policy"], { t, n }: Pick<ReturnType<typeof useAppTexts>, "t" | "n">): string {
  if (!external) return t("policy.inside");
  const who = domains.length > 0 ? t("policy.domains", { domains: domains.join(", ") }) : t("policy.anybody");
  return maximum !== undefined ? `${who} ${n("policy.most", maximum, { used })}` : who;
}
