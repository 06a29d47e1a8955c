import { useState } from "react";
import { useTexts } from "../hooks/useAlly";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

export interface ConfirmProps {
  title: string;
  /** What follows from it. */
  what: string;
  /** The words on the button that does it. */
  yes: string;
  /** It is nothing to be afraid of. */
  calm?: boolean;
  /** Does it; whether that went well. */
  onYes(): Promise<boolean>;
  onClose(): void;
}

/** Asks before something that can't be undone. */
export function Confirm({ title, what, yes, calm = false, onYes, onClose }: ConfirmProps) {
  const { t } = useTexts();
  const [isBusy, setBusy] = useState(false);
  return (
    <Dialog title={title} onClose={onClose} width={420}>
      <p className="al:text-sm">{what}</p>
      <div className="al:mt-5 al:flex al:flex-wrap al:justify-end al:gap-2">
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button
          tone={calm ? "strong" : "danger"}
          disabled={isBusy}
          onClick={() => {
            setBusy(true);
            void onYes().then((done) => (done ? onClose() : setBusy(false)));
          }}
        >
          {yes}
        </Button>
      </div>
    </Dialog>
  );
}
