import { useTexts } from "../hooks/useAlly";
import type { TextKey } from "../language/texts";
import { searchKeys } from "../session/device";
import { Dialog } from "./Dialog";
import { Keys } from "./Keys";

const SHORTCUTS: [string[], TextKey][] = [
  [["Enter"], "shortcut.send"],
  [["Shift", "Enter"], "shortcut.newline"],
  [["/"], "shortcut.write"],
  [["Esc"], "shortcut.stop"],
  [searchKeys(), "shortcut.search"],
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
            <dd>
              <Keys keys={combination} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
