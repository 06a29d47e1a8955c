import { useEffect, useState } from "react";
import ConfigView, { CONFIG_TABS, type ConfigTab } from "../components/config/ConfigView";

/** "Gestión de agentes", of which there is Ally's part here. Its tab is part of the address. */
export default function Agents() {
  const read = (): ConfigTab => CONFIG_TABS.find((tab) => tab === location.hash.split("/")[2]) ?? "prompt";
  const [tab, setTab] = useState(read);
  useEffect(() => {
    const changed = () => setTab(read());
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);
  return (
    <main className="al:flex al:min-h-0 al:grow al:flex-col">
      <ConfigView tab={tab} onTab={(next) => (location.hash = `agents/ally/${next}`)} />
    </main>
  );
}
