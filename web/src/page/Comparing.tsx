import { useEffect, useState } from "react";
import ComparisonView from "../components/comparison/ComparisonView";

const BEFORE = "#comparison/";

/** The comparison as a tab of the page. Its view and filter are part of the address. */
export default function Comparing() {
  const read = () => (location.hash.startsWith(BEFORE) ? location.hash.slice(BEFORE.length) : "");
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const changed = () => setPlace(read());
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);
  return (
    <main className="al:flex al:min-h-0 al:grow al:flex-col">
      <ComparisonView place={place} onPlace={(next) => (location.hash = BEFORE + next)} />
    </main>
  );
}
