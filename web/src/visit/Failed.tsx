import { TriangleAlert } from "lucide-react";
import type { Problem } from "../api/problem";
import { Blank } from "../components/Blank";
import { Button } from "../components/Button";
import { useVisitTexts } from "./texts";

/** The page could not be read, and may be tried again. */
export function Failed({ problem, again }: { problem: Problem; again(): void }) {
  const { t } = useVisitTexts();
  return (
    <Blank
      icon={TriangleAlert}
      title={t("visit.failed")}
      role="alert"
      action={
        <Button tone="strong" onClick={again}>
          {t("again")}
        </Button>
      }
    >
      {wordsOf(problem, t)}
    </Blank>
  );
}

/** The server's sentence, or ours where it was not reached. */
export function wordsOf(problem: Problem, t: ReturnType<typeof useVisitTexts>["t"]): string {
  return problem.message || t(problem.isNetwork ? "visit.network" : "problem.unknown");
}
