import { Commands, type RunningCommand } from "../machine/commands.ts";
import type { Machine } from "../machine/machine.ts";
import type { DeclaredComponent } from "../script.ts";
import { type Feed, grow } from "./feed.ts";

/** A command that prints lines as long as it runs. What is in its pipe when it is stopped, nobody gets. */
export function runCommand(machine: Machine, { name, options }: DeclaredComponent, lines: readonly string[]): Feed {
  const command = spaced(String(options["command"]));
  let running: RunningCommand | null = null;
  let waiting: readonly string[] = [];
  const print = () => {
    if (running === null || waiting.length === 0) return;
    running.print(waiting.map((line) => `${line}\n`).join(""));
    waiting = [];
  };
  machine.part(Commands).add({
    is: (argv) => spaced(argv.join(" ")).includes(command),
    start(one) {
      running = one;
      print();
    },
    end(one) {
      if (running === one) running = null;
    },
  });
  const growing = grow(machine, lines, (some) => {
    waiting = [...waiting, ...some];
    print();
  });
  const isDone = () => growing.isDone() && waiting.length === 0;
  return { source: name, answers: () => null, begin: () => {}, isDone };
}

function spaced(text: string): string {
  return text.trim().split(/\s+/).join(" ");
}
