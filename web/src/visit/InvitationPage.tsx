import { CircleCheck, Link2Off, MailOpen } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import type { InvitationView } from "../api/contract";
import { asProblem, type Problem } from "../api/problem";
import type { Visit } from "../api/visit";
import { Blank } from "../components/Blank";
import { Button } from "../components/Button";
import { Skeleton } from "../components/Skeleton";
import { Failed, wordsOf } from "./Failed";
import { guestSession } from "./guest";
import { useVisitTexts } from "./texts";
import { useVisit } from "./useVisit";
import { Verify } from "./Verify";

/** An invitation: who invites to what, and a way to accept or decline it. Looking at it uses nothing up. */
export default function InvitationPage({ visit, token }: { visit: Visit; token: string }) {
  const { t } = useVisitTexts();
  const { data, problem, again } = useVisit(useCallback(() => (token === "" ? Promise.resolve(undefined) : visit.invitation(token)), [visit, token]));
  const [ended, end] = useState<{ declined: true } | { conversationId: string }>();
  useEffect(() => {
    document.title = `${t("invitation")} · Ally`;
  }, [t]);
  if (token === "")
    return (
      <Blank icon={Link2Off} title={t("invitation.noToken")} role="alert">
        {t("invitation.noTokenWhy")}
      </Blank>
    );
  if (ended !== undefined && "declined" in ended)
    return (
      <Blank icon={CircleCheck} title={t("invitation.declined")} role="status">
        {t("invitation.declinedWhy")}
      </Blank>
    );
  if (ended !== undefined)
    return (
      <Blank
        icon={CircleCheck}
        title={t("invitation.accepted")}
        role="status"
        action={
          <a href={`/?conversation=${encodeURIComponent(ended.conversationId)}`} className="al:flex al:min-h-9 al:items-center al:rounded-md al:bg-accent al:px-4 al:text-sm al:font-medium al:text-on-accent al:no-underline al:touch:min-h-11">
            {t("invitation.open")}
          </a>
        }
      />
    );
  if (data?.state === "gone" || problem?.status === 404)
    return (
      <Blank icon={Link2Off} title={t("invitation.gone")} role="alert">
        {t("invitation.goneWhy")}
      </Blank>
    );
  if (problem !== undefined) return <Failed problem={problem} again={again} />;
  if (data === undefined) return <Skeleton widths={["60%", "92%", "78%"]} height={16} />;
  return (
    <Pending
      invitation={data}
      onAccept={async () => end({ conversationId: (await visit.accept(token)).conversationId })}
      onDecline={async () => {
        await visit.decline(token);
        end({ declined: true });
      }}
      onGone={again}
      verify={
        data.member ? undefined : (
          <Verify
            onSend={async (email) => void (await visit.sendCode(token, email))}
            onVerify={async (email, code) => {
              const { token: session, expiresAt } = await visit.verify(token, email, code);
              guestSession.keep({ token: session, expiresAt });
              location.assign("/guest");
            }}
          />
        )
      }
    />
  );
}

interface PendingProps {
  invitation: InvitationView;
  onAccept(): Promise<void>;
  onDecline(): Promise<void>;
  /** It was used or revoked meanwhile. */
  onGone(): void;
  verify: ReactNode;
}

function Pending({ invitation, onAccept, onDecline, onGone, verify }: PendingProps) {
  const { t, dateAndTime } = useVisitTexts();
  const [isBusy, setBusy] = useState(false);
  const [isDeclining, decline] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const doing = async (deed: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await deed();
    } catch (thrown) {
      const failed = asProblem(thrown);
      if (failed.status === 404) onGone();
      else setProblem(failed);
    } finally {
      setBusy(false);
    }
  };
  const line = (label: string, value: string) => (
    <div className="al:flex al:flex-wrap al:gap-x-3">
      <dt className="al:w-32 al:text-muted">{label}</dt>
      <dd className="al:min-w-0 al:font-medium al:wrap-anywhere">{value}</dd>
    </div>
  );
  return (
    <article className="al:my-auto al:flex al:flex-col al:gap-5 al:rounded-xl al:border al:border-line al:bg-surface al:p-6 al:shadow-low">
      <span className="al:flex al:size-12 al:items-center al:justify-center al:rounded-xl al:bg-accent-soft al:text-accent-text">
        <MailOpen aria-hidden size={24} />
      </span>
      <h1 className="al:text-lg al:font-semibold al:wrap-anywhere">{t("invitation.title", { who: invitation.invitedBy })}</h1>
      <dl className="al:flex al:flex-col al:gap-2 al:text-sm">
        {line(t("invitation.organization"), invitation.organization)}
        {invitation.conversationTitle && line(t("invitation.conversation"), invitation.conversationTitle)}
        {line(t("invitation.level"), t(`invitation.level.${invitation.level}`))}
        {invitation.address && line(t("invitation.for"), invitation.address)}
        {line(t("invitation.expires"), dateAndTime(invitation.expiresAt))}
      </dl>
      {invitation.message && <blockquote className="al:rounded-lg al:bg-sunken al:px-4 al:py-3 al:text-sm al:wrap-anywhere al:whitespace-pre-wrap">{invitation.message}</blockquote>}
      {problem !== undefined && (
        <p role="alert" className="al:rounded-lg al:bg-danger-soft al:px-4 al:py-3 al:text-sm al:text-danger">
          {problem.code === "unauthenticated" ? t("invitation.signIn") : wordsOf(problem, t)}
        </p>
      )}
      {isDeclining ? (
        <div role="group" aria-label={t("invitation.declineSure")} className="al:flex al:flex-wrap al:items-center al:gap-2 al:text-sm">
          <span className="al:grow">{t("invitation.declineSure")}</span>
          <Button autoFocus onClick={() => decline(false)}>
            {t("invitation.back")}
          </Button>
          <Button tone="danger" disabled={isBusy} onClick={() => void doing(onDecline)}>
            {t("invitation.decline")}
          </Button>
        </div>
      ) : (
        <>
          {verify}
          <div className="al:flex al:flex-wrap al:gap-2">
            {verify === undefined && (
              <Button tone="strong" className="al:min-h-9 al:px-5" disabled={isBusy} onClick={() => void doing(onAccept)}>
                {t("invitation.accept")}
              </Button>
            )}
            <Button className="al:min-h-9" disabled={isBusy} onClick={() => decline(true)}>
              {t("invitation.decline")}
            </Button>
          </div>
        </>
      )}
    </article>
  );
}
