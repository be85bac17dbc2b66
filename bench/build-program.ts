import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Builds a program of `bench/programs` into a folder; gives the path of what runs. */
export async function buildProgram(program: string, folder: string, options: readonly string[]): Promise<string> {
  const args = ["dist/cli/main.js", "build", `bench/programs/${program}.flow`, "-o", folder, ...options];
  await promisify(execFile)(process.execPath, args);
  return `${folder}/${program}.mjs`;
}
