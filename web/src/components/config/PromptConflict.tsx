import type { Words } from "../../api/config";
import type { Conflict } from "../../config/draft";
import { tidied, wordsOf } from "../../config/words";
import { useConfigTexts, useOffice, useSay } from "../../hooks/useConfig";
import { Button } from "../Button";
import { CopyButton } from "../CopyButton";
import { Dialog } from "../Dialog";
import { plain, TextDiff } from "./TextDiff";
import { Note } from "./Note";

/** Somebody was faster: both texts, and a way on with either. Neither is lost. */
export function PromptConflict({ mine, conflict: { over, theirs } }: { mine: Words; conflict: Conflict }) {
  const texts = useConfigTexts();
  const { t, number } = texts;
  const { draft } = useOffice();
  const say = useSay();
  const at = theirs.at === undefined ? "" : texts.dateAndTime(theirs.at);
  const keepMine = () => draft.settle(mine);
  const takeTheirs = () => {
    draft.settle(wordsOf(theirs));
    say(t("conflict.took"), { label: t("conflict.back"), run: () => draft.write(mine) });
  };
  return (
    <Dialog title={t("conflict")} onClose={keepMine} width={980}>
      <div className="al:flex al:flex-col al:gap-4">
        <Note tone="warn" role="alert">
          {over === "draft" ? t("conflict.draft", { who: theirs.author, at }) : t("conflict.version", { who: theirs.author, at, version: number(theirs.version), why: theirs.why })}
        </Note>
        <section aria-label={t("conflict.difference")}>
          <h3 className="al:mb-2 al:text-sm al:font-semibold">{t("conflict.difference")}</h3>
          <div className="ally-scroll al:max-h-[30vh] al:rounded-md al:border al:border-line al:p-3" tabIndex={0} role="group" aria-label={t("conflict.difference")}>
            <TextDiff before={theirs} after={mine} none={t("prompt.noChanges")} />
          </div>
        </section>
        <div className="al:grid al:gap-4 al:@min-[760px]:grid-cols-2">
          <Whole title={over === "draft" ? t("conflict.theirs") : t("prompt.inForce", { version: number(theirs.version) })} words={theirs} />
          <Whole title={t("conflict.mine")} words={mine} />
        </div>
        <div className="al:flex al:flex-wrap al:justify-end al:gap-2">
          <Button onClick={takeTheirs}>{t("conflict.takeTheirs")}</Button>
          <Button tone="strong" onClick={keepMine}>
            {t("conflict.keepMine")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Whole({ title, words }: { title: string; words: Words }) {
  const texts = useConfigTexts();
  const text = plain(tidied(wordsOf(words)), texts);
  return (
    <section aria-label={title} className="al:min-w-0">
      <div className="al:mb-1 al:flex al:items-center al:justify-between al:gap-2">
        <h3 className="al:text-sm al:font-semibold">{title}</h3>
        <CopyButton text={text} />
      </div>
      <pre tabIndex={0} className="ally-scroll al:max-h-[28vh] al:rounded-md al:bg-sunken al:p-3 al:font-sans al:text-xs al:whitespace-pre-wrap">
        {text}
      </pre>
    </section>
  );
}
