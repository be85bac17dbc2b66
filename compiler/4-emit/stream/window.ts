/** `window` and `reduceByKeyAndWindow`: what is kept between batches. */
import type { StreamOperator } from "../../3-plan/plan.ts";
import { declareConst } from "../block.ts";
import { call, object, property } from "../code.ts";
import type { Doc } from "../layout.ts";
import { type At, markOf } from "../module.ts";
import { argument } from "../operators/chain.ts";
import { keyAndValue } from "../operators/pair.ts";
import { typeText } from "../types.ts";
import { pairTypes } from "./by-key.ts";
import { letName } from "./graph.ts";
import { keyOf } from "./key-of.ts";
import type { RestingOperator } from "./resting.ts";
import { intervalOf, type StreamWriting } from "./writing.ts";

export const window: RestingOperator = {
  open(operator, writing, at) {
    const { module } = writing.top;
    const made = [
      `new ${module.imports.runtime("Window")}<${typeText(module, operator.input)}>(`,
      object(lengths(operator, "length", writing)),
      ")",
    ];
    return keep(operator, "recent", made, writing, at);
  },
  add(operator, store, element, _writing, at) {
    at.block.statements.push([call([markOf(at, operator.place.span), `${store}.add`], [element.whole().doc]).doc, ";"]);
  },
  result: (operator, store, writing, at) => ({
    kind: "list",
    size: "length",
    doc: advance(operator, store, writing, at, true),
  }),
};

export const reduceByKeyAndWindow: RestingOperator = {
  open(operator, writing, at) {
    const { module } = writing.top;
    const [key, value] = pairTypes(operator);
    const byValue = keyOf(key);
    const merge = module.emit(argument(operator, "merge"), writing.top).whole().doc;
    const options = [...lengths(operator, "window", writing), property("merge", merge)];
    if (byValue !== null) options.push(property("keyOf", byValue));
    const types = `<${typeText(module, key)}, ${typeText(module, value)}>`;
    const made = [`new ${module.imports.runtime("WindowedReduce")}${types}(`, object(options), ")"];
    return keep(operator, "windowed", made, writing, at);
  },
  add(operator, store, element, _writing, at) {
    const [key, value] = keyAndValue(element, operator.input, at);
    const args = [key.whole().doc, value.whole().doc];
    at.block.statements.push([call([markOf(at, operator.place.span), `${store}.add`], args).doc, ";"]);
  },
  result: (operator, store, writing, at) => ({
    kind: "list",
    size: "length",
    doc: advance(operator, store, writing, at, true),
  }),
};

/** Ends the batch for a window; gives the name of its elements, which are null unless `always`, where none ends. */
export function advance(
  operator: StreamOperator,
  store: string,
  writing: StreamWriting,
  at: At,
  always: boolean,
): string {
  const now = [
    markOf(at, operator.place.span),
    `${store}.advance(${writing.params.batch()}.time)`,
    always ? " ?? []" : "",
  ];
  return declareConst(at.block, `${store}Now`, now);
}

function lengths(operator: StreamOperator, length: string, writing: StreamWriting): Doc[] {
  const emit = (name: string): Doc | null => {
    const value = operator.args.find((arg) => arg.name === name)?.value ?? null;
    if (value === null || value.kind === "NullLiteral") return null;
    return writing.top.module.emit(value, writing.top).whole().doc;
  };
  const every = intervalOf(operator, writing);
  return [
    property("window", emit(length) ?? every),
    property("slide", emit("slide") ?? every),
    property("every", every),
  ];
}

/** Keeps something under a key that survives an edit: the name of its `let`, or its id below the stream's. */
function keep(operator: StreamOperator, wanted: string, made: Doc, writing: StreamWriting, at: At): string {
  const below = operator.id.slice(writing.graph.plan.id.length + 1);
  const key = below.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
  const name = declareParameter(letName(operator) ?? wanted, writing, at);
  writing.state.push({ key, name, made });
  return name;
}

/** A name that is free here, and in all blocks around: slower parts stand side by side, and share the parameters. */
function declareParameter(wanted: string, { scope }: StreamWriting, at: At): string {
  let name = wanted;
  for (let number = 2; !at.block.scope.isFree(name); number++) name = `${wanted}${number}`;
  return scope.declare(name);
}
