import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { OrganizationConfig } from "../../api/config";
import { configKeys } from "../../config/office";
import { useConfigTexts, useOffice } from "../../hooks/useConfig";
import { useSetting } from "../../hooks/useSetting";
import { FIELD } from "../apps/look";
import { Switch } from "../Switch";
import { Box } from "./Box";
import { Field } from "./Field";
import { Loaded } from "./Loaded";
import { NamesField } from "./NamesField";
import { NumberField } from "./NumberField";
import { PickSome } from "./PickSome";
import { SaveRow } from "./SaveRow";

/** What one organization is set to: its prompt, whom it works with, its apps, what is remembered, and its limits. */
export function OrganizationForm({ id }: { id: string }) {
  const texts = useConfigTexts();
  const { t } = texts;
  const { calls } = useOffice();
  const setting = useSetting<OrganizationConfig>({ name: `organizations/${id}`, queryKey: configKeys.organization(id), read: () => calls.organization(id), save: calls.saveOrganization });
  const apps = useQuery({ queryKey: configKeys.apps, queryFn: calls.apps });
  return (
    <Loaded query={setting.query}>
      {(inForce) => {
        const now = { ...inForce, ...setting.edit };
        const { collaborationSettings: together, memorySettings: memory, limits } = now;
        const write = (change: Partial<OrganizationConfig>) => setting.write(inForce, change);
        const collaborate = (change: Partial<typeof together>) => write({ collaborationSettings: { ...together, ...change } });
        return (
          <Box title={inForce.name}>
            <Field label={t("organization.prompt")} help={t("organization.promptHelp")}>
              {(aria) => <textarea {...aria} rows={6} maxLength={20_000} value={now.organizationPrompt} onChange={(event) => write({ organizationPrompt: event.target.value })} className={`ally-scroll ${FIELD} al:resize-y al:py-2`} />}
            </Field>
            <Part title={t("organization.collaboration")}>
              <Switch label={t("organization.crossOrg")} on={together.allowCrossOrgSharing} onChange={(allowCrossOrgSharing) => collaborate({ allowCrossOrgSharing })}>
                {t("organization.crossOrgHelp")}
              </Switch>
              <Switch label={t("organization.verify")} on={together.requireEmailVerification} onChange={(requireEmailVerification) => collaborate({ requireEmailVerification })}>
                {t("organization.verifyHelp")}
              </Switch>
              <NamesField label={t("organization.externalDomains")} add={t("shares.addDomain")} placeholder="example.com" names={together.allowedExternalDomains} none={t("organization.externalNone")} onChange={(allowedExternalDomains) => collaborate({ allowedExternalDomains })} />
              <NumberField label={t("organization.externalMost")} value={together.maxExternalCollaborators} least={0} most={50} onChange={(maxExternalCollaborators) => collaborate({ maxExternalCollaborators })} />
            </Part>
            <Part title={t("config.tab.apps")}>
              <PickSome
                name={`apps-${id}`}
                label={t("organization.apps")}
                all={t("organization.appsAll")}
                some={t("organization.appsSome")}
                choices={(apps.data ?? []).map((app) => ({ id: app.id, name: app.name[texts.language] }))}
                picked={now.enabledApps}
                onChange={(enabledApps) => write({ enabledApps })}
              />
            </Part>
            <Part title={t("memory")}>
              <Switch label={t("organization.memory")} on={memory.enabled} onChange={(enabled) => write({ memorySettings: { ...memory, enabled } })}>
                {t("organization.memoryHelp")}
              </Switch>
              <NumberField label={t("organization.retention")} help={t("organization.retentionHelp")} value={memory.retentionDays} least={0} most={3650} onChange={(retentionDays) => write({ memorySettings: { ...memory, retentionDays } })} />
            </Part>
            <Part title={t("organization.limits")}>
              <div className="al:grid al:gap-4 al:@min-[480px]:grid-cols-2">
                <NumberField label={t("organization.perMinute")} help={t("organization.platform")} value={limits.messagesPerMinute} least={0} most={1000} onChange={(messagesPerMinute) => write({ limits: { ...limits, messagesPerMinute } })} />
                <NumberField label={t("organization.perDay")} help={t("organization.platform")} value={limits.tokensPerDay} least={0} most={1_000_000_000} onChange={(tokensPerDay) => write({ limits: { ...limits, tokensPerDay } })} />
              </div>
            </Part>
            <SaveRow name={inForce.name} isChanged={setting.edit !== undefined} isBehind={setting.isBehind} onSave={(why) => setting.save(inForce, why)} onDiscard={setting.discard} />
          </Box>
        );
      }}
    </Loaded>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="al:flex al:flex-col al:gap-4 al:border-t al:border-line al:pt-4">
      <h3 className="al:text-sm al:font-semibold al:text-muted">{title}</h3>
      {children}
    </section>
  );
}
