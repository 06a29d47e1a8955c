import { useTexts } from "../hooks/useAlly";
import type { TextKey } from "../language/texts";
import { Dialog } from "./Dialog";

const SHORTCUTS: [string[], TextKey][] = [
  [["Enter"], "shortcut.send"],
  [["Shift", "Enter"], "shortcut.newline"],
  [["/"], "shortcut.write"],
  [["Esc"], "shortcut.stop"],
  [["Alt", "N"], "shortcut.new"],
  [["Alt", "C"], "shortcut.conversations"],
  [["Alt", "I"], "shortcut.inputs"],
  [["Alt", "A"], "shortcut.actions"],
  [["Alt", "↑ ↓"], "shortcut.messages"],
  [["?"], "shortcut.help"],
];

/** The list of shortcuts. */
export function ShortcutDialog({ onClose }: { onClose(): void }) {
  const { t } = useTexts();
  return (
    <Dialog title={t("shortcuts")} onClose={onClose} width={440}>
      <dl className="al:flex al:flex-col al:gap-2.5 al:text-sm">
        {SHORTCUTS.map(([combination, text]) => (
          <div key={text} className="al:flex al:items-center al:justify-between al:gap-4">
            <dt>{t(text)}</dt>
            <dd className="al:flex al:shrink-0 al:gap-1">
              {combination.map((key) => (
                <kbd key={key} className="al:rounded-sm al:border al:border-line al:bg-sunken al:px-2 al:py-0.5 al:font-sans al:text-xs al:font-medium">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
