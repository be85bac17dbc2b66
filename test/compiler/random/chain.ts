import { shapeOf } from "../../../compiler/3-plan/operator-shape.ts";
import type { Declaration } from "../../../compiler/model/declaration.ts";
import { fits } from "../../../compiler/model/types/fits.ts";
import { inference, substitute } from "../../../compiler/model/types/inference.ts";
import type { GenericName, Type } from "../../../compiler/model/types/type.ts";
import { walk } from "../../../grammar/walk.ts";
import { mentionsAny } from "./calls.ts";
import { make } from "./expression.ts";
import { lambda } from "./lambda.ts";
import { regexWith, someRegex } from "./regexes.ts";
import { dataType, several, spelled } from "./types.ts";
import { captive, moduleScope, type Scope } from "./world.ts";

/** What flows somewhere: its expression, the type of its elements, and in a stream how often it has a batch. */
export interface Flow {
  readonly text: string;
  readonly element: Type;
  readonly slide: number;
  /** What the stream reads, as it is. */
  readonly isInput: boolean;
}

/** `flow` with some of the library's operators behind it. */
export function chain(flow: Flow, kind: GenericName, scope: Scope, others: readonly Flow[], most = 4): Flow {
  const { choices, stdlib: library } = scope.world;
  let last = flow;
  several(choices, 0, most, () => {
    const receiver: Type = { kind: "generic", name: kind, args: [last.element] };
    const fitting = library.operators.filter((one) => library.member(receiver, one.name) === one);
    const start = choices.below(1000);
    for (let index = 0; index < fitting.length; index++) {
      const next = applied(fitting[(start + index) % fitting.length] as Declaration, last, receiver, scope, others);
      if (next === null) continue;
      last = next;
      break;
    }
  });
  return last;
}

/** `flow.operator(…)`; null where something that it needs is not there. */
function applied(
  operator: Declaration,
  flow: Flow,
  receiver: Type,
  scope: Scope,
  others: readonly Flow[],
): Flow | null {
  const { world } = scope;
  const { choices } = world;
  const inferring = inference(operator.typeParams);
  // Only what a stream reads has headers.
  if (operator.name === "events" && !flow.isInput) return null;
  if (operator.receiver === null || !fits(receiver, operator.receiver, inferring)) return null;
  const { found } = inferring;
  let slide = flow.slide;
  const args: string[] = [];
  for (const param of operator.params) {
    // What has to be a pattern or a zone is no text of any kind.
    const isChecked = operator.checks.some((one) => one.param === param.name);
    // With clocks of its own a stream meets none of the others.
    const isClock = operator.windowed?.offset === param.name;
    if (param.value !== null && (isChecked || isClock || !choices.chance(40))) continue;
    const declared = param.type.kind === "nullable" ? param.type.type : param.type;
    for (const name of operator.typeParams) {
      if (found.has(name) || !mentionsAny(declared, [name])) continue;
      if (declared.kind === "generic" && declared.name === "DStream") {
        const other = others.find((one) => one.slide === flow.slide && fits(streamOf(one), declared, inferring));
        if (other === undefined) return null;
      } else if (declared.kind !== "generic") found.set(name, dataType(world, 1));
    }
    const type = substitute(declared, found);
    let value: string;
    if (declared.kind === "generic" && declared.name === "Regex") {
      value = regexWith(someRegex(choices).groups, choices);
    } else if (type.kind === "generic") {
      const fitting = others.filter((one) => one.slide === flow.slide && fits(streamOf(one), type));
      if (fitting.length === 0) return null;
      value = choices.pick(fitting).text;
    } else if (type.kind === "function" && declared.kind === "function") {
      const isEach = shapeOf(operator) === "elementwise";
      value = lambda(type, isEach ? scope : captive(scope), mentionsAny(declared.result, operator.typeParams)).text;
    } else if (type.kind === "duration") {
      // On a wire there are no batches.
      const length = Math.max(1, flow.slide) * (1 + choices.below(5));
      if (/slide/.test(param.name)) slide = length;
      // A slice ends behind its beginning.
      value = param.name === "to" ? `${flow.slide}s` : `${length}s`;
    } else {
      value =
        type.kind === "int"
          ? choices.pick(["3", "1"])
          : type.kind === "float" && isRequired(param.name, operator)
            ? choices.pick(["0.5", "1.0"])
            : make(type, moduleScope(world, 1), mentionsAny(declared, operator.typeParams)).text;
    }
    args.push(`${param.name}: ${value}`);
  }
  const result = operator.result?.kind === "generic" ? operator.result.args[0] : undefined;
  if (result === undefined) return null;
  for (const name of operator.typeParams) if (!found.has(name) && mentionsAny(result, [name])) return null;
  const text = `${flow.text}${choices.pick([".", "\n."])}${operator.name}(${args.join(", ")})`;
  return { text, element: spelled(substitute(result, found)), slide, isInput: false };
}

/** Whether not every value of that param does. */
function isRequired(param: string, { requires }: Declaration): boolean {
  let found = false;
  for (const { condition } of requires) {
    walk(condition, (node) => {
      found ||= node.kind === "NameExpr" && node.text === param;
    });
  }
  return found;
}

function streamOf(flow: Flow): Type {
  return { kind: "generic", name: "DStream", args: [flow.element] };
}
