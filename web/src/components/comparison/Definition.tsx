import { Info } from "lucide-react";
import { useState } from "react";
import type { Definition as DefinitionOf } from "../../api/comparison";
import { type ComparisonTextKey, useComparisonTexts } from "../../hooks/useComparison";
import { Dialog } from "../Dialog";
import { IconButton } from "../IconButton";

/** A button that says what a metric is. */
export function Definition({ definition }: { definition: DefinitionOf }) {
  const { t, language } = useComparisonTexts();
  const [isOpen, open] = useState(false);
  const { name, what, unit, direction, excluded, same } = definition;
  const parts: [ComparisonTextKey, string][] = [
    ["definition.what", what[language]],
    ["definition.unit", `${unitWords(t, unit)}; ${t(`direction.${direction}`)}.`],
    ["definition.excluded", excluded[language]],
    ["definition.same", same[language]],
  ];
  return (
    <>
      <IconButton icon={Info} size="small" label={t("definition.of", { name: name[language] })} onClick={() => open(true)} />
      {isOpen && (
        <Dialog title={name[language]} onClose={() => open(false)} width={560}>
          <dl className="al:flex al:flex-col al:gap-3 al:text-sm">
            {parts.map(([title, words]) => (
              <div key={title}>
                <dt className="al:text-xs al:font-medium al:text-muted">{t(title)}</dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </>
  );
}

const UNITS = ["ms", "s", "count", "share", "stars"] as const;

function unitWords(t: ReturnType<typeof useComparisonTexts>["t"], unit: string): string {
  const known = UNITS.find((one) => one === unit);
  return known === undefined ? unit : t(`unit.${known}`);
}
