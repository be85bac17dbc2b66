import { createHash } from "node:crypto";
import type { Partner } from "../../grammar/scan/brackets.ts";
import { scan } from "../../grammar/scan/scan.ts";
import * as t from "../../grammar/tokens/tokens.ts";
import { createNames } from "./names.ts";
import type { OriginsDraft } from "./origins.ts";
import type { StreamNode, StreamOperator, StreamPort, StreamWire } from "./plan.ts";

/** Operators without a name of their own, by the id that they would have if each were the only one. */
export type Unnamed = ReadonlyMap<string, readonly UnnamedOperator[]>;

/** An operator without a name of the program's, whose id comes from the text of its chain. */
export interface UnnamedOperator {
  readonly id: string;
  /** All of its chain, as written: `lines.map(f).window(1m)`. */
  readonly text: string;
  /** The same as `id` within its stream, with the name that stood there before: `rows.window`. */
  readonly keptAs: string;
}

/** What is read of a stream's draft. */
interface Chains {
  readonly unnamed: Unnamed;
  /** What lets and inputs were called before, by their names now. */
  readonly former: ReadonlyMap<string, string>;
}

interface Nodes {
  readonly nodes: readonly StreamNode[];
  readonly wires: readonly StreamWire[];
}

/**
 * Tells operators apart that would have the same id, by what is written and not by where: state is found again under
 * these ids, and two that change places keep theirs. Only those whose chains are the same are numbered.
 */
export function withStableIds(
  { nodes, wires }: Nodes,
  { unnamed, former }: Chains,
  { made }: Pick<OriginsDraft, "made">,
): Nodes {
  const renamed = new Map<string, string>();
  const kept = new Map<string, Pick<StreamOperator, "keptAs" | "keptAsChain">>();
  const taken = createNames(nodes.map(({ id }) => id));
  const keptNames = createNames();
  const stateful = new Set(nodes.flatMap((node) => (node.kind !== "input" && node.isStateful ? [node.id] : [])));
  for (const [wanted, operators] of unnamed) {
    const isAlone = operators.length < 2;
    for (const { id, text, keptAs } of operators) {
      // Most are alone and keep nothing: then nobody asks for the hash.
      if (isAlone && !stateful.has(id)) continue;
      const chain = keptNames.take(tableName(`${keptAs}_${hashOf(text, former)}`), "_");
      kept.set(id, { keptAs: isAlone ? tableName(keptAs) : chain, keptAsChain: chain });
      if (!isAlone) renamed.set(id, taken.take(`${wanted}_${hashOf(text, NOTHING_RENAMED)}`, "_"));
    }
  }
  const nameOf = (id: string): string => renamed.get(id) ?? id;
  const origins = [...renamed].map(([id, name]) => [name, made.get(id)] as const);
  for (const id of renamed.keys()) made.delete(id);
  for (const [name, origin] of origins) if (origin !== undefined) made.set(name, origin);
  return {
    nodes: nodes.map((node) =>
      node.kind === "input"
        ? node
        : { ...node, ...kept.get(node.id), id: nameOf(node.id), inputs: renamedPorts(node.inputs, nameOf) },
    ),
    wires: wires.map((wire) => ({ ...wire, from: nameOf(wire.from) })),
  };
}

/** The name of what an operator keeps, from its own within the stream: `hits.filter` is `hitsFilter`. */
export function tableName(within: string): string {
  return within.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const NOTHING_RENAMED: ReadonlyMap<string, string> = new Map();

function renamedPorts(
  [first, ...others]: StreamOperator["inputs"],
  nameOf: (id: string) => string,
): StreamOperator["inputs"] {
  const renamed = (port: StreamPort): StreamPort => ({ ...port, node: nameOf(port.node) });
  return [renamed(first), ...others.map(renamed)];
}

/**
 * By tokens: comments, line breaks, commas and the parentheses of a lambda may change, and what was kept is still found.
 * Names that were others before, `former`, count as those.
 */
function hashOf(text: string, former: ReadonlyMap<string, string>): string {
  const { tokens } = scan(text);
  const ignored = new Set(
    tokens.flatMap((token) => {
      if (token.tokenType === t.Comma) return [token];
      return token.tokenType === t.LambdaParen ? [token, (token.payload as Partner).closer] : [];
    }),
  );
  const written = tokens
    .filter((token) => !ignored.has(token))
    .map(({ image }, index, all) => (isMember(all[index - 1]) ? image : (former.get(image) ?? image)));
  return createHash("sha256").update(written.join(" ")).digest("hex").slice(0, 6);
}

function isMember(before: ReturnType<typeof scan>["tokens"][number] | undefined): boolean {
  return before?.tokenType === t.Dot || before?.tokenType === t.QuestionDot;
}
