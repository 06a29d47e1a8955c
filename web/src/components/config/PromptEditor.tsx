import { useState } from "react";
import { LONGEST_PROMPT, type Superprompt, type Words } from "../../api/config";
import type { DraftState } from "../../config/draft";
import { lengthOfLists, LISTS, sameWords } from "../../config/words";
import { useAlly } from "../../hooks/useAlly";
import { useConfigTexts, useOffice, useSay } from "../../hooks/useConfig";
import { problemWords } from "../../hooks/useProblemWords";
import { BOX, FIELD } from "../apps/look";
import { Button } from "../Button";
import { Field } from "./Field";
import { Note } from "./Note";
import { PublishDialog } from "./PublishDialog";
import { TextList } from "./TextList";

/** Writes the super prompt. What is written is kept as a draft by itself, and holds once it is published. */
export function PromptEditor({ active, state }: { active: Superprompt; state: DraftState }) {
  const texts = useConfigTexts();
  const { t, number } = texts;
  const { draft } = useOffice();
  const say = useSay();
  const [isPublishing, publish] = useState(false);
  const { words } = state;
  const isChanged = !sameWords(words, active);
  const write = (change: Partial<Words>) => draft.write({ ...words, ...change });
  const lists = lengthOfLists(words);
  const isLong = words.systemPrompt.length > LONGEST_PROMPT || lists > LONGEST_PROMPT;
  const isBehind = isChanged && state.conflict === undefined && (state.on !== active.version || (state.keeping === "kept" && state.keptAt !== undefined && active.at !== undefined && state.keptAt < Date.parse(active.at)));
  const drop = async () => {
    const before = words;
    if (await draft.drop(active)) say(t("prompt.dropped"), { label: t("undo"), run: () => draft.write(before) });
  };
  return (
    <section aria-label={t("prompt.editor")} className={`${BOX} al:flex al:min-w-0 al:flex-col al:gap-4`}>
      <div className="al:flex al:flex-wrap al:items-center al:justify-between al:gap-x-4 al:gap-y-2">
        <p className="al:min-w-0 al:text-xs al:text-muted">
          <strong className="al:text-sm al:font-semibold al:text-ink">{active.version === 0 ? t("prompt.builtIn") : t("prompt.inForce", { version: number(active.version) })}</strong>
          {active.author !== "" && <span className="al:block al:truncate">{`${active.author}${active.at === undefined ? "" : ` · ${texts.dateAndTime(active.at)}`}`}</span>}
        </p>
        <Kept state={state} isChanged={isChanged} />
      </div>
      {isBehind && (
        <Note tone="warn" role="status" action={<Button onClick={() => draft.face(active)}>{t("prompt.seeBoth")}</Button>}>
          {t("prompt.behind", { version: number(active.version) })}
        </Note>
      )}
      <Field label={t("prompt.text")} help={t("prompt.length", { count: number(words.systemPrompt.length), most: number(LONGEST_PROMPT) })} error={words.systemPrompt.length > LONGEST_PROMPT ? t("prompt.tooLong", { count: number(words.systemPrompt.length), most: number(LONGEST_PROMPT) }) : undefined}>
        {(aria) => <textarea {...aria} rows={12} value={words.systemPrompt} onChange={(event) => write({ systemPrompt: event.target.value })} className={`ally-scroll ${FIELD} al:resize-y al:py-2 al:leading-relaxed`} />}
      </Field>
      {LISTS.map((list) => (
        <TextList key={list} name={list} entries={words[list]} onChange={(entries) => write({ [list]: entries })} />
      ))}
      {lists > LONGEST_PROMPT && (
        <Note tone="danger" role="alert">
          {t("prompt.listsTooLong", { count: number(lists), most: number(LONGEST_PROMPT) })}
        </Note>
      )}
      <div className="al:flex al:flex-wrap al:justify-end al:gap-2 al:border-t al:border-line al:pt-4">
        <Button tone="quiet" disabled={!isChanged && !state.isDraft} onClick={() => void drop()}>
          {t("prompt.drop")}
        </Button>
        <Button tone="strong" disabled={!isChanged || isLong || isBehind} onClick={() => publish(true)}>
          {t("prompt.publish")}
        </Button>
      </div>
      {isPublishing && <PublishDialog active={active} words={words} onClose={() => publish(false)} />}
    </section>
  );
}

/** Whether what was written is kept. */
function Kept({ state, isChanged }: { state: DraftState; isChanged: boolean }) {
  const texts = useConfigTexts();
  const { t } = texts;
  const { language } = useAlly();
  const { draft } = useOffice();
  if (state.keeping === "failed")
    return (
      <Note tone="danger" role="alert" action={<Button onClick={() => void draft.save()}>{t("again")}</Button>}>
        {t("prompt.notKept")} {state.problem && problemWords(state.problem, language)}
      </Note>
    );
  const words =
    state.keeping === "waiting" || state.keeping === "saving"
      ? t("prompt.keeping")
      : state.keeping === "conflict"
        ? t("config.unsaved")
        : !isChanged
          ? t("prompt.same")
          : state.keptAt === undefined
            ? t("prompt.draft")
            : t("prompt.kept", { at: texts.time(new Date(state.keptAt).toISOString()) });
  return (
    <p role="status" className="al:text-xs al:text-muted">
      {words}
    </p>
  );
}
