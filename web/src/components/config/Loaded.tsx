import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { asProblem } from "../../api/problem";
import { useAlly } from "../../hooks/useAlly";
import { useConfigTexts } from "../../hooks/useConfig";
import { problemWords } from "../../hooks/useProblemWords";
import { Blank } from "../Blank";
import { Button } from "../Button";
import { Skeleton } from "../Skeleton";

export interface LoadedProps<T> {
  query: { data: T | undefined; isError: boolean; error: unknown; refetch(): unknown };
  children(data: T): ReactNode;
}

/** What was asked for once it is there; until then that it is on its way, or why it is not. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  const { language } = useAlly();
  const { t } = useConfigTexts();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (!query.isError)
    return (
      <div className="al:p-4">
        <Skeleton widths={["40%", "92%", "78%", "60%"]} height={16} />
      </div>
    );
  const problem = asProblem(query.error);
  return (
    <Blank small icon={TriangleAlert} title={t("config.failed")} role="alert" action={<Button onClick={() => void query.refetch()}>{t("again")}</Button>}>
      {problemWords(problem, language)}
      {problem.requestId !== undefined && <span className="al:mt-1 al:block al:text-xs">{t("problem.request", { id: problem.requestId })}</span>}
    </Blank>
  );
}
