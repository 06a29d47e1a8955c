import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { Preferences } from "../api/contract";
import { asProblem, type Problem } from "../api/problem";
import { useAlly, useTexts } from "../hooks/useAlly";
import { problemWords } from "../hooks/useProblemWords";
import { keys } from "../session/keys";
import { FIELD } from "./apps/look";
import { Button } from "./Button";
import { Field } from "./config/Field";
import { Note } from "./config/Note";
import { Confirm } from "./Confirm";
import { Dialog } from "./Dialog";
import { Skeleton } from "./Skeleton";
import { Spinner } from "./Spinner";

/** How long a person's own instructions may be, in characters. */
const LONGEST = 4000;

/** What a person tells Ally always to mind. What is written is not lost by closing, nor by a change made elsewhere. */
export default function InstructionsDialog({ onClose }: { onClose(): void }) {
  const { runtime, language, announce } = useAlly();
  const { t, number } = useTexts();
  const preferences = useQuery({ queryKey: keys.preferences(), queryFn: runtime.client.preferences, staleTime: 0, gcTime: 0 });
  const [written, write] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const [isLeaving, leave] = useState(false);
  const inForce = preferences.data;
  const text = written ?? inForce?.userPrompt ?? "";
  const isChanged = inForce !== undefined && text.trim() !== inForce.userPrompt;
  const length = [...text].length;
  useEffect(() => {
    if (!isChanged) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [isChanged]);
  const close = () => (isChanged ? leave(true) : onClose());
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (inForce === undefined || !isChanged || isBusy || length > LONGEST) return;
    setBusy(true);
    setProblem(undefined);
    try {
      runtime.queries.setQueryData<Preferences>(keys.preferences(), await runtime.client.changePreferences({ ...inForce, userPrompt: text }));
      announce(t("instructions.saved"));
      runtime.notices.say({ tone: "plain", text: t("instructions.saved") });
      onClose();
    } catch (thrown) {
      // What was changed elsewhere is shown beside what is written here, which is then saved over it.
      if (asProblem(thrown).code === "changed") await preferences.refetch();
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };
  const failure = problem ?? (inForce === undefined && preferences.isError ? asProblem(preferences.error) : undefined);
  const isOvertaken = problem?.code === "changed";
  return (
    <Dialog title={t("instructions")} onClose={close} width={600}>
      <form className="al:flex al:flex-col al:gap-4" onSubmit={(event) => void save(event)}>
        <p className="al:text-sm">{t("instructions.what")}</p>
        {inForce !== undefined ? (
          <Field
            label={t("instructions.text")}
            help={t("instructions.length", { count: number(length), most: number(LONGEST) })}
            error={length > LONGEST ? t("instructions.long", { count: number(length), most: number(LONGEST) }) : undefined}
          >
            {(aria) => <textarea {...aria} rows={8} value={text} onChange={(event) => write(event.target.value)} className={`ally-scroll ${FIELD} al:resize-y al:py-2 al:leading-relaxed`} />}
          </Field>
        ) : (
          failure === undefined && <Skeleton widths={["92%", "78%", "60%"]} height={16} />
        )}
        {failure !== undefined && (
          <Note
            tone={isOvertaken ? "warn" : "danger"}
            role="alert"
            action={inForce === undefined && <Button onClick={() => void preferences.refetch()}>{t("again")}</Button>}
          >
            {isOvertaken ? t("instructions.changed") : problemWords(failure, language)}
          </Note>
        )}
        {isOvertaken && inForce !== undefined && (
          <section aria-label={t("instructions.theirs")} className="al:flex al:flex-col al:items-start al:gap-2">
            <pre tabIndex={0} className="ally-scroll al:max-h-[24vh] al:w-full al:rounded-md al:bg-sunken al:p-3 al:font-sans al:text-xs al:whitespace-pre-wrap al:[overflow-wrap:anywhere]">
              {inForce.userPrompt || t("instructions.none")}
            </pre>
            <Button onClick={() => (write(undefined), setProblem(undefined))}>{t("instructions.take")}</Button>
          </section>
        )}
        <div className="al:flex al:flex-wrap al:justify-end al:gap-2">
          <Button onClick={close}>{t("cancel")}</Button>
          <Button type="submit" tone="strong" disabled={!isChanged || isBusy || length > LONGEST}>
            {isBusy && <Spinner size={14} />}
            {t("save")}
          </Button>
        </div>
      </form>
      {isLeaving && (
        <Confirm title={t("instructions.leave")} what={t("instructions.leaveWhat")} yes={t("instructions.leaveYes")} onYes={() => (onClose(), Promise.resolve(true))} onClose={() => leave(false)} />
      )}
    </Dialog>
  );
}
