import type { Machine } from "../machine/machine.ts";
import type { DeclaredComponent } from "../script.ts";
import { runCommand } from "./command.ts";
import { produceLines } from "./embedded.ts";
import type { Feed } from "./feed.ts";
import { growFile, writeFile } from "./files.ts";
import { sendLines } from "./sender.ts";
import { serveLines } from "./server.ts";
import { spoolFiles } from "./spooled-files.ts";
import { sendMessages } from "./syslog.ts";
import { fillTopic } from "./topic.ts";

/** Lines of a source: its recorded input, or numbered ones. */
export type LinesOf = (source: string) => readonly string[];

/** Sources that are fed, by the name of their declaration. */
const feeders: Readonly<
  Record<string, (machine: Machine, component: DeclaredComponent, lines: readonly string[]) => Feed>
> = {
  taildir: growFile,
  lines: writeFile,
  spooldir: spoolFiles,
  netcat: sendLines,
  syslog: sendMessages,
  socketText: serveLines,
  exec: runCommand,
  kafka: fillTopic,
  embedded: produceLines,
};

/** Topics, which others write only where the program does not. */
const topics: ReadonlySet<string> = new Set(["kafka", "embedded"]);

/** Components that are fed: sources, and topics which others write. */
export const fed: ReadonlySet<string> = new Set(Object.keys(feeders));

/** Feeds the sources among `components`. Throws for one that nobody can feed. */
export function feed(machine: Machine, components: readonly DeclaredComponent[], linesOf: LinesOf): readonly Feed[] {
  return components.flatMap((component) => {
    const feeder = feeders[component.component];
    const lines = feeder === undefined ? [] : linesOf(component.name);
    if (feeder === undefined || (lines.length === 0 && topics.has(component.component))) return [];
    return [feeder(machine, component, lines)];
  });
}
