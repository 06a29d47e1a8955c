import { LogIn, ShieldOff, TimerOff, TriangleAlert } from "lucide-react";
import { asProblem } from "../api/problem";
import { useAlly, useTexts } from "../hooks/useAlly";
import { problemWords } from "../hooks/useProblemWords";
import { AllyMark } from "./AllyMark";
import { Blank } from "./Blank";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

/** Ally is being fetched. */
export function Starting() {
  const { t } = useTexts();
  return (
    <div role="status" className="al:flex al:h-full al:grow al:flex-col al:items-center al:justify-center al:gap-4 al:p-8">
      <span className="ally-skeleton al:rounded-xl al:bg-transparent">
        <AllyMark size={52} />
      </span>
      <p className="al:text-sm al:text-muted">{t("starting")}</p>
    </div>
  );
}

export function StartFailed({ thrown, again }: { thrown: unknown; again(): void }) {
  const { language } = useAlly();
  const { t } = useTexts();
  const problem = asProblem(thrown);
  return (
    <Blank
      icon={TriangleAlert}
      title={t("start.failed")}
      role="alert"
      action={
        <Button tone="strong" onClick={again}>
          {t("again")}
        </Button>
      }
    >
      {problemWords(problem, language)}
      {problem.requestId && <div className="al:mt-2 al:text-xs">{t("problem.request", { id: problem.requestId })}</div>}
    </Blank>
  );
}

/** Ally is off for the person; for some of the reasons there is more to say than to ask for access. */
export function NoAccess({ again, reason = "" }: { again?: () => void; reason?: string | undefined }) {
  const { t } = useTexts();
  const isStopped = STOPPED.has(reason);
  return (
    <Blank icon={ShieldOff} title={t(isStopped ? "noAccess.stopped" : "noAccess")} role="status" action={again && <Button onClick={again}>{t("again")}</Button>}>
      {t(isStopped ? "noAccess.stoppedWhy" : INACTIVE.has(reason) ? "noAccess.inactiveWhy" : DENIED.has(reason) ? "noAccess.personWhy" : "noAccess.why")}
    </Blank>
  );
}

const STOPPED = new Set(["environment_off", "kill_switch", "organization_switch"]);
const INACTIVE = new Set(["inactive_person", "disabled_domain", "inactive_organization"]);
const DENIED = new Set(["person_switch", "denied"]);

export function SignedOut({ again }: { again(): void }) {
  const { t } = useTexts();
  return (
    <Blank
      icon={LogIn}
      title={t("signedOut")}
      role="status"
      action={
        <Button tone="strong" onClick={again}>
          {t("again")}
        </Button>
      }
    >
      {t("signedOut.why")}
    </Blank>
  );
}

/** The session ran out in the middle of things: nothing that was written is lost. */
export function SessionExpired() {
  const { runtime } = useAlly();
  const { t } = useTexts();
  const again = () => void runtime.queries.invalidateQueries();
  return (
    <Dialog title={t("expired")} onClose={again} width={420}>
      <div className="al:flex al:gap-3 al:text-sm">
        <TimerOff aria-hidden size={20} className="al:text-warn" />
        <p>{t("expired.why")}</p>
      </div>
      <div className="al:mt-5 al:flex al:justify-end al:gap-2">
        <Button onClick={() => location.reload()}>{t("reload")}</Button>
        <Button tone="strong" onClick={again}>
          {t("expired.again")}
        </Button>
      </div>
    </Dialog>
  );
}
