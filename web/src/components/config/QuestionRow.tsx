import { Trash2 } from "lucide-react";
import type { SavedQuestion } from "../../api/config";
import type { Tried } from "../../config/trials";
import { useAlly } from "../../hooks/useAlly";
import { useConfigTexts } from "../../hooks/useConfig";
import { problemWords } from "../../hooks/useProblemWords";
import { IconButton } from "../IconButton";
import { Spinner } from "../Spinner";
import { SideBySide } from "./SideBySide";

/** A saved question with what became of it. It can't be taken out while it may be asked. */
export function QuestionRow({ question, tried, onDrop }: { question: SavedQuestion; tried: Tried | undefined; onDrop: (() => void) | undefined }) {
  const { t, number } = useConfigTexts();
  return (
    <li className="al:flex al:flex-col al:gap-2 al:py-3">
      <div className="al:flex al:items-start al:gap-2">
        <p className="al:min-w-0 al:grow al:text-sm al:whitespace-pre-wrap al:[overflow-wrap:anywhere]">{question.text}</p>
        {tried !== undefined && <Sign tried={tried} />}
        <IconButton icon={Trash2} size="small" label={t("questions.drop", { text: question.text })} disabled={onDrop === undefined} onClick={onDrop} />
      </div>
      {tried?.state === "failed" && <Failed tried={tried} />}
      {tried?.state === "done" && (
        <details open={tried.trial.differs} className="al:text-sm">
          <summary className="al:mb-1 al:min-h-7 al:cursor-pointer al:py-1 al:text-xs al:text-accent-text">{t("questions.answers")}</summary>
          <SideBySide before={{ title: t("prompt.inForce", { version: number(tried.trial.active.version) }), text: tried.trial.active.answer }} after={{ title: t("try.draft"), text: tried.trial.draft.answer }} />
        </details>
      )}
    </li>
  );
}

function Failed({ tried }: { tried: Extract<Tried, { state: "failed" }> }) {
  const { language } = useAlly();
  return <p className="al:text-xs al:text-danger">{problemWords(tried.problem, language)}</p>;
}

function Sign({ tried }: { tried: Tried }) {
  const { t } = useConfigTexts();
  const look = "al:shrink-0 al:rounded-full al:px-2 al:py-0.5 al:text-xs al:font-medium";
  switch (tried.state) {
    case "asking":
      return (
        <span className={`${look} al:flex al:items-center al:gap-1.5 al:text-muted`}>
          <Spinner size={12} />
          {t("try.asking")}
        </span>
      );
    case "waiting":
      return <span className={`${look} al:text-muted`}>{t("questions.waiting")}</span>;
    case "failed":
      return <span className={`${look} al:bg-danger-soft al:text-danger`}>{t("questions.failed")}</span>;
    case "done":
      return <span className={`${look} ${tried.trial.differs ? "al:bg-warn-soft al:text-warn" : "al:bg-good-soft al:text-good"}`}>{t(tried.trial.differs ? "questions.differs" : "questions.equal")}</span>;
  }
}
