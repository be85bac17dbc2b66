import { originOf } from "../../3-plan/origins.ts";
import { declareConst } from "../block.ts";
import { call, object, property } from "../code.ts";
import type { Doc } from "../doc.ts";
import { externArgument } from "../expression/extern.ts";
import { markOf } from "../module.ts";
import { NO_HINT } from "../operators/name-hint.ts";
import { schemaOf } from "../schema.ts";
import { quoted } from "../text.ts";
import { typeText } from "../types.ts";
import { gathered } from "./gathered.ts";
import { letName } from "./graph.ts";
import { keyOf } from "./key-of.ts";
import { type Opening, type PipelineBreaker, storeOf } from "./operator-emitter.ts";
import { keep } from "./windowed.ts";

/**
 * An operator with a module of its own whose declaration says what it keeps: a function of its options makes what is given
 * each batch, and the table in which it keeps that.
 */
export const fromStatefulModule: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  open(opening) {
    const { operator, writing, at } = opening;
    keep(operator, `${operator.name}State`, made(opening), writing, at);
    return gathered.open(opening);
  },
  accept: gathered.accept,
  finish(gathering) {
    const { operator, writing, at } = gathering;
    const kept = writing.state.find(({ key }) => key === operator.keptAs);
    if (kept === undefined) throw new Error(`${operator.id} keeps nothing`);
    writing.waits.add(operator.id);
    const elements = operator.inputs.map(({ port }) => storeOf(gathering, port));
    const advanced = call(
      [markOf(at, operator.place.span), `${kept.name}.advance`],
      [writing.params.batch(), ...elements],
    );
    const doc: Doc = ["await ", advanced.doc];
    const name = letName(operator);
    return {
      kind: "list",
      size: "length",
      doc: declareConst(at.block, name === null ? operator.name : `${name}Now`, doc),
    };
  },
};

/** `new OperatorState<…>({ kind: "latest", …, make: () => latest<string>({ n: 3 }) })` */
function made({ operator, writing }: Opening): Doc {
  const { top } = writing;
  const { maker, args } = originOf(top.module.origins.made, operator.id);
  const { keeps, typeArgs } = operator;
  if (keeps === null) throw new Error(`${operator.id} does not say what it keeps`);
  const [key, state] = [keeps.key.element, keeps.value.element];
  const byValue = keyOf(key);
  const options = args.flatMap((arg) => {
    const value = externArgument(maker, arg, top);
    return value === null ? [] : [property(arg.name, value)];
  });
  const written =
    typeArgs.length === 0 ? "" : `<${typeArgs.map(({ element }) => typeText(top.module, element)).join(", ")}>`;
  const making = call([top.module.imports.extern(maker), written], [object(options)]).doc;
  const [own, ...others] = operator.inputs.map(({ element }) => typeText(top.module, element));
  const types = [own, ...[key, state, operator.element].map((type) => typeText(top.module, type))];
  if (others.length > 0) types.push(`[${others.join(", ")}]`);
  const properties = [
    property("kind", quoted(operator.name)),
    property("key", schemaOf(top, key)),
    property("state", schemaOf(top, state)),
    ...(byValue === null ? [] : [property("keyOf", byValue)]),
    property("make", ["() => ", making]),
  ];
  return [`new ${top.module.imports.runtime("OperatorState")}<${types.join(", ")}>(`, object(properties), ")"];
}
