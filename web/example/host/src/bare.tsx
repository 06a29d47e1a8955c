import { createRoot } from "react-dom/client";
import Chat from "./Chat";

// The same place as in the host's page, and no style but the library's.
const place = document.getElementById("root")!;
const { left = "0", top = "0", width = "800", height = "600" } = Object.fromEntries(new URLSearchParams(location.search));
place.dataset.place = "";
Object.assign(place.style, { position: "fixed", left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
createRoot(place).render(<Chat />);
