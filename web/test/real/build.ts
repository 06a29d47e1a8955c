import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { PROJECT } from "./backend";

declare module "vitest" {
  export interface ProvidedContext {
    /** The built local tool. */
    tool: string;
  }
}

/** Builds the local tool once for all files. `ALLY_TOOL` names one that is built already. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const built = process.env.ALLY_TOOL;
  const folder = await mkdtemp(join(tmpdir(), "ally-tool-"));
  const tool = built ?? join(folder, "ally");
  if (built === undefined) await promisify(execFile)("go", ["build", "-o", tool, "./cmd/ally"], { cwd: PROJECT });
  project.provide("tool", tool);
  return () => rm(folder, { recursive: true, force: true });
}
