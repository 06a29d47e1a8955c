import { Download } from "lucide-react";
import { useState } from "react";
import type { ComparisonFilter, Format } from "../../api/comparison";
import { asProblem } from "../../api/problem";
import { useAlly } from "../../hooks/useAlly";
import { useComparisonCalls, useComparisonTexts } from "../../hooks/useComparison";
import { useSay } from "../../hooks/useConfig";
import { save } from "../../session/save";
import { Button } from "../Button";
import { Spinner } from "../Spinner";

const FORMATS: readonly Format[] = ["pdf", "csv", "json"];

/** The whole report as a file, by the filter and in the language that are seen. */
export function ReportButtons({ filter, from, to }: { filter: ComparisonFilter; from: string; to: string }) {
  const { t, language } = useComparisonTexts();
  const { runtime } = useAlly();
  const calls = useComparisonCalls();
  const say = useSay();
  const [busy, fetching] = useState<Format>();
  const download = async (format: Format) => {
    fetching(format);
    try {
      save(await calls.file(filter, format, language), `ally-comparison-${from}-${to}.${format}`);
      say(t("report.done"));
    } catch (thrown) {
      runtime.onProblem(asProblem(thrown));
    }
    fetching(undefined);
  };
  return (
    <div role="group" aria-label={t("report.export")} className="al:flex al:flex-wrap al:items-center al:gap-2">
      <span aria-hidden className="al:flex al:items-center al:gap-1.5 al:text-sm">
        <Download size={15} />
        {t("report.export")}
      </span>
      {FORMATS.map((format) => (
        <Button key={format} aria-label={t("report.as", { format: format.toUpperCase() })} disabled={busy !== undefined} onClick={() => void download(format)}>
          {format.toUpperCase()}
          {busy === format && <Spinner size={14} />}
        </Button>
      ))}
    </div>
  );
}
