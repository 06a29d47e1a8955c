import { TriangleAlert } from "lucide-react";
import { Component, type ReactNode } from "react";
import { useTexts } from "../hooks/useAlly";
import { Blank } from "./Blank";
import { Button } from "./Button";

/** Keeps a defect in one part from taking the rest with it. */
export class Crash extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <Crashed again={() => this.setState({ crashed: false })} /> : this.props.children;
  }
}

function Crashed({ again }: { again(): void }) {
  const { t } = useTexts();
  return (
    <Blank icon={TriangleAlert} title={t("crash")} role="alert" action={<Button onClick={again}>{t("again")}</Button>}>
      {t("crash.why")}
    </Blank>
  );
}
