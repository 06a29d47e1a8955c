import { ChevronLeft, ChevronRight } from "lucide-react";
import type { useVersions } from "../hooks/useVersions";
import { useTexts } from "../hooks/useAlly";
import { IconButton } from "./IconButton";
import { Spinner } from "./Spinner";

/** Pages through the versions of a message; nothing where there is only one. */
export function VersionPager({ versions }: { versions: ReturnType<typeof useVersions> }) {
  const { t } = useTexts();
  const { version, newest, go, isLoading, isMissing } = versions;
  if (newest < 2) return null;
  return (
    <span role="group" aria-label={t("versions")} className="al:flex al:items-center">
      <IconButton icon={ChevronLeft} size="small" label={t("versions.earlier")} disabled={version <= 1} onClick={() => go(version - 1)} />
      <span className="al:min-w-7 al:text-center al:text-xs al:tabular-nums" aria-label={t("versions.of", { version, newest })}>
        {isLoading ? <Spinner size={12} /> : `${version}/${newest}`}
      </span>
      <IconButton icon={ChevronRight} size="small" label={t("versions.later")} disabled={version >= newest} onClick={() => go(version + 1)} />
      {isMissing && <span className="al:text-xs">{t("versions.missing")}</span>}
    </span>
  );
}
