import "../styles.css";
import "./page.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Page } from "./Page";

const place = document.getElementById("page");
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
