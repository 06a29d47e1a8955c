import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useAlly, useTexts } from "../hooks/useAlly";
import { IconButton } from "./IconButton";

export function CopyButton({ text }: { text: string }) {
  const { announce, runtime } = useAlly();
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(t("copied"));
    } catch {
      runtime.notices.say({ tone: "problem", text: t("copy.failed") });
    }
  };
  return <IconButton icon={copied ? Check : Copy} size="small" label={copied ? t("copied") : t("copy")} onClick={() => void copy()} />;
}
