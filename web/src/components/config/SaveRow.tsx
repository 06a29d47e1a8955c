import { useState } from "react";
import { useConfigTexts } from "../../hooks/useConfig";
import { Button } from "../Button";
import { Note } from "./Note";
import { WhyDialog } from "./WhyDialog";

/** Saves what was changed of something, with a line on why, or discards it. */
export function SaveRow({ name, isChanged, isBehind, shortest, onSave, onDiscard }: { name: string; isChanged: boolean; isBehind: boolean; shortest?: number; onSave(why: string): Promise<void>; onDiscard(): void }) {
  const { t } = useConfigTexts();
  const [isAsking, ask] = useState(false);
  return (
    <>
      {isBehind && isChanged && (
        <Note tone="warn" role="status">
          {t("setting.behind")}
        </Note>
      )}
      <div className="al:flex al:flex-wrap al:items-center al:justify-end al:gap-2 al:border-t al:border-line al:pt-4">
        {isChanged && <span className="al:mr-auto al:text-xs al:text-warn">{t("setting.unsaved")}</span>}
        <Button tone="quiet" disabled={!isChanged} onClick={onDiscard}>
          {t("config.discard")}
        </Button>
        <Button tone="strong" disabled={!isChanged} aria-label={t("setting.saveOf", { name })} onClick={() => ask(true)}>
          {t("setting.save")}
        </Button>
      </div>
      {isAsking && (
        <WhyDialog
          title={t("setting.saveOf", { name })}
          yes={t("save")}
          {...(shortest === undefined ? {} : { shortest })}
          onClose={() => ask(false)}
          onYes={async (why) => {
            await onSave(why);
            ask(false);
          }}
        />
      )}
    </>
  );
}
