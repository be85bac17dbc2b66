import { once } from "node:events";
import { connect } from "node:net";
import { eventually } from "./eventually.ts";
import type { Running } from "./process.ts";

/** Resolves once something accepts connections on the port; rejects when the program ends before. */
export async function untilListening(port: number, program: Running): Promise<void> {
  await eventually(`somebody listens on ${port}`, async () => {
    if (program.child.exitCode !== null) throw new Error(`the program has ended:\n${program.stderr()}`);
    const socket = connect(port, "localhost");
    try {
      await once(socket, "connect");
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  });
}
