import { BrainCircuit } from "lucide-react";
import type { MemorySettings } from "../api/contract";
import { useTexts } from "../hooks/useAlly";
import { useMemoryDeeds } from "../hooks/useMemory";
import { Blank } from "./Blank";
import { Button } from "./Button";

/** Why nothing is remembered: who switched it off, and the way back where it was the person. */
export function MemoryOff({ reason }: { reason: MemorySettings["reason"] }) {
  const { t } = useTexts();
  const deeds = useMemoryDeeds();
  return (
    <Blank small icon={BrainCircuit} title={t("memory.off")} action={reason === "person" && <Button onClick={() => void deeds.switchOn(true)}>{t("memory.on")}</Button>}>
      {t(reason === "person" ? "memory.offPerson" : "memory.offOrganization")}
    </Blank>
  );
}
