import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What is answered to one question: so many numbered words. */
export interface Answer {
  words: number;
  /** Milliseconds between two of them. */
  pace: number;
  /** Nothing follows this word. */
  stallsAfter?: number;
}

/** A server that speaks the streaming part of Gemini's REST protocol, as slowly as a test needs it. */
export class SlowModel {
  answer: Answer = { words: 10, pace: 0 };
  private readonly server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  /** What `ally dev` is told, so that it asks this model. */
  get environment(): Record<string, string> {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("the model has not been started");
    return { ALLY_MODEL: "gemini", ALLY_GEMINI_URL: `http://127.0.0.1:${address.port}`, GOOGLE_AI_API_KEY: "none" };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for await (const _ of request);
    const { words, pace, stallsAfter = words } = this.answer;
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    for (let i = 1; i <= stallsAfter; i++) {
      await new Promise((resolve) => setTimeout(resolve, pace));
      if (response.destroyed) return;
      const candidate = { content: { role: "model", parts: [{ text: i === 1 ? word(i) : ` ${word(i)}` }] }, ...(i === words ? { finishReason: "STOP" } : {}) };
      response.write(`data: ${JSON.stringify({ candidates: [candidate], usageMetadata: { promptTokenCount: 40, candidatesTokenCount: i, totalTokenCount: 40 + i } })}\r\n\r\n`);
    }
    if (stallsAfter >= words) response.end();
  }
}

export function word(i: number): string {
  return `palabra${i}`;
}

/** All that the model answers, in full. */
export function wholeAnswer(words: number): string {
  return Array.from({ length: words }, (_, i) => word(i + 1)).join(" ");
}
