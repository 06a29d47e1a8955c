import { Brain, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { MemoryKind, MemorySettings } from "../api/contract";
import type { Place } from "../conversation/place";
import { useAlly, useTexts } from "../hooks/useAlly";
import { useMemory, useMemoryDeeds } from "../hooks/useMemory";
import { problemWords } from "../hooks/useProblemWords";
import { MEMORY_KINDS } from "../memory/order";
import { Blank } from "./Blank";
import { Button } from "./Button";
import { Confirm } from "./Confirm";
import { Dialog } from "./Dialog";
import { Erasure } from "./Erasure";
import { MemoryList } from "./MemoryList";
import { MemoryOff } from "./MemoryOff";
import { PrivacySection } from "./PrivacySection";
import { Skeleton } from "./Skeleton";
import { Switch } from "./Switch";

export interface MemoryDialogProps {
  onOpen(place: Place): void;
  onClose(): void;
}

type Asking = "switch-off" | "forget-all" | "erase";

/** All that Ally remembers of a person's conversations, the switch for it, and what they can do with their data. */
export default function MemoryDialog({ onOpen, onClose }: MemoryDialogProps) {
  const { runtime, language } = useAlly();
  const { t } = useTexts();
  const [kind, setKind] = useState<MemoryKind>();
  const [asking, ask] = useState<Asking>();
  const memory = useMemory({ limit: 30, ...(kind === undefined ? {} : { kind }) });
  // The switch stays where it is while another kind is being read.
  const whole = useMemory({ limit: 30 });
  const settings = whole.settings;
  const deeds = useMemoryDeeds();
  if (asking === "erase") return <Erasure email={runtime.person.userEmail} onBack={() => ask(undefined)} onClose={onClose} />;
  return (
    <Dialog title={t("memory.all")} onClose={onClose} width={640}>
      <div className={`al:flex al:flex-col al:gap-4 ${settings?.enabled === false ? "" : "al:min-h-[40vh]"}`}>
        {settings !== undefined && <MemorySwitch settings={settings} onChange={(on) => (on ? void deeds.switchOn(true) : ask("switch-off"))} />}
        {whole.problem !== undefined ? (
          <Blank small icon={TriangleAlert} title={t("memory.failed")} role="alert" action={<Button onClick={whole.again}>{t("again")}</Button>}>
            {problemWords(whole.problem, language)}
          </Blank>
        ) : settings === undefined ? (
          <Skeleton widths={["50%", "92%", "78%", "60%"]} height={16} />
        ) : !settings.enabled ? (
          settings.reason === "organization" && <MemoryOff reason="organization" />
        ) : (
          <div>
            <KindFilter kind={kind} onChange={setKind} />
            <div className="al:-mx-2 al:mt-1">
              {memory.isPending ? (
                <div className="al:p-3">
                  <Skeleton widths={["92%", "78%", "60%"]} height={16} />
                </div>
              ) : memory.problem !== undefined ? (
                <Blank small icon={TriangleAlert} title={t("memory.failed")} role="alert" action={<Button onClick={memory.again}>{t("again")}</Button>}>
                  {problemWords(memory.problem, language)}
                </Blank>
              ) : memory.items.length === 0 ? (
                <Blank small icon={Brain} title={t("memory.none")}>
                  {t(kind === undefined ? "memory.noneAnywhere" : "memory.noneOfKind")}
                </Blank>
              ) : (
                <MemoryList items={memory.items} withTitle onOpen={onOpen} />
              )}
              {memory.hasMore && (
                <Button tone="quiet" className="al:w-full" disabled={memory.isLoadingMore} onClick={memory.more}>
                  {t(memory.isLoadingMore ? "loading" : "conversations.more")}
                </Button>
              )}
            </div>
            {whole.items.length > 0 && (
              <div className="al:mt-2 al:flex al:justify-end">
                <Button tone="danger" onClick={() => ask("forget-all")}>
                  {t("memory.forgetAll")}
                </Button>
              </div>
            )}
          </div>
        )}
        <PrivacySection onErase={() => ask("erase")} />
      </div>
      {asking === "switch-off" && <Confirm title={t("memory.switchOff")} what={t("memory.switchOffWhat")} yes={t("memory.switchOff")} onYes={() => deeds.switchOn(false)} onClose={() => ask(undefined)} />}
      {asking === "forget-all" && <Confirm title={t("memory.forgetAll")} what={t("memory.forgetAllWhat")} yes={t("memory.forgetAll")} onYes={() => deeds.forget()} onClose={() => ask(undefined)} />}
    </Dialog>
  );
}

function MemorySwitch({ settings, onChange }: { settings: MemorySettings; onChange(on: boolean): void }) {
  const { t, n } = useTexts();
  const why = settings.reason === "organization" ? t("memory.offOrganization") : settings.reason === "person" ? t("memory.offPerson") : t("memory.switchWhy");
  return (
    <Switch label={t("memory.switch")} on={settings.enabled} disabled={settings.reason === "organization"} onChange={onChange}>
      {why}
      {settings.enabled && settings.retentionDays > 0 && ` ${n("memory.retention", settings.retentionDays)}`}
    </Switch>
  );
}

function KindFilter({ kind, onChange }: { kind: MemoryKind | undefined; onChange(kind: MemoryKind | undefined): void }) {
  const { t } = useTexts();
  return (
    <fieldset className="al:flex al:flex-wrap al:gap-1.5">
      <legend className="al:sr-only">{t("memory.kinds")}</legend>
      {[undefined, ...MEMORY_KINDS].map((one) => (
        <label
          key={one ?? ""}
          className={`al:relative al:flex al:h-8 al:cursor-pointer al:items-center al:rounded-full al:border al:px-3 al:text-xs al:has-focus-visible:outline-2 al:has-focus-visible:outline-accent-text al:touch:h-11 ${one === kind ? "al:border-accent al:bg-accent-soft al:font-medium al:text-accent-text" : "al:border-line al:text-muted al:hover:bg-hover"}`}
        >
          <input type="radio" name="ally-memory-kind" checked={one === kind} onChange={() => onChange(one)} className="al:sr-only" />
          {t(one === undefined ? "memory.everyKind" : `memory.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}
