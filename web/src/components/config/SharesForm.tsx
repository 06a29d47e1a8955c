import type { Rollout, RolloutChange } from "../../api/config";
import { changeOf, isNothing, type Shares, sharesOf } from "../../config/rollout";
import { useConfigTexts, useEdit } from "../../hooks/useConfig";
import { useOrganizations } from "../../hooks/useOrganizations";
import { EmailsField } from "../apps/EmailsField";
import { Button } from "../Button";
import { Box } from "./Box";
import { Field } from "./Field";
import { NumberField } from "./NumberField";
import { ShareTable } from "./ShareTable";

/** Whom the stages name: the beta group, shares of domains and organizations, of everybody, and who is kept out to compare. */
export function SharesForm({ rollout, onReview }: { rollout: Rollout; onReview(change: RolloutChange, done: () => void): void }) {
  const { t, n } = useConfigTexts();
  const { rows } = useOrganizations();
  // Only what was touched is kept, so that what somebody else changed meanwhile shows, and stays.
  const [edit, setEdit] = useEdit<Partial<Shares>>("rollout");
  const shares: Shares = { ...sharesOf(rollout), ...edit };
  const change = changeOf(rollout, shares);
  const write = (more: Partial<Shares>) => {
    const next = { ...edit, ...more };
    setEdit(isNothing(changeOf(rollout, { ...sharesOf(rollout), ...next })) ? undefined : next);
  };
  return (
    <Box title={t("shares")} what={t("shares.what")}>
      <Field label={t("shares.people")} help={n("shares.peopleHelp", shares.people.length)}>
        {(aria) => <EmailsField {...aria} value={shares.people} onChange={(people) => write({ people })} />}
      </Field>
      <ShareTable label={t("shares.domains")} add={t("shares.addDomain")} shares={shares.domains} placeholder="example.com" onChange={(domains) => write({ domains })} />
      <ShareTable label={t("shares.organizations")} add={t("shares.addOrganization")} shares={shares.organizations} choices={rows} onChange={(organizations) => write({ organizations })} />
      <div className="al:grid al:gap-4 al:@min-[480px]:grid-cols-2">
        <NumberField label={t("shares.percentage")} help={t("shares.percentageHelp")} value={shares.percentage} least={0} most={100} unit="%" onChange={(percentage) => write({ percentage })} />
        <NumberField label={t("shares.holdout")} help={t("shares.holdoutHelp")} value={shares.holdout} least={0} most={50} unit="%" onChange={(holdout) => write({ holdout })} />
      </div>
      <div className="al:flex al:flex-wrap al:justify-end al:gap-2 al:border-t al:border-line al:pt-4">
        <Button tone="quiet" disabled={edit === undefined} onClick={() => setEdit(undefined)}>
          {t("config.discard")}
        </Button>
        <Button tone="strong" disabled={isNothing(change)} onClick={() => onReview(change, () => setEdit(undefined))}>
          {t("shares.review")}
        </Button>
      </div>
    </Box>
  );
}
