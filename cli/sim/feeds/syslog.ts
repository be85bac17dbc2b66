import type { SimulatedSocket } from "../machine/loopback.ts";
import type { Machine } from "../machine/machine.ts";
import type { DeclaredComponent } from "../script.ts";
import { type Feed, grow } from "./feed.ts";

/** How long a device waits before it connects again, in ms. */
const RECONNECT_AFTER = 500;

/**
 * A device that sends each line as a message of RFC 5424, without date or host; a line that begins as a message does, as it
 * is. It hears no answers: what is on its way when the connection ends, nobody gets.
 */
export function sendMessages(machine: Machine, { name, options }: DeclaredComponent, lines: readonly string[]): Feed {
  const { loopback, scheduler } = machine;
  let socket: SimulatedSocket | null = null;
  let waiting: readonly string[] = [];
  const send = () => {
    if (socket === null || waiting.length === 0) return;
    socket.write(waiting.map((line) => `${messageOf(line)}\n`).join(""));
    waiting = [];
  };
  const connect = () => {
    const made = loopback.connect(Number(options["port"]));
    const end = () => {
      if (socket === made) socket = null;
      made.destroy();
    };
    made.on("connect", () => {
      socket = made;
      send();
    });
    made.on("error", end);
    made.on("end", () => made.end());
    made.on("close", () => {
      end();
      scheduler.after(RECONNECT_AFTER, connect);
    });
    made.resume();
  };
  if (lines.length > 0) scheduler.after(RECONNECT_AFTER, connect);
  const growing = grow(machine, lines, (some) => {
    waiting = [...waiting, ...some];
    send();
  });
  const isDone = () => growing.isDone() && waiting.length === 0;
  return { source: name, breaksOff: true, answers: () => null, begin: () => {}, isDone };
}

function messageOf(line: string): string {
  return line.startsWith("<") ? line : `<13>1 - - - - - - ${line}`;
}
