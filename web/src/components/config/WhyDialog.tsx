import { type ReactNode, useState } from "react";
import { SHORTEST_WHY } from "../../api/config";
import { asProblem, type Problem } from "../../api/problem";
import { useAlly } from "../../hooks/useAlly";
import { useConfigTexts } from "../../hooks/useConfig";
import { problemWords } from "../../hooks/useProblemWords";
import { LINE } from "../apps/look";
import { Button } from "../Button";
import { Dialog } from "../Dialog";
import { Spinner } from "../Spinner";
import { Field } from "./Field";
import { Note } from "./Note";

export interface WhyDialogProps {
  title: string;
  /** What follows from it. */
  children?: ReactNode;
  /** The words on the button that does it. */
  yes: string;
  danger?: boolean;
  width?: number;
  shortest?: number;
  longest?: number;
  disabled?: boolean;
  /** Does it; what fails throws a Problem, which is said here. */
  onYes(why: string): Promise<void>;
  onClose(): void;
}

/** Asks before a change, and for a line on why, which the trail keeps. */
export function WhyDialog({ title, children, yes, danger = false, width = 480, shortest = SHORTEST_WHY, longest = 300, disabled = false, onYes, onClose }: WhyDialogProps) {
  const { language } = useAlly();
  const { t } = useConfigTexts();
  const [why, write] = useState("");
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const isShort = why.trim().length < shortest;
  const submit = async () => {
    setTried(true);
    if (isShort || isBusy || disabled) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await onYes(why.trim());
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };
  const about = problem?.fields.map(({ problem: words }) => words).join(" ");
  return (
    <Dialog title={title} onClose={onClose} width={width}>
      <form
        className="al:flex al:flex-col al:gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children}
        <Field label={t("config.why")} help={t("config.whyHelp")} error={isTried && isShort ? t("config.whyShort", { count: shortest }) : undefined}>
          {(aria) => <input {...aria} type="text" autoComplete="off" maxLength={longest} value={why} onChange={(event) => write(event.target.value)} className={LINE} />}
        </Field>
        {problem !== undefined && (
          <Note tone="danger" role="alert">
            {problemWords(problem, language)} {about}
          </Note>
        )}
        <div className="al:flex al:flex-wrap al:justify-end al:gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" tone={danger ? "danger" : "strong"} disabled={isBusy || disabled}>
            {isBusy && <Spinner size={14} />}
            {yes}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
