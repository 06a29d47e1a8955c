import { createRoot } from "react-dom/client";
import { Host } from "./Host";
import "./host.css";

createRoot(document.getElementById("root")!).render(<Host />);
