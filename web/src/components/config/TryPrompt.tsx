import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { LONGEST_QUESTION, type Words } from "../../api/config";
import { asProblem } from "../../api/problem";
import { tidied } from "../../config/words";
import { useAlly } from "../../hooks/useAlly";
import { useConfigTexts, useOffice } from "../../hooks/useConfig";
import { problemWords } from "../../hooks/useProblemWords";
import { FIELD, LINE } from "../apps/look";
import { Button } from "../Button";
import { MarkdownText } from "../MarkdownText";
import { Spinner } from "../Spinner";
import { Field } from "./Field";
import { Note } from "./Note";

/** A question, answered with what is in force and with what is being written, side by side. Nothing of it is kept. */
export function TryPrompt({ words }: { words: Words }) {
  const { t, number } = useConfigTexts();
  const { language, announce } = useAlly();
  const { calls } = useOffice();
  const [question, ask] = useState("");
  const [email, setEmail] = useState("");
  const trying = useMutation({ mutationFn: () => calls.tryPrompt(question.trim(), email.trim(), tidied(words)), onSuccess: () => announce(t("try.done")) });
  const { data } = trying;
  return (
    <form
      className="al:flex al:flex-col al:gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (question.trim() !== "" && !trying.isPending) trying.mutate();
      }}
    >
      <Field label={t("try.question")}>{(aria) => <textarea {...aria} rows={3} maxLength={LONGEST_QUESTION} value={question} onChange={(event) => ask(event.target.value)} className={`ally-scroll ${FIELD} al:resize-y al:py-2`} />}</Field>
      <Field label={t("try.email")} help={t("try.emailHelp")}>
        {(aria) => <input {...aria} type="email" autoComplete="off" value={email} onChange={(event) => setEmail(event.target.value)} className={LINE} />}
      </Field>
      <div className="al:flex al:flex-wrap al:items-center al:gap-3">
        <Button type="submit" tone="strong" disabled={question.trim() === "" || trying.isPending}>
          {trying.isPending && <Spinner size={14} />}
          {t(trying.isPending ? "try.asking" : "try.ask")}
        </Button>
        <span className="al:text-xs al:text-muted">{t("try.what")}</span>
      </div>
      {trying.isError && (
        <Note tone="danger" role="alert">
          {problemWords(asProblem(trying.error), language)}
        </Note>
      )}
      {data !== undefined && (
        <div className="al:grid al:gap-3 al:@min-[640px]:grid-cols-2">
          <Answer title={t("prompt.inForce", { version: number(data.active.version) })} answer={data.active.answer} />
          <Answer title={t("try.draft")} answer={data.draft.answer} />
        </div>
      )}
    </form>
  );
}

function Answer({ title, answer }: { title: string; answer: string }) {
  return (
    <section aria-label={title} className="al:min-w-0 al:rounded-md al:border al:border-line al:p-3">
      <p className="al:mb-2 al:text-xs al:font-semibold al:text-muted">{title}</p>
      <div className="al:text-sm">
        <MarkdownText text={answer} />
      </div>
    </section>
  );
}
