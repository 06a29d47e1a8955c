import { Star } from "lucide-react";
import { useId, useState } from "react";
import type { Message } from "../api/contract";
import { useRating } from "../hooks/useRating";
import { useTexts } from "../hooks/useAlly";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

const ALL = [1, 2, 3, 4, 5];
/** How long a comment may be, in characters; the API's limit. */
const LONGEST = 2000;

/** One to five stars for a reply, and a comment on them. */
export function Stars({ message }: { message: Message }) {
  const { t, n } = useTexts();
  const rate = useRating(message);
  const [commenting, setCommenting] = useState(false);
  const [hovered, setHovered] = useState(0);
  const name = useId();
  const stars = message.rating?.stars ?? 0;
  const filled = hovered || stars;
  return (
    <>
      <fieldset className="al:mx-1 al:flex al:items-center" onMouseLeave={() => setHovered(0)}>
        <legend className="al:sr-only">{t("stars")}</legend>
        {ALL.map((count) => (
          <label key={count} title={n("stars.count", count)} onMouseEnter={() => setHovered(count)} className="al:flex al:h-7 al:w-5 al:cursor-pointer al:items-center al:justify-center al:rounded-sm al:has-focus-visible:outline-2 al:has-focus-visible:outline-accent-text al:touch:h-11 al:touch:w-9">
            <input type="radio" name={name} className="al:sr-only" checked={stars === count} onChange={() => void rate({ ...message.rating, stars: count })} />
            <span className="al:sr-only">{n("stars.count", count)}</span>
            <Star aria-hidden size={15} className={count <= filled ? "al:text-star" : ""} style={{ fill: count <= filled ? "currentColor" : "none" }} />
          </label>
        ))}
      </fieldset>
      {stars > 0 && (
        <Button tone="quiet" className="al:px-2 al:text-xs" onClick={() => setCommenting(true)}>
          {t(message.rating?.comment ? "stars.seeComment" : "stars.comment")}
        </Button>
      )}
      {commenting && <Comment message={message} onClose={() => setCommenting(false)} rate={rate} />}
    </>
  );
}

function Comment({ message, onClose, rate }: { message: Message; onClose(): void; rate: ReturnType<typeof useRating> }) {
  const { t, n } = useTexts();
  const [comment, setComment] = useState(message.rating?.comment ?? "");
  return (
    <Dialog title={n("stars.count", message.rating?.stars ?? 0)} onClose={onClose}>
      <form
        className="al:flex al:flex-col al:gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void rate({ stars: message.rating?.stars ?? 5, ...(comment.trim() === "" ? {} : { comment: comment.trim() }) });
          onClose();
        }}
      >
        <label className="al:text-sm">
          <span className="al:mb-1.5 al:block">{t("stars.why")}</span>
          <textarea autoFocus rows={4} maxLength={LONGEST} value={comment} onChange={(event) => setComment(event.target.value)} className="ally-scroll al:w-full al:rounded-md al:border al:border-edge al:px-3 al:py-2" />
        </label>
        <div className="al:flex al:flex-wrap al:justify-end al:gap-2">
          <Button
            tone="quiet"
            className="al:mr-auto"
            onClick={() => {
              void rate(undefined);
              onClose();
            }}
          >
            {t("stars.takeBack")}
          </Button>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button tone="strong" type="submit">
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
