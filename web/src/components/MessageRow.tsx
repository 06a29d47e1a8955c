import { memo } from "react";
import type { Message } from "../api/contract";
import { AllyReply } from "./AllyReply";
import { UserMessage } from "./UserMessage";

export interface MessageRowProps {
  message: Message;
  question: Message | undefined;
  /** The last reply of the conversation, with nothing behind it. */
  last: boolean;
  /** The person's own last message, which may be edited. */
  lastOwn: boolean;
  mayWrite: boolean;
  isWriting: boolean;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  switch (props.message.role) {
    case "user":
      return <UserMessage {...props} />;
    case "ally":
      return <AllyReply {...props} />;
    case "system":
      return <p className="al:pb-6 al:text-center al:text-xs al:text-muted">{props.message.content}</p>;
  }
});
