import { useQueryClient } from "@tanstack/react-query";
import type { Superprompt, Words } from "../../api/config";
import { configKeys } from "../../config/office";
import { useConfigTexts, useOffice, useSay } from "../../hooks/useConfig";
import { TextDiff } from "./TextDiff";
import { WhyDialog } from "./WhyDialog";

/** Shows what a new version changes, and puts it in force. Where somebody was faster, both texts are shown instead. */
export function PublishDialog({ active, words, onClose }: { active: Superprompt; words: Words; onClose(): void }) {
  const { t, number } = useConfigTexts();
  const { draft } = useOffice();
  const queries = useQueryClient();
  const say = useSay();
  return (
    <WhyDialog
      title={t("prompt.publishTitle")}
      yes={t("prompt.publishYes")}
      width={720}
      onClose={onClose}
      onYes={async (why) => {
        const published = await draft.publish(why);
        void queries.invalidateQueries({ queryKey: configKeys.versions });
        void queries.invalidateQueries({ queryKey: configKeys.allAudit });
        if (published !== undefined) say(t("prompt.published", { version: number(published.version) }));
        onClose();
      }}
    >
      <p className="al:text-sm">{t("prompt.publishWhat")}</p>
      <div className="ally-scroll al:max-h-[38vh] al:rounded-md al:border al:border-line al:p-3" tabIndex={0} role="group" aria-label={t("prompt.changes")}>
        <TextDiff before={active} after={words} none={t("prompt.noChanges")} />
      </div>
    </WhyDialog>
  );
}
