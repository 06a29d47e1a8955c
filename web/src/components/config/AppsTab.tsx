import { useQuery, useQueryClient } from "@tanstack/react-query";
import { LayoutGrid } from "lucide-react";
import type { AppConfig } from "../../api/config";
import { configKeys } from "../../config/office";
import { useConfigTexts, useOffice } from "../../hooks/useConfig";
import { useOrganizations } from "../../hooks/useOrganizations";
import { useChanging } from "../../hooks/useSetting";
import { Blank } from "../Blank";
import { Switch } from "../Switch";
import { Box } from "./Box";
import { Loaded } from "./Loaded";
import { Note } from "./Note";
import { PickSome } from "./PickSome";
import { SaveRow } from "./SaveRow";

/** The roles that the platform knows. */
const ROLES = ["superadmin", "admin", "expert", "supervisor", "especialista", "user", "context_reviewer"];

/** The apps: which are on, and for whom. */
export function AppsTab() {
  const { t } = useConfigTexts();
  const { calls } = useOffice();
  const query = useQuery({ queryKey: configKeys.apps, queryFn: calls.apps });
  return (
    <Loaded query={query}>
      {(apps) =>
        apps.length === 0 ? (
          <Blank small icon={LayoutGrid} title={t("apps.none")} />
        ) : (
          <div className="al:grid al:grid-cols-1 al:items-start al:gap-5 al:@min-[860px]:grid-cols-2">
            {apps.map((app) => (
              <AppForm key={app.id} inForce={app} />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}

function AppForm({ inForce }: { inForce: AppConfig }) {
  const texts = useConfigTexts();
  const { t } = texts;
  const { calls } = useOffice();
  const { rows } = useOrganizations();
  const queries = useQueryClient();
  const setting = useChanging<AppConfig>({
    name: `apps/${inForce.id}`,
    queryKey: configKeys.apps,
    save: calls.saveApp,
    saved: (app) => queries.setQueryData<AppConfig[]>(configKeys.apps, (apps) => apps?.map((one) => (one.id === app.id ? app : one))),
  });
  const now = { ...inForce, ...setting.edit };
  // A list without anybody would count as all.
  const isNobody = now.organizations?.length === 0 || now.roles?.length === 0;
  const name = inForce.name[texts.language];
  const write = (change: Partial<AppConfig>) => setting.write(inForce, change);
  return (
    <Box title={name} what={inForce.description[texts.language]}>
      <Switch label={t("app.active")} on={now.active} onChange={(active) => write({ active })}>
        {t(now.active ? "app.isOn" : "app.isOff")}
      </Switch>
      <PickSome name={`organizations-${inForce.id}`} label={t("config.tab.organizations")} all={t("app.organizationsAll")} some={t("app.organizationsSome")} choices={rows} picked={now.organizations} onChange={(organizations) => write({ organizations })} />
      <PickSome name={`roles-${inForce.id}`} label={t("app.roles")} all={t("app.rolesAll")} some={t("app.rolesSome")} choices={ROLES.map((role) => ({ id: role, name: role }))} picked={now.roles} onChange={(roles) => write({ roles })} />
      {isNobody && (
        <Note tone="warn" role="status">
          {t("app.nobody")}
        </Note>
      )}
      <SaveRow name={name} isChanged={setting.edit !== undefined && !isNobody} isBehind={setting.isBehind} onSave={(why) => setting.save(inForce, why)} onDiscard={setting.discard} />
    </Box>
  );
}
