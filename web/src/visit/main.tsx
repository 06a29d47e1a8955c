import "../styles.css";
import "../page/page.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { VisitPage } from "./VisitPage";

const place = document.getElementById("page");
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <VisitPage />
    </StrictMode>,
  );
}
