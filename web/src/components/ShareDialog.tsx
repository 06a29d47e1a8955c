import { useQuery } from "@tanstack/react-query";
import { Ban, Eye, Link2, TriangleAlert } from "lucide-react";
import { useId, useRef, useState } from "react";
import type { Share } from "../api/contract";
import { asProblem, type Problem } from "../api/problem";
import { useAlly } from "../hooks/useAlly";
import { useAppTexts } from "../hooks/useAppTexts";
import { problemWords } from "../hooks/useProblemWords";
import type { Shared } from "../session/desk";
import { keys } from "../session/keys";
import { LINE } from "./apps/look";
import { UrlBox } from "./apps/UrlBox";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { Skeleton } from "./Skeleton";

const DAYS = [1, 7, 30, 90];

/** Makes links to what an action or a conversation is now, for whoever has them, and takes them back. */
export default function ShareDialog({ subject, onClose }: { subject: Shared; onClose(): void }) {
  const { runtime, language, announce } = useAlly();
  const { t, n } = useAppTexts();
  const [days, setDays] = useState(7);
  const [made, setMade] = useState<Share>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const creator = useRef<HTMLButtonElement>(null);
  const key = keys.shares(subject.kind, subject.id);
  const shares = useQuery({ queryKey: key, queryFn: () => runtime.client.shares(subject.kind, subject.id) });
  const create = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setMade(await runtime.client.share({ kind: subject.kind, id: subject.id, days }));
      announce(t("share.made"));
      void runtime.queries.invalidateQueries({ queryKey: key });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  const revoke = async (share: Share) => {
    try {
      const revoked = await runtime.client.revokeShare(share.id);
      runtime.queries.setQueryData<Share[]>(key, (all) => all?.map((one) => (one.id === share.id ? revoked : one)));
      if (made?.id === share.id) setMade(undefined);
      announce(t("share.revoked"));
      // The button that was pressed is gone.
      creator.current?.focus();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const live = (shares.data ?? []).filter((one) => !one.revoked && Date.parse(one.expiresAt) > Date.now());
  return (
    <Dialog title={t("share.title")} onClose={onClose} width={540}>
      <div className="al:flex al:flex-col al:gap-4 al:text-sm">
        <p className="al:font-medium al:wrap-anywhere">{subject.title}</p>
        <p className="al:text-muted">{t(`share.what.${subject.kind}`)}</p>
        <div className="al:flex al:flex-wrap al:items-end al:gap-2">
          <label htmlFor={id} className="al:flex al:flex-col al:gap-1">
            <span className="al:text-xs al:font-medium">{t("share.for")}</span>
            <select id={id} value={days} onChange={(event) => setDays(Number(event.target.value))} className={`${LINE} al:w-auto`}>
              {DAYS.map((one) => (
                <option key={one} value={one}>
                  {n("days", one)}
                </option>
              ))}
            </select>
          </label>
          <Button ref={creator} tone="strong" icon={Link2} className="al:min-h-9" disabled={isBusy} onClick={() => void create()}>
            {t("share.create")}
          </Button>
        </div>
        {problem !== undefined && (
          <p role="alert" className="al:rounded-lg al:bg-danger-soft al:px-3 al:py-2 al:text-danger">
            {problemWords(problem.fields[0] === undefined ? problem : { code: problem.code, message: problem.fields[0].problem }, language)}
          </p>
        )}
        {made?.url !== undefined && (
          <div className="al:flex al:flex-col al:gap-2 al:rounded-lg al:bg-good-soft al:p-3">
            <UrlBox label={t("share.link")} url={made.url} />
            <p className="al:text-xs al:text-muted">{t("share.once")}</p>
          </div>
        )}
        <section aria-label={t("share.links")}>
          <h3 className="al:mb-1 al:text-xs al:font-semibold al:text-muted">{t("share.links")}</h3>
          {shares.isPending ? (
            <Skeleton widths={["80%", "60%"]} />
          ) : shares.isError ? (
            <p role="alert" className="al:flex al:flex-wrap al:items-center al:gap-2 al:text-xs al:text-danger">
              <TriangleAlert aria-hidden size={14} /> {problemWords(asProblem(shares.error), language)}
              <Button tone="quiet" onClick={() => void shares.refetch()}>
                {t("again")}
              </Button>
            </p>
          ) : live.length === 0 ? (
            <p className="al:text-xs al:text-muted">{t("share.none")}</p>
          ) : (
            <ul className="al:flex al:flex-col al:divide-y al:divide-line">
              {live.map((share) => (
                <ShareRow key={share.id} share={share} onRevoke={() => void revoke(share)} />
              ))}
            </ul>
          )}
        </section>
      </div>
    </Dialog>
  );
}

function ShareRow({ share, onRevoke }: { share: Share; onRevoke(): void }) {
  const { t, n, date, dateAndTime } = useAppTexts();
  const made = t("share.madeOn", { date: dateAndTime(share.createdAt) });
  return (
    <li className="al:flex al:flex-wrap al:items-center al:gap-x-3 al:gap-y-1 al:py-2">
      <span className="al:min-w-0 al:grow al:basis-[200px]">
        <span className="al:block">{made}</span>
        <span className="al:flex al:flex-wrap al:items-center al:gap-x-1.5 al:text-xs al:text-muted">
          <Eye aria-hidden size={13} />
          {[n("share.views", share.views), ...(share.lastViewedAt === undefined ? [] : [t("share.lastViewed", { date: dateAndTime(share.lastViewedAt) })]), t("share.until", { date: date(share.expiresAt) })].join(" · ")}
        </span>
      </span>
      <Button tone="danger" icon={Ban} aria-label={`${t("share.revoke")}: ${made}`} onClick={onRevoke}>
        {t("share.revoke")}
      </Button>
    </li>
  );
}
