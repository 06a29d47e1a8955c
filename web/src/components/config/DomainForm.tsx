import type { DomainConfig } from "../../api/config";
import { configKeys } from "../../config/office";
import { useConfigTexts, useOffice } from "../../hooks/useConfig";
import { useSetting } from "../../hooks/useSetting";
import { FIELD } from "../apps/look";
import { Box } from "./Box";
import { Field } from "./Field";
import { Loaded } from "./Loaded";
import { SaveRow } from "./SaveRow";

/** What the people of one domain are told beyond their organization. */
export function DomainForm({ id }: { id: string }) {
  const { t } = useConfigTexts();
  const { calls } = useOffice();
  const setting = useSetting<DomainConfig>({ name: `organizations/domain/${id}`, queryKey: configKeys.domain(id), read: () => calls.domain(id), save: calls.saveDomain });
  return (
    <Loaded query={setting.query}>
      {(inForce) => (
        <Box title={t("domain", { name: inForce.name })}>
          <Field label={t("domain.prompt")} help={t("domain.promptHelp")}>
            {(aria) => <textarea {...aria} rows={4} maxLength={20_000} value={setting.edit?.domainPrompt ?? inForce.domainPrompt} onChange={(event) => setting.write(inForce, { domainPrompt: event.target.value })} className={`ally-scroll ${FIELD} al:resize-y al:py-2`} />}
          </Field>
          <SaveRow name={inForce.name} isChanged={setting.edit !== undefined} isBehind={setting.isBehind} onSave={(why) => setting.save(inForce, why)} onDiscard={setting.discard} />
        </Box>
      )}
    </Loaded>
  );
}
