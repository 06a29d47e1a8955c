import { createConnection, createServer, type Socket } from "node:net";

/** What stands between a browser and a server, and can be cut. (A browser that is told to be offline goes on with the answers that have begun.) */
export class Wire {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private readonly server = createServer((near) => {
    if (this.isCut) return void near.destroy();
    const far = createConnection(this.port, "127.0.0.1");
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.sockets.add(one);
      one.on("error", () => other.destroy()).on("close", () => (this.sockets.delete(one), other.destroy()));
      one.pipe(other);
    }
  });

  constructor(private readonly port: number) {}

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("the wire has no port");
    return `http://localhost:${address.port}`;
  }

  /** Breaks what is under way, and lets nothing through until it is mended. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
