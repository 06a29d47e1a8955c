import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Play, Plus, Square } from "lucide-react";
import { useState } from "react";
import { LONGEST_QUESTION, MOST_QUESTIONS, type SavedQuestion, type Words } from "../../api/config";
import { asProblem } from "../../api/problem";
import { configKeys } from "../../config/office";
import { progressOf, type Run } from "../../config/trials";
import { sameWords } from "../../config/words";
import { useAlly, useReading } from "../../hooks/useAlly";
import { useConfigTexts, useOffice, useSay } from "../../hooks/useConfig";
import { FIELD } from "../apps/look";
import { Button } from "../Button";
import { Field } from "./Field";
import { Loaded } from "./Loaded";
import { Note } from "./Note";
import { QuestionRow } from "./QuestionRow";

/** Questions that are asked of every draft: what is in force and the draft answer each, and what differs is shown. */
export function SavedQuestions({ words }: { words: Words }) {
  const { calls } = useOffice();
  const query = useQuery({ queryKey: configKeys.questions, queryFn: calls.questions });
  return <Loaded query={query}>{(questions) => <Asking questions={questions} words={words} />}</Loaded>;
}

function Asking({ questions, words }: { questions: readonly SavedQuestion[]; words: Words }) {
  const { t, number } = useConfigTexts();
  const { trials } = useOffice();
  const run = useReading(trials, () => trials.run);
  const { add, drop } = useQuestions();
  const [typed, type] = useState("");
  const isRunning = run?.isRunning === true;
  return (
    <div className="al:flex al:flex-col al:gap-4">
      <form
        className="al:flex al:flex-col al:gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") void add(typed.trim()).then((isAdded) => isAdded && type(""));
        }}
      >
        <Field label={t("questions.new")} help={t("questions.count", { count: number(questions.length), most: number(MOST_QUESTIONS) })}>
          {(aria) => <textarea {...aria} rows={2} maxLength={LONGEST_QUESTION} value={typed} onChange={(event) => type(event.target.value)} className={`ally-scroll ${FIELD} al:resize-y al:py-2`} />}
        </Field>
        <div>
          <Button type="submit" icon={Plus} disabled={typed.trim() === "" || questions.length >= MOST_QUESTIONS}>
            {t("questions.add")}
          </Button>
        </div>
      </form>
      {questions.length === 0 ? (
        <p className="al:text-sm al:text-muted">{t("questions.none")}</p>
      ) : (
        <>
          <div className="al:flex al:flex-wrap al:items-center al:gap-3 al:border-t al:border-line al:pt-4">
            {isRunning ? (
              <Button icon={Square} onClick={() => trials.stop()}>
                {t("questions.stop")}
              </Button>
            ) : (
              <Button tone="strong" icon={Play} onClick={() => void trials.start(questions.map((one) => one.id), words)}>
                {t("questions.run")}
              </Button>
            )}
            {run !== undefined && <Progress run={run} />}
          </div>
          {run !== undefined && !isRunning && !sameWords(run.words, words) && (
            <Note tone="warn" role="status">
              {t("questions.old")}
            </Note>
          )}
          <ol aria-label={t("prompt.questions")} className="al:flex al:flex-col al:divide-y al:divide-line">
            {questions.map((question) => (
              <QuestionRow key={question.id} question={question} tried={run?.tried.get(question.id)} onDrop={isRunning ? undefined : () => void drop(question)} />
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function Progress({ run }: { run: Run }) {
  const { t, n, number } = useConfigTexts();
  const { done, of, differ } = progressOf(run);
  return (
    <>
      {run.isRunning && <progress aria-label={t("questions.progress")} max={of} value={done} className="al:h-2 al:w-24 al:accent-accent" />}
      <span role="status" className="al:text-xs al:text-muted">
        {t("questions.done", { done: number(done), of: number(of) })} · {n("questions.differ", differ)}
      </span>
    </>
  );
}

/** What is done to the list; a question that was taken out is put back by the notice. */
function useQuestions() {
  const { t } = useConfigTexts();
  const { calls } = useOffice();
  const { runtime } = useAlly();
  const queries = useQueryClient();
  const say = useSay();
  const put = (change: (questions: SavedQuestion[]) => SavedQuestion[]) => queries.setQueryData<SavedQuestion[]>(configKeys.questions, (known) => known && change(known));
  const done = async (deed: () => Promise<void>): Promise<boolean> => {
    try {
      await deed();
      return true;
    } catch (thrown) {
      runtime.onProblem(asProblem(thrown));
      void queries.invalidateQueries({ queryKey: configKeys.questions });
      return false;
    }
  };
  const add = (text: string) =>
    done(async () => {
      const question = await calls.addQuestion(text);
      put((known) => [...known.filter((one) => one.id !== question.id), question]);
    });
  const drop = (question: SavedQuestion) =>
    done(async () => {
      await calls.dropQuestion(question.id);
      put((known) => known.filter((one) => one.id !== question.id));
      say(t("questions.dropped"), { label: t("undo"), run: () => void add(question.text) });
    });
  return { add, drop };
}
