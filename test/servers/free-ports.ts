import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ranges that Linux (32768) and macOS (49152) take outgoing connections from. A client that keeps dialling a
 * stopped server's port could otherwise be given that very port, connect to itself, and keep the server from coming back.
 */
const lowest = 20_000;
const highest = 32_000;

const handedOut = new Set<number>();

/** Ports of 127.0.0.1 that nothing listens on and that this process was not given before. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    ports.push(port);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(port, "127.0.0.1");
    await once(probe, "listening");
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}
