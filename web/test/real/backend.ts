import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Database } from "./database";

export const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));

/** Google's project while developing, and its emulator's. */
const GOOGLE_PROJECT = "demo-ally";

const START = 240_000;

export interface BackendOptions {
  tool: string;
  /** Beside what `ally dev` sets itself. */
  environment?: Record<string, string>;
}

/** A function that Cloud Scheduler calls. */
export interface Scheduled {
  call(): Promise<void>;
  stop(): void;
}

/** The environment, but for what the shell says of a model or a database, which is not meant for a test. */
function outside(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ALLY_|GOOGLE_|FIRESTORE_|ENABLE_ALLY|JWT_)/.test(name)));
}

/** A real `ally dev` with data of its own, at localhost. */
export class Backend {
  private process: ChildProcess | undefined;
  private said = "";

  private constructor(
    private readonly options: BackendOptions,
    private readonly folder: string,
    readonly port: number,
    private readonly emulatorPort: number,
  ) {}

  static async start(options: BackendOptions): Promise<Backend> {
    const folder = await mkdtemp(join(tmpdir(), "ally-real-"));
    const backend = new Backend(options, folder, await freePort(), await freePort());
    await backend.run();
    return backend;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get database(): Database {
    return new Database(`http://127.0.0.1:${this.emulatorPort}`, GOOGLE_PROJECT);
  }

  /** Starts it, or starts it again on the same data and ports, with what is given instead of the environment of before. */
  async run(environment = this.options.environment): Promise<void> {
    const child = spawn(this.options.tool, ["dev", `--port=${this.port}`, `--emulator-port=${this.emulatorPort}`, `--data=${join(this.folder, "data")}`], {
      cwd: PROJECT,
      env: { ...outside(), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process = child;
    this.said = "";
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`ally dev is not ready:\n${this.said}`)), START);
      const listen = (chunk: Buffer) => {
        this.said = (this.said + chunk.toString()).slice(-20_000);
        if (this.said.includes("Ally is ready at")) (clearTimeout(late), resolve());
      };
      child.stdout.on("data", listen);
      child.stderr.on("data", listen);
      child.once("exit", (code) => (clearTimeout(late), reject(new Error(`ally dev ended with ${code}:\n${this.said}`))));
      child.once("error", reject);
    });
  }

  /** Serves a scheduled function as its deployed service does, so that it can be called before its time. */
  async scheduled(name: string): Promise<Scheduled> {
    const port = await freePort();
    const child = spawn(this.options.tool, ["serve", name], {
      env: { ...outside(), GOOGLE_CLOUD_PROJECT: GOOGLE_PROJECT, FIRESTORE_EMULATOR_HOST: `127.0.0.1:${this.emulatorPort}`, ENVIRONMENT_NAME: "localhost", ENABLE_ALLY_BETA: "true", PORT: String(port) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const call = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST" });
      if (answer.status !== 204) throw new Error(`${name} answered ${answer.status}: ${said}`);
    };
    await until(`${name}'s service`, async () => {
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}: ${said}`);
      return call().then(() => true, (thrown: Error) => (thrown.message.includes("answered") ? Promise.reject(thrown) : false));
    });
    return { call, stop: () => void child.kill("SIGTERM") };
  }

  /** Ends it with what was under way given up, as when a machine dies. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
    await vacant(this.emulatorPort);
  }

  async stop(): Promise<void> {
    await this.end("SIGINT");
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Whether the word has reached the disk, where the next start finds it. */
  async hasSaved(word: string): Promise<boolean> {
    for (const entry of await readdir(join(this.folder, "data"), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || path.includes(".unfinished")) continue;
      const content = await readFile(path).catch(() => Buffer.alloc(0)); // what is replaced meanwhile goes away
      if (content.includes(word)) return true;
    }
    return false;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

/** Waits until nothing listens at the port any more. */
async function vacant(port: number): Promise<void> {
  const taken = () =>
    new Promise<boolean>((resolve) => {
      const server = createServer().once("error", () => resolve(true));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(false)));
    });
  await until("the emulator's end", async () => !(await taken()));
}

/** Asks until it is so. */
export async function until(what: string, is: () => Promise<boolean>, limit = 60_000): Promise<void> {
  const end = Date.now() + limit;
  while (!(await is())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
