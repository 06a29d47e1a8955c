import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where Ally is served, such as http://localhost:40123. */
    ally: string;
    emulator: { host: string; port: number };
  }
}

/** Starts `ally dev` on free ports, with data of its own; the answer ends it. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const root = resolve(import.meta.dirname, "../../..");
  const folder = mkdtempSync(join(tmpdir(), "ally-system-"));
  const program = join(folder, "ally");
  execFileSync("go", ["build", "-o", program, "./cmd/ally"], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  const port = await freePort();
  const dev = spawn(program, ["dev", "--port=0", `--emulator-port=${port}`, `--data=${join(folder, "data")}`], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const told: string[] = [];
  createInterface({ input: dev.stderr }).on("line", (line) => told.push(line));
  try {
    project.provide("ally", await ready(dev, told));
  } catch (thrown) {
    await end(dev);
    throw thrown;
  }
  project.provide("emulator", { host: "127.0.0.1", port });
  return async () => {
    await end(dev);
    rmSync(folder, { recursive: true, force: true });
  };
}

function ready(dev: ChildProcess, told: string[]): Promise<string> {
  return new Promise((found, failed) => {
    createInterface({ input: dev.stdout! }).on("line", (line) => {
      const address = /^Ally is ready at (.*)$/.exec(line)?.[1];
      if (address !== undefined) found(address);
    });
    dev.once("error", failed);
    dev.once("exit", (status) => failed(new Error(`ally dev ended with status ${status}:\n${told.slice(-30).join("\n")}`)));
  });
}

async function end(dev: ChildProcess): Promise<void> {
  if (dev.exitCode !== null || dev.signalCode !== null) return;
  const ended = new Promise((resolve) => dev.once("exit", resolve));
  dev.kill("SIGINT");
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => found(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
