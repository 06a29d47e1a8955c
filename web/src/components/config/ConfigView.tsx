import { Star } from "lucide-react";
import { useState } from "react";
import { useReading } from "../../hooks/useAlly";
import { useConfigTexts, useOffice } from "../../hooks/useConfig";
import { useDeskReach } from "../../hooks/useDeskReach";
import { Starting } from "../Standings";
import { AppsTab } from "./AppsTab";
import { AuditTab } from "./AuditTab";
import { OrganizationsTab } from "./OrganizationsTab";
import { PromptTab } from "./PromptTab";
import { RolloutTab } from "./RolloutTab";
import { TabPanel, Tabs } from "./Tabs";

export const CONFIG_TABS = ["prompt", "organizations", "apps", "rollout", "audit"] as const;
export type ConfigTab = (typeof CONFIG_TABS)[number];

const NAME = "ally-config";
const VIEWS = { prompt: PromptTab, organizations: OrganizationsTab, apps: AppsTab, rollout: RolloutTab, audit: AuditTab };

/** The tabs of the desk that are open to the person. A dot marks those where something is not saved; it is kept while one looks elsewhere. */
export default function ConfigView({ tab: given, onTab }: { tab?: ConfigTab | undefined; onTab?: ((tab: ConfigTab) => void) | undefined }) {
  const { t } = useConfigTexts();
  const { edits } = useOffice();
  const unsaved = useReading(edits, () => edits.unsaved);
  const reach = useDeskReach();
  const [own, setOwn] = useState<ConfigTab>("prompt");
  if (reach === undefined) return <Starting />;
  const tabs: readonly ConfigTab[] = reach === "all" ? CONFIG_TABS : ["organizations"];
  const wanted = given ?? own;
  const tab = tabs.includes(wanted) ? wanted : "organizations";
  const View = VIEWS[tab];
  return (
    <section aria-label={t("config")} className="al:flex al:min-h-0 al:grow al:flex-col">
      <header className="al:shrink-0 al:bg-surface al:px-4 al:pt-3 al:@min-[760px]:px-6">
        <h1 className="al:mb-1 al:flex al:items-center al:gap-2 al:text-lg al:font-semibold">
          <Star aria-hidden size={18} className="al:text-star" />
          {t("config")}
        </h1>
        <Tabs
          name={NAME}
          label={t("config.tabs")}
          tab={tab}
          onTab={(next) => {
            setOwn(next);
            onTab?.(next);
          }}
          tabs={tabs.map((id) => ({ id, text: t(`config.tab.${id}`), mark: unsaved.some((name) => name.split("/")[0] === id) ? t("config.unsaved") : undefined }))}
        />
      </header>
      <TabPanel name={NAME} tab={tab} className="ally-scroll al:min-h-0 al:grow al:p-4 al:@min-[760px]:p-6">
        <View />
      </TabPanel>
    </section>
  );
}
