import { useCallback, useEffect, useState } from "react";
import { useAlly, useReading } from "../hooks/useAlly";
import { useComponent } from "../hooks/useComponent";

const load = () => import("./ShareDialog");

/** Where the dialog of links comes up; of several panels of a person, in the first. */
export function SharePlace() {
  const { desk } = useAlly().runtime;
  const [place] = useState(() => ({}));
  const subject = useReading(desk, () => desk.sharing);
  const isHere = useReading(desk, () => desk.isShownAt(place));
  useEffect(() => desk.place(place), [desk, place]);
  const close = useCallback(() => desk.share(undefined), [desk]);
  const ShareDialog = useComponent(load, isHere && subject !== undefined, close);
  if (!isHere || subject === undefined || ShareDialog === undefined) return null;
  return <ShareDialog key={`${subject.kind} ${subject.id}`} subject={subject} onClose={close} />;
}
