import { useState } from "react";
import { isAddress } from "../../apps/form";
import { BETA_GROUP } from "../../config/rollout";
import { useConfigTexts } from "../../hooks/useConfig";
import { EmailsField } from "../apps/EmailsField";
import { Button } from "../Button";
import { Dialog } from "../Dialog";
import { Field } from "./Field";

/** Names the people of the beta group, ten to begin with. What that does is shown before it is done. */
export function BetaDialog({ known, onPeople, onClose }: { known: readonly string[]; onPeople(people: string[]): void; onClose(): void }) {
  const { t, n } = useConfigTexts();
  const [people, choose] = useState<string[]>([]);
  const added = people.filter((one) => isAddress(one) && !known.includes(one));
  const isWrong = people.some((one) => !isAddress(one));
  return (
    <Dialog title={n("beta.enable", BETA_GROUP)} onClose={onClose} width={560}>
      <div className="al:flex al:flex-col al:gap-4">
        <p className="al:text-sm">{t("beta.what")}</p>
        <Field label={t("beta.people")} help={t("beta.count", { count: known.length + added.length, most: BETA_GROUP })} error={isWrong ? t("beta.wrong") : undefined}>
          {(aria) => <EmailsField {...aria} value={people} onChange={choose} />}
        </Field>
        <div className="al:flex al:flex-wrap al:justify-end al:gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button tone="strong" disabled={added.length === 0 || isWrong} onClick={() => onPeople(added)}>
            {t("beta.see")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
