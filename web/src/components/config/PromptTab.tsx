import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Edition } from "../../api/config";
import { configKeys } from "../../config/office";
import { useReading } from "../../hooks/useAlly";
import { useConfigTexts, useOffice, useTaken } from "../../hooks/useConfig";
import { BOX } from "../apps/look";
import { EffectivePrompt } from "./EffectivePrompt";
import { Loaded } from "./Loaded";
import { PromptConflict } from "./PromptConflict";
import { PromptEditor } from "./PromptEditor";
import { SavedQuestions } from "./SavedQuestions";
import { TabPanel, Tabs } from "./Tabs";
import { TextDiff } from "./TextDiff";
import { TryPrompt } from "./TryPrompt";
import { VersionList } from "./VersionList";

const BESIDE = ["changes", "try", "questions", "effective", "versions"] as const;
const NAME = "ally-config-prompt";

/** The super prompt: what is being written, and beside it what that changes and does. */
export function PromptTab() {
  const { calls, draft } = useOffice();
  const edition = useQuery({ queryKey: configKeys.edition, queryFn: calls.edition, refetchInterval: 30_000 });
  useTaken(edition.data, (data) => draft.take(data));
  return <Loaded query={edition}>{(data) => <Desk edition={data} />}</Loaded>;
}

function Desk({ edition }: { edition: Edition }) {
  const { t } = useConfigTexts();
  const { draft } = useOffice();
  const state = useReading(draft, () => draft.state);
  const [beside, setBeside] = useState<(typeof BESIDE)[number]>("changes");
  if (state === undefined) return null;
  return (
    <div className="al:grid al:grid-cols-1 al:items-start al:gap-5 al:@min-[1040px]:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <PromptEditor active={edition.active} state={state} />
      <section aria-label={t("prompt.beside")} className={`${BOX} al:flex al:min-w-0 al:flex-col al:gap-4`}>
        <Tabs small name={NAME} label={t("prompt.beside")} tab={beside} onTab={(next) => setBeside(next)} tabs={BESIDE.map((id) => ({ id, text: t(`prompt.${id}`) }))} />
        <TabPanel name={NAME} tab={beside}>
          {beside === "changes" && <TextDiff before={edition.active} after={state.words} none={t("prompt.noChanges")} />}
          {beside === "try" && <TryPrompt words={state.words} />}
          {beside === "questions" && <SavedQuestions words={state.words} />}
          {beside === "effective" && <EffectivePrompt words={state.words} />}
          {beside === "versions" && <VersionList active={edition.active} />}
        </TabPanel>
      </section>
      {state.conflict !== undefined && <PromptConflict mine={state.words} conflict={state.conflict} />}
    </div>
  );
}
