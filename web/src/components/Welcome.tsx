import { useTexts } from "../hooks/useAlly";
import type { TextKey } from "../language/texts";
import { AllyMark } from "./AllyMark";

const SUGGESTIONS: TextKey[] = ["welcome.first", "welcome.second", "welcome.third"];

/** An empty conversation: who is there, and three ways to begin. */
export function Welcome({ mayWrite, onSuggest }: { mayWrite: boolean; onSuggest(text: string): void }) {
  const { t } = useTexts();
  return (
    <div className="ally-scroll al:flex al:h-full al:flex-col al:items-center al:justify-center al:gap-2 al:p-6 al:text-center">
      <AllyMark size={52} />
      <h2 className="al:mt-3 al:text-lg al:font-semibold">{t("welcome")}</h2>
      <p className="al:max-w-[440px] al:text-sm al:text-muted">{t(mayWrite ? "welcome.text" : "welcome.empty")}</p>
      {mayWrite && (
        <ul className="al:mt-5 al:flex al:w-full al:max-w-[520px] al:flex-col al:gap-2">
          {SUGGESTIONS.map((key) => (
            <li key={key}>
              <button type="button" onClick={() => onSuggest(t(key))} className="al:w-full al:rounded-lg al:border al:border-line al:px-4 al:py-3 al:text-left al:text-sm al:transition-colors al:hover:border-edge al:hover:bg-hover">
                {t(key)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
