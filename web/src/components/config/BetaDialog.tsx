import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isAddress } from "../../apps/form";
import { BETA_GROUP, MOST_AT_ONCE } from "../../config/rollout";
import { configKeys } from "../../config/office";
import { useConfigTexts, useOffice } from "../../hooks/useConfig";
import type { RolloutDeeds } from "../../hooks/useRollout";
import { EmailsField } from "../apps/EmailsField";
import { Field } from "./Field";
import { Loaded } from "./Loaded";
import { WhyDialog } from "./WhyDialog";

/** Grants Ally to a group at once: those who are proposed, but for whom one leaves out, and others by their addresses. */
export function BetaDialog({ deeds, onClose }: { deeds: RolloutDeeds; onClose(): void }) {
  const { t, n } = useConfigTexts();
  const { calls } = useOffice();
  const proposal = useQuery({ queryKey: configKeys.candidates, queryFn: () => calls.candidates(BETA_GROUP), gcTime: 0, staleTime: Infinity });
  const [leftOut, leaveOut] = useState<readonly string[]>([]);
  const [others, add] = useState<string[]>([]);
  const taken = (proposal.data ?? []).map((one) => one.email).filter((email) => !leftOut.includes(email));
  const emails = [...new Set([...taken, ...others.filter(isAddress)])];
  const wrong = others.every(isAddress) ? (emails.length > MOST_AT_ONCE ? t("beta.many", { most: MOST_AT_ONCE }) : undefined) : t("beta.wrong");
  return (
    <WhyDialog
      title={n("beta.enable", BETA_GROUP)}
      yes={n("beta.yes", emails.length)}
      width={560}
      longest={500}
      disabled={emails.length === 0 || wrong !== undefined}
      onYes={async (why) => {
        await deeds.grantAll(emails, why);
        onClose();
      }}
      onClose={onClose}
    >
      <p className="al:text-sm">{t("beta.what")}</p>
      <Loaded query={proposal}>
        {(people) =>
          people.length === 0 ? (
            <p className="al:text-sm al:text-muted">{t("beta.nobody")}</p>
          ) : (
            <fieldset className="al:flex al:min-w-0 al:flex-col">
              <legend className="al:mb-1 al:text-sm al:font-medium">{t("beta.candidates")}</legend>
              <ul className="ally-scroll al:max-h-[240px] al:divide-y al:divide-line al:rounded-md al:border al:border-line">
                {people.map(({ userId, email, name }) => (
                  <li key={userId}>
                    <label className="al:flex al:min-h-8 al:items-center al:gap-2 al:px-3 al:py-1 al:text-sm al:touch:min-h-11">
                      <input
                        type="checkbox"
                        checked={!leftOut.includes(email)}
                        onChange={(event) => leaveOut(event.target.checked ? leftOut.filter((one) => one !== email) : [...leftOut, email])}
                        className="al:size-4 al:shrink-0 al:accent-accent"
                      />
                      <span className="al:flex al:min-w-0 al:flex-wrap al:gap-x-2 al:[overflow-wrap:anywhere]">
                        {name || email}
                        {name !== "" && <span className="al:text-muted">{email}</span>}
                      </span>
                    </label>
                  </li>
                ))}
              </ul>
            </fieldset>
          )
        }
      </Loaded>
      <Field label={t("beta.others")} help={t("beta.othersHelp")} error={wrong}>
        {(aria) => <EmailsField {...aria} value={others} onChange={add} />}
      </Field>
    </WhyDialog>
  );
}
