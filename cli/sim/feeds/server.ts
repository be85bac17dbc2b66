import type { SimulatedSocket } from "../machine/loopback.ts";
import type { Machine } from "../machine/machine.ts";
import type { DeclaredComponent } from "../script.ts";
import { type Feed, grow } from "./feed.ts";

/** A server that sends lines to whoever is connected. What is on its way when the connection ends, nobody gets. */
export function serveLines(machine: Machine, { name, options }: DeclaredComponent, lines: readonly string[]): Feed {
  const sockets = new Set<SimulatedSocket>();
  let waiting: readonly string[] = [];
  const send = () => {
    if (sockets.size === 0) return;
    for (const socket of sockets) socket.write(waiting.map((line) => `${line}\n`).join(""));
    waiting = [];
  };
  machine.loopback.listen(Number(options["port"]), {
    accept(socket) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
      socket.on("end", () => socket.destroy());
      socket.resume();
      send();
    },
  });
  const growing = grow(machine, lines, (some) => {
    waiting = [...waiting, ...some];
    send();
  });
  const isDone = () => growing.isDone() && waiting.length === 0;
  return { source: name, answers: () => null, begin: () => {}, isDone };
}
