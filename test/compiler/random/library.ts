import { analyse, type CompilerCache } from "../../../compiler/compile.ts";
import type { Declaration } from "../../../compiler/model/declaration.ts";
import { ERROR } from "../../../compiler/model/types/construct.ts";
import { fits } from "../../../compiler/model/types/fits.ts";
import { inference } from "../../../compiler/model/types/inference.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import { memoryHost } from "../../support/memory-host.ts";

/** What the standard library declares, as a generator of programs needs it. */
export interface Library {
  /** Functions and fields, with and without a receiver. */
  readonly functions: readonly Declaration[];
  /** Operators of streams and of agents' wires. */
  readonly operators: readonly Declaration[];
  components(role: "source" | "channel" | "sink" | "topic"): readonly Declaration[];
  /** What `receiver.name` stands for: the first of several declarations of that name that fits. */
  member(receiver: Type, name: string): Declaration | undefined;
}

/** The type of their state has to be written on a parameter, which these programs never do. */
const withState: ReadonlySet<string> = new Set(["process", "mapWithState", "updateStateByKey"]);

/** Reads the declarations of the standard library, by the checker's own means: new ones are covered unasked. */
export function readLibrary(cache: CompilerCache): Library {
  const { checked } = analyse(memoryHost({ "/empty.flow": "" }), "/empty.flow", cache);
  const scope = checked.scopeAt(checked.entry, 0);
  // An error fits every receiver.
  const members = scope.members(ERROR).map((symbol) => symbol.declaration);
  const plain = scope.values().flatMap((symbol) => (symbol.kind === "extern" ? symbol.declaration : []));
  const functions = [...members, ...plain].filter((one) => one.kind === "fn" || one.kind === "field");
  return {
    functions,
    operators: members.filter((one) => one.kind === "operator" && !withState.has(one.name)),
    components: (role) => scope.components(role).map((symbol) => symbol.declaration),
    member: (receiver, name) =>
      members.find(
        (one) => one.name === name && one.receiver !== null && fits(receiver, one.receiver, inference(one.typeParams)),
      ),
  };
}
