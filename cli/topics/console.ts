import type { ConsoleCommand } from "../console/main.ts";

/**
 * Runs a command of the console, which reaches clusters and stores by the same modules as programs do. They are loaded
 * here, so that help and usage errors do not wait for them. Gives the exit status.
 */
export async function runConsole(asked: ConsoleCommand): Promise<number> {
  const console = await import("../console/main.ts");
  return await console.runConsole(asked);
}
