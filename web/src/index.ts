import "./styles.css";

export { AllyWorkspace, type AllyWorkspaceProps } from "./components/AllyWorkspace";
export { AllyInputPanel, type AllyInputPanelProps } from "./components/AllyInputPanel";
export { AllyConversationPanel, type AllyConversationPanelProps } from "./components/AllyConversationPanel";
export { AllyActionsPanel, type AllyActionsPanelProps } from "./components/AllyActionsPanel";
export { AllyConfigPanel, type AllyConfigPanelProps } from "./components/AllyConfigPanel";
export { AllyComparisonDashboard, type AllyComparisonDashboardProps } from "./components/AllyComparisonDashboard";
export { AllyOutputCard, type AllyOutputCardProps } from "./components/AllyOutputCard";
export { AllyToggle, type AllyToggleProps, type AllySide } from "./components/AllyToggle";
export { useFeatureFlags, type FeatureFlags } from "./hooks/useFeatureFlags";
export { registerApp, type App, type AppPlace } from "./apps/registry";
export type { LiveSource } from "./conversation/live";
export type { Conversation, ContextUsed, Message, OutputCard } from "./api/contract";
