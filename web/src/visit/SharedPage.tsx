import { Link2Off } from "lucide-react";
import { useCallback, useEffect } from "react";
import type { Visit } from "../api/visit";
import { Blank } from "../components/Blank";
import { CardView } from "../components/CardView";
import { Skeleton } from "../components/Skeleton";
import { Failed } from "./Failed";
import { MessageText } from "./MessageText";
import { useVisitTexts } from "./texts";
import { useVisit } from "./useVisit";

/** Something that was shared, as it was then. */
export default function SharedPage({ visit, token }: { visit: Visit; token: string }) {
  const { t, dateAndTime } = useVisitTexts();
  const { data, problem, again } = useVisit(useCallback(() => (token === "" ? Promise.resolve(undefined) : visit.shared(token)), [visit, token]));
  useEffect(() => {
    document.title = data === undefined ? "Ally" : `${data.title} · Ally`;
  }, [data]);
  if (token === "" || problem?.status === 404)
    return (
      <Blank icon={Link2Off} title={t("shared.gone")} role="alert">
        {t("shared.goneWhy")}
      </Blank>
    );
  if (problem !== undefined) return <Failed problem={problem} again={again} />;
  if (data === undefined) return <Skeleton widths={["60%", "92%", "78%"]} height={16} />;
  return (
    <div className="al:flex al:flex-col al:gap-5">
      <header>
        <h1 className="al:text-lg al:font-semibold al:wrap-anywhere">{data.title}</h1>
        <p className="al:text-sm al:text-muted">{t("shared.by", { who: data.sharedBy, date: dateAndTime(data.sharedAt) })}</p>
      </header>
      {data.cards?.map((card) => <CardView key={card.id} card={card} />)}
      {data.messages?.map((message, i) => <MessageText key={i} {...message} />)}
      <footer className="al:text-xs al:text-muted">
        {t("shared.copy")} {t("shared.until", { date: dateAndTime(data.expiresAt) })}.
      </footer>
    </div>
  );
}
