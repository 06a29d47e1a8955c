import { Download, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Problem } from "../api/problem";
import { useAlly, useTexts } from "../hooks/useAlly";
import { useExport } from "../hooks/useExport";
import { problemWords } from "../hooks/useProblemWords";
import { Button } from "./Button";
import { Spinner } from "./Spinner";

/** What a person can do with all that Ally holds on them: take it along, or have it erased. */
export function PrivacySection({ onErase }: { onErase(): void }) {
  const { language } = useAlly();
  const { t } = useTexts();
  const { state, fetchFile } = useExport();
  const [problem, setProblem] = useState<Problem>();
  const take = async () => {
    setProblem(undefined);
    setProblem(await fetchFile());
  };
  return (
    <section aria-label={t("privacy.data")} className="al:mt-auto al:flex al:flex-col al:gap-3 al:border-t al:border-line al:pt-4">
      <h3 className="al:text-sm al:font-semibold">{t("privacy.data")}</h3>
      <div className="al:flex al:flex-wrap al:items-center al:justify-between al:gap-x-4 al:gap-y-2">
        <p className="al:min-w-0 al:grow al:basis-[220px] al:text-xs al:text-muted">{t("privacy.exportWhy")}</p>
        <Button icon={Download} disabled={state === "fetching"} onClick={() => void take()}>
          {t("privacy.export")}
        </Button>
      </div>
      <p role="status" className={`al:flex al:items-center al:gap-2 al:text-xs al:text-muted ${state === "ready" ? "al:hidden" : ""}`}>
        {state === "fetching" && <Spinner size={13} />}
        {state === "fetching" ? t("privacy.exporting") : state === "done" ? t("privacy.exported") : ""}
      </p>
      {problem !== undefined && (
        <p role="alert" className="al:text-xs al:text-danger">
          {problemWords(problem, language)}
        </p>
      )}
      <div className="al:flex al:flex-wrap al:items-center al:justify-between al:gap-x-4 al:gap-y-2">
        <p className="al:min-w-0 al:grow al:basis-[220px] al:text-xs al:text-muted">{t("privacy.eraseWhy")}</p>
        <Button icon={Trash2} tone="danger" onClick={onErase}>
          {t("privacy.erase")}
        </Button>
      </div>
    </section>
  );
}
