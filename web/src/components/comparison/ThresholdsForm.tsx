import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Rules, SHORTEST_RULES_WHY } from "../../api/comparison";
import { shown, taken, type ThresholdField, THRESHOLDS } from "../../comparison/thresholds";
import { comparisonKeys, useComparisonCalls, useComparisonTexts } from "../../hooks/useComparison";
import { useSetting } from "../../hooks/useSetting";
import { LINE } from "../apps/look";
import { Box } from "../config/Box";
import { Field } from "../config/Field";
import { Loaded } from "../config/Loaded";
import { SaveRow } from "../config/SaveRow";

/** Under which changes of the thresholds are kept that are not saved. */
export const RULES_EDIT = "comparison/rules";

/** The thresholds of the verdict: who changed them last, and how they are changed, with a reason. */
export function ThresholdsForm() {
  const texts = useComparisonTexts();
  const { t } = texts;
  const calls = useComparisonCalls();
  const queries = useQueryClient();
  const setting = useSetting<Rules>({
    name: RULES_EDIT,
    queryKey: comparisonKeys.rules,
    read: calls.rules,
    save: async (rules, why) => {
      const saved = await calls.saveRules(rules, why);
      void queries.invalidateQueries({ queryKey: comparisonKeys.any });
      return saved;
    },
  });
  return (
    <Box title={t("rules.thresholds")} what={t("rules.thresholdsWhat")}>
      <Loaded query={setting.query}>
        {(inForce) => {
          const rules = { ...inForce, ...setting.edit };
          return (
            <>
              <p className="al:text-sm">{inForce.fixedAt === undefined ? t("rules.standard") : t("rules.fixed", { at: texts.dateAndTime(inForce.fixedAt), by: inForce.fixedBy ?? t("comparison.none") })}</p>
              <div className="al:grid al:grid-cols-1 al:gap-4 al:@min-[620px]:grid-cols-2">
                {THRESHOLDS.map((field) => (
                  <Threshold key={field.name} field={field} value={rules[field.name]} onChange={(value) => setting.write(inForce, { [field.name]: value })} />
                ))}
              </div>
              <SaveRow
                name={t("rules.name")}
                isChanged={setting.edit !== undefined}
                isBehind={setting.isBehind}
                shortest={SHORTEST_RULES_WHY}
                onSave={(why) => setting.save(inForce, why)}
                onDiscard={setting.discard}
              />
            </>
          );
        }}
      </Loaded>
    </Box>
  );
}

const HELP = { confidence: "rules.confidenceHelp", mostDays: "rules.mostDaysHelp", sampleRatio: "rules.sampleRatioHelp", worthwhile: "rules.worthwhileHelp" } as const;

/** A threshold. What can't be one is not taken, and is said. */
function Threshold({ field, value, onChange }: { field: ThresholdField; value: number; onChange(value: number): void }) {
  const { t, number } = useComparisonTexts();
  const [typed, type] = useState<string>();
  const bounds = { least: decimals(number, shown(field.least, field)), most: decimals(number, shown(field.most, field)) };
  const isWrong = typed !== undefined && taken(typed, field) === undefined;
  const help = field.name in HELP ? t(HELP[field.name as keyof typeof HELP]) : t("rules.least", bounds);
  return (
    <Field label={t(`rules.${field.name}`)} help={help} error={isWrong ? t("rules.wrong", bounds) : undefined}>
      {(aria) => (
        <span className="al:flex al:items-center al:gap-2">
          <input
            {...aria}
            type="number"
            inputMode="decimal"
            step={field.isWhole ? 1 : "any"}
            value={typed ?? shown(value, field)}
            onChange={(event) => {
              type(event.target.value);
              const next = taken(event.target.value, field);
              if (next !== undefined) onChange(next);
            }}
            onBlur={() => type(undefined)}
            className={`${LINE} al:max-w-[140px]`}
          />
          {field.scale === 100 && <span className="al:text-sm al:text-muted">{t("rules.percent")}</span>}
        </span>
      )}
    </Field>
  );
}

/** Bounds below what is usually written are written to their end. */
function decimals(number: (value: number) => string, value: number): string {
  return value > 0 && value < 0.01 ? String(value).replace(".", number(0.5).charAt(1)) : number(value);
}
