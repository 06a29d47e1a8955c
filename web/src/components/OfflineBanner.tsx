import { WifiOff } from "lucide-react";
import { useOnline } from "../hooks/useOnline";
import { useTexts } from "../hooks/useAlly";

/** Says that the network is away, and what that means. */
export function OfflineBanner() {
  const { t } = useTexts();
  const online = useOnline();
  return (
    <div role="status">
      {!online && (
        <p className="al:flex al:items-center al:justify-center al:gap-2 al:bg-warn-soft al:px-4 al:py-2 al:text-sm al:text-warn">
          <WifiOff aria-hidden size={15} />
          {t("offline")}
        </p>
      )}
    </div>
  );
}
