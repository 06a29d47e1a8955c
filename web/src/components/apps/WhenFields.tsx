import { useId, useState } from "react";
import { allZones, momentIn, ownZone, shownIn } from "../../apps/zone";
import { useLanguage } from "../../hooks/useAlly";
import { inZone, zoneName } from "../../language/zones";
import { LINE } from "./look";

/** A day and a time as the clocks of a place show them. */
export interface When {
  day: string;
  time: string;
  zone: string;
}

const HOUR = 3_600_000;

/** A time that is being chosen, the next full hour but one to begin with; `at` is its moment, undefined for nonsense. */
export function useWhen() {
  const [when, choose] = useState<When>(() => ({ ...shownIn(ownZone(), Math.ceil((Date.now() + HOUR) / HOUR) * HOUR), zone: ownZone() }));
  return { when, choose, at: momentIn(when.zone, when.day, when.time) };
}

/** Chooses a day, a time and a time zone, and says the whole in words. */
export function WhenFields({ when, labels, onChange }: { when: When; labels: { day: string; time: string; zone: string }; onChange(when: When): void }) {
  const id = useId();
  const language = useLanguage();
  const at = momentIn(when.zone, when.day, when.time);
  return (
    <div className="al:grid al:grid-cols-2 al:gap-3">
      <label className="al:flex al:min-w-0 al:flex-col al:gap-1" htmlFor={`${id}-day`}>
        <span className="al:text-xs al:font-medium">{labels.day}</span>
        <input id={`${id}-day`} type="date" value={when.day} max="9999-12-31" onChange={(event) => onChange({ ...when, day: event.target.value })} className={LINE} />
      </label>
      <label className="al:flex al:min-w-0 al:flex-col al:gap-1" htmlFor={`${id}-time`}>
        <span className="al:text-xs al:font-medium">{labels.time}</span>
        <input id={`${id}-time`} type="time" value={when.time} onChange={(event) => onChange({ ...when, time: event.target.value })} className={LINE} />
      </label>
      <label className="al:col-span-2 al:flex al:flex-col al:gap-1" htmlFor={`${id}-zone`}>
        <span className="al:text-xs al:font-medium">{labels.zone}</span>
        <select id={`${id}-zone`} value={when.zone} onChange={(event) => onChange({ ...when, zone: event.target.value })} className={LINE}>
          {allZones().map((one) => (
            <option key={one} value={one}>
              {zoneName(one)}
            </option>
          ))}
        </select>
      </label>
      {at !== undefined && <p className="al:col-span-2 al:text-xs al:text-muted">{inZone(at, when.zone, language)}</p>}
    </div>
  );
}
