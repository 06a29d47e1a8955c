import { CircleAlert, CircleCheck, CircleSlash, LoaderCircle, type LucideIcon, Trash2 } from "lucide-react";
import type { Action } from "../../api/contract";
import { asProblem } from "../../api/problem";
import { useActionDeeds, useActionsOf } from "../../hooks/useActions";
import { useAlly } from "../../hooks/useAlly";
import { useAppTexts } from "../../hooks/useAppTexts";
import { problemWords } from "../../hooks/useProblemWords";
import { Button } from "../Button";
import { IconButton } from "../IconButton";
import { Skeleton } from "../Skeleton";

export const STATUS_ICONS: Record<Action["status"], LucideIcon> = { processing: LoaderCircle, completed: CircleCheck, failed: CircleAlert, cancelled: CircleSlash };

/** What was made with an app in this conversation before. */
export function EarlierActions({ appId, conversationId }: { appId: string; conversationId: string }) {
  const { runtime, language } = useAlly();
  const { t, dateAndTime } = useAppTexts();
  const earlier = useActionsOf(conversationId, appId);
  const deeds = useActionDeeds();
  if (earlier.isPending) return <Skeleton widths={["40%", "80%"]} />;
  if (earlier.isError)
    return (
      <div role="alert" className="al:flex al:flex-wrap al:items-center al:gap-2 al:text-xs al:text-danger">
        {t("earlier.failed")} {problemWords(asProblem(earlier.error), language)}
        <Button tone="quiet" onClick={() => void earlier.refetch()}>
          {t("again")}
        </Button>
      </div>
    );
  if (earlier.data.length === 0) return <p className="al:text-xs al:text-muted">{t("earlier.none")}</p>;
  return (
    <section aria-label={t("earlier")}>
      <h3 tabIndex={-1} className="al:mb-1 al:text-xs al:font-semibold al:text-muted al:outline-none">{t("earlier")}</h3>
      <ul className="al:-mx-2 al:flex al:flex-col">
        {earlier.data.map((action) => {
          const Icon = STATUS_ICONS[action.status];
          return (
            <li key={action.id} className="al:group al:flex al:items-center al:rounded-md al:hover:bg-hover">
              <button type="button" onClick={() => runtime.desk.open({ appId: action.appId, actionId: action.id })} className="al:flex al:min-h-10 al:min-w-0 al:grow al:items-center al:gap-2.5 al:rounded-md al:px-2 al:py-1 al:touch:min-h-11">
                <Icon aria-hidden size={15} className={action.status === "completed" ? "al:text-good" : action.status === "failed" ? "al:text-danger" : "al:text-muted"} />
                <span className="al:min-w-0">
                  <span className="al:block al:truncate al:text-sm">{action.title}</span>
                  <span className="al:block al:text-2xs al:text-muted">{`${t(`status.${action.status}`)} · ${dateAndTime(action.createdAt)}`}</span>
                </span>
              </button>
              {action.mine && (
                <IconButton
                  icon={Trash2}
                  size="small"
                  label={t("action.remove", { title: action.title })}
                  onClick={(event) => {
                    // The row goes, and the focus with it.
                    event.currentTarget.closest("section")?.querySelector("h3")?.focus();
                    void deeds.remove(action);
                  }}
                  className="al:mr-1 al:opacity-0 al:group-focus-within:opacity-100 al:group-hover:opacity-100 al:touch:opacity-100"
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
