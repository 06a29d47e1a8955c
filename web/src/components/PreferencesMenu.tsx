import { Brain, Keyboard, MessageSquareText, Monitor, Moon, Settings2, Sun } from "lucide-react";
import { useState } from "react";
import { useAlly, usePreferences, useReading, useTexts } from "../hooks/useAlly";
import { Menu } from "./Menu";
import { ShortcutDialog } from "./ShortcutDialog";

/** Language, light and dark, whether times are told, the list of shortcuts, and, where the workspace is, what Ally is always to mind and what it remembers. */
export function PreferencesMenu() {
  const { language, runtime } = useAlly();
  const { screens } = runtime;
  const isThere = useReading(screens, () => screens.isThere);
  const { t } = useTexts();
  const { theme, measures, choose } = usePreferences();
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
          {
            title: t("preferences.measures"),
            items: [
              { label: t("measures.on"), checked: measures, run: () => choose({ measures: true }) },
              { label: t("measures.off"), checked: !measures, run: () => choose({ measures: false }) },
            ],
          },
          ...(isThere
            ? [
                {
                  items: [
                    { label: t("instructions"), icon: MessageSquareText, run: () => screens.show("instructions") },
                    { label: t("memory.all"), icon: Brain, run: () => screens.show("memory") },
                  ],
                },
              ]
            : []),
          { items: [{ label: t("shortcuts"), icon: Keyboard, run: () => setShortcuts(true) }] },
        ]}
      />
      {shortcuts && <ShortcutDialog onClose={() => setShortcuts(false)} />}
    </>
  );
}
