import { Keyboard, Monitor, Moon, Settings2, Sun } from "lucide-react";
import { useState } from "react";
import { useAlly, usePreferences, useTexts } from "../hooks/useAlly";
import { Menu } from "./Menu";
import { ShortcutDialog } from "./ShortcutDialog";

/** Language, light and dark, and the list of shortcuts. */
export function PreferencesMenu() {
  const { language } = useAlly();
  const { t } = useTexts();
  const { theme, choose } = usePreferences();
  const [shortcuts, setShortcuts] = useState(false);
  return (
    <>
      <Menu
        icon={Settings2}
        label={t("preferences")}
        groups={[
          {
            title: t("preferences.language"),
            items: [
              { label: "Español", checked: language === "es", run: () => choose({ language: "es" }) },
              { label: "English", checked: language === "en", run: () => choose({ language: "en" }) },
            ],
          },
          {
            title: t("preferences.theme"),
            items: [
              { label: t("theme.system"), icon: Monitor, checked: theme === "system", run: () => choose({ theme: "system" }) },
              { label: t("theme.light"), icon: Sun, checked: theme === "light", run: () => choose({ theme: "light" }) },
              { label: t("theme.dark"), icon: Moon, checked: theme === "dark", run: () => choose({ theme: "dark" }) },
            ],
          },
          { items: [{ label: t("shortcuts"), icon: Keyboard, run: () => setShortcuts(true) }] },
        ]}
      />
      {shortcuts && <ShortcutDialog onClose={() => setShortcuts(false)} />}
    </>
  );
}
