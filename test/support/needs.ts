import { spawnSync } from "node:child_process";

/**
 * Leaves the test out, visibly, where a program that it drives is not installed. Under CI it has to be there.
 * Called first thing in a test or `before`, with its `this`.
 */
export function needs(context: Mocha.Context, program: string): void {
  const found = spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
  if (found) return;
  if (process.env["CI"] === "true") throw new Error(`${program} is not installed`);
  const test = context.currentTest ?? context.test;
  if (test) test.title += ` (left out: ${program} is not installed)`;
  context.skip();
}
