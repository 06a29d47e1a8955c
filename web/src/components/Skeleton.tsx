import { useTexts } from "../hooks/useAlly";

/** Lines where text will be. */
export function Skeleton({ widths = ["92%", "78%", "60%"], height = 12 }: { widths?: string[]; height?: number }) {
  const { t } = useTexts();
  return (
    <div role="status" className="al:flex al:flex-col al:gap-2.5">
      <span className="al:sr-only">{t("loading")}</span>
      {widths.map((width, i) => (
        <div key={i} aria-hidden className="ally-skeleton" style={{ width, height }} />
      ))}
    </div>
  );
}
