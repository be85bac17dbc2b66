import type { Extern } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { type CheckContext, report } from "../context/context.ts";

/** Kinds of components that are given something to count with. */
const COUNTING: readonly string[] = ["source", "sink", "channel", "topic", "table"];

/** What the runtime counts of components itself: a declaration that has one of these names would mix up the two. */
const OF_THE_RUNTIME: readonly string[] = [
  "accepted",
  "channelFull",
  "deadLetters",
  "dropped",
  "failed",
  "in",
  "out",
  "rejected",
  "retried",
  "seconds",
  "writes",
  "written",
];

/** Reports each `counts` clause that declares no counter of its own. */
export function checkCounts(context: CheckContext, { decl, unit }: Extern): void {
  const known = new Set<string>();
  for (const { word, args, text, span } of decl.clauses) {
    if (word.text !== "counts") continue;
    const [name] = args;
    const why =
      name?.kind !== "NameExpr" || args.length > 1 || text === null
        ? "`counts` takes one name and a text"
        : whyNot(name.text, decl.externKind, known);
    if (why !== null) report(context, { unit }, (name ?? { span }).span, messages.report("FLOW3140", { why }));
  }
}

function whyNot(name: string, kind: string, known: Set<string>): string | null {
  if (!COUNTING.includes(kind)) return `an \`extern ${kind}\` has nothing to count with`;
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) return `\`${name}\` is not a name that a metric can be made of`;
  if (OF_THE_RUNTIME.includes(name)) return `\`${name}\` is counted for every component`;
  if (known.has(name)) return `the counter \`${name}\` is declared twice`;
  known.add(name);
  return null;
}
