import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RecordedCheck, State } from "../../api/comparison";
import { asProblem } from "../../api/problem";
import { comparisonKeys, useComparisonCalls, useComparisonTexts } from "../../hooks/useComparison";
import { useSay } from "../../hooks/useConfig";
import { Button } from "../Button";
import { Box } from "../config/Box";
import { Loaded } from "../config/Loaded";
import { Note } from "../config/Note";
import { WhyDialog } from "../config/WhyDialog";
import { StateMark } from "./StateMark";

const STATES: readonly State[] = ["pass", "fail", "unknown"];

/** What was looked at outside of the figures, and what came of it. */
export function Checks() {
  const texts = useComparisonTexts();
  const { t, language } = texts;
  const calls = useComparisonCalls();
  const query = useQuery({ queryKey: comparisonKeys.checks, queryFn: calls.checks });
  const [open, record] = useState<string>();
  return (
    <Box title={t("checks.title")} what={t("checks.what")}>
      <Loaded query={query}>
        {(checks) => {
          const recorded = checks.find(({ name }) => name === open);
          return (
            <>
              <ul aria-label={t("checks.title")} className="al:divide-y al:divide-line">
                {checks.map((check) => (
                  <li key={check.name} className="al:flex al:flex-wrap al:items-center al:gap-x-3 al:gap-y-1 al:py-3 al:text-sm">
                    <div className="al:min-w-0 al:grow al:basis-[220px]">
                      <p className="al:flex al:flex-wrap al:items-center al:gap-x-3">
                        <strong className="al:font-semibold al:first-letter:uppercase">{check.title[language]}</strong>
                        <StateMark state={check.state} />
                      </p>
                      {check.note !== "" && <p className="al:[overflow-wrap:anywhere]">{check.note}</p>}
                      <p className="al:text-xs al:text-muted al:[overflow-wrap:anywhere]">
                        {check.at === undefined ? t("checks.never") : t("checks.at", { at: texts.dateAndTime(check.at), by: check.by ?? t("comparison.none") })}
                      </p>
                    </div>
                    <Button aria-label={t("checks.recordOf", { name: check.title[language] })} onClick={() => record(check.name)}>
                      {t("checks.record")}
                    </Button>
                  </li>
                ))}
              </ul>
              {recorded !== undefined && <RecordDialog check={recorded} onClose={() => record(undefined)} />}
            </>
          );
        }}
      </Loaded>
    </Box>
  );
}

/** Records a check. Who was slower sees what somebody else has recorded before theirs replaces it. */
function RecordDialog({ check, onClose }: { check: RecordedCheck; onClose(): void }) {
  const { t, language } = useComparisonTexts();
  const calls = useComparisonCalls();
  const queries = useQueryClient();
  const say = useSay();
  const [state, choose] = useState<State>("pass");
  const [begun] = useState(check.revision);
  return (
    <WhyDialog
      title={t("checks.recordOf", { name: check.title[language] })}
      yes={t("save")}
      longest={500}
      onClose={onClose}
      onYes={async (note) => {
        try {
          await calls.saveCheck(check.name, check.revision, state, note);
        } catch (thrown) {
          if (asProblem(thrown).code === "changed") await queries.invalidateQueries({ queryKey: comparisonKeys.checks });
          throw thrown;
        }
        await queries.invalidateQueries({ queryKey: comparisonKeys.all });
        say(t("checks.saved"));
        onClose();
      }}
    >
      {begun !== check.revision && (
        <Note tone="warn" role="status">
          {t("checks.behind", { state: t(`state.${check.state}`), note: check.note })}
        </Note>
      )}
      <fieldset className="al:flex al:flex-col al:gap-1">
        <legend className="al:mb-1 al:text-sm al:font-medium">{t("checks.state")}</legend>
        {STATES.map((one) => (
          <label key={one} className="al:flex al:min-h-8 al:items-center al:gap-2 al:text-sm al:touch:min-h-11">
            <input type="radio" name="state" checked={state === one} onChange={() => choose(one)} className="al:size-4 al:accent-accent" />
            {t(`checks.state.${one}`)}
          </label>
        ))}
      </fieldset>
      <p className="al:text-xs al:text-muted">{t("checks.note")}</p>
    </WhyDialog>
  );
}
