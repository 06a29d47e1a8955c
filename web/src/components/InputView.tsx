import { TriangleAlert } from "lucide-react";
import { asProblem } from "../api/problem";
import { INPUT_KINDS, useCatalogue, useSelection } from "../hooks/useInputs";
import { useAlly, useTexts } from "../hooks/useAlly";
import { problemWords } from "../hooks/useProblemWords";
import { Blank } from "./Blank";
import { BudgetMeter } from "./BudgetMeter";
import { Button } from "./Button";
import { InputSection } from "./InputSection";
import { Skeleton } from "./Skeleton";

/** What a conversation may draw on, chosen for this conversation. */
export function InputView({ conversationId }: { conversationId: string }) {
  const { language } = useAlly();
  const { t } = useTexts();
  const catalogue = useCatalogue(conversationId);
  const selection = useSelection(conversationId);
  if (catalogue.isError && catalogue.data === undefined)
    return (
      <Blank small icon={TriangleAlert} title={t("inputs.failed")} role="alert" action={<Button onClick={() => void catalogue.refetch()}>{t("again")}</Button>}>
        {problemWords(asProblem(catalogue.error), language)}
      </Blank>
    );
  if (catalogue.data === undefined || selection.inputs === undefined)
    return (
      <div className="al:flex al:flex-col al:gap-7 al:p-4">
        <Skeleton widths={["45%", "90%"]} height={14} />
        <Skeleton widths={["40%", "85%", "90%", "75%"]} height={14} />
        <Skeleton widths={["50%", "80%"]} height={14} />
      </div>
    );
  return (
    <div className="al:flex al:h-full al:min-h-0 al:flex-col">
      <div className="ally-scroll al:relative al:min-h-0 al:grow al:px-2 al:pb-4" data-part="inputs">
        {INPUT_KINDS.map((kind) => (
          <InputSection key={kind} kind={kind} conversationId={conversationId} catalogue={catalogue.data} selection={selection} />
        ))}
      </div>
      <BudgetMeter conversationId={conversationId} />
    </div>
  );
}
