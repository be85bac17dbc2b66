/** Sources, channels, sinks and topics as expressions. */
import type { CallExpr } from "../../grammar/ast.ts";
import { constants, knownStart } from "../2-check/evaluate.ts";
import type {
  ComponentPlan,
  Endpoint,
  SinkGroupPlan,
  TopicPlan,
  TopicReaderPlan,
  TopicSinkPlan,
  TopicWriterPlan,
} from "../3-plan/plan.ts";
import type { BoundArgument, Extern } from "../checked.ts";
import { mentions } from "../schema-params.ts";
import type { Type } from "../types/type.ts";
import { call, object, property } from "./code.ts";
import { externArgument } from "./expression/extern.ts";
import type { Doc } from "./layout.ts";
import { type At, declared, markOf } from "./module.ts";
import { schemaOf } from "./schema.ts";
import { quoted } from "./text.ts";
import { typeText } from "./types.ts";

/** `netcat({ port: 44444 }, { name: "a1.r1", place: "…", element: t.string })` */
export function emitComponent(component: ComponentPlan, at: At): Doc {
  if (at.module.testing) return emitTestPart(TEST_PARTS[component.role], component, at);
  const symbol = externOf(component.call, at);
  const callee = importedComponent(component.call, component.element, at);
  return call(callee, [emitOptions(symbol, component.args, at), emitDeclared(component, at)]).doc;
}

/** `testSource<string>({ name: "a1.r1", … })`: what stands for a component in a test module, whatever its options. */
export function emitTestPart(
  name: "testChannel" | "testInput" | "testSink" | "testSource",
  of: Pick<Endpoint, "id" | "place" | "element">,
  at: At,
): Doc {
  const callee = [at.module.imports.runtime(name), `<${typeText(at.module, of.element)}>`];
  return call(callee, [emitDeclared(of, at)]).doc;
}

const TEST_PARTS = { source: "testSource", channel: "testChannel", sink: "testSink" } as const;

/** A topic's own declaration. */
export function emitTopicValue(topic: TopicPlan, at: At): Doc {
  const { element, name, place } = topic;
  if (at.module.testing) {
    const type = typeText(at.module, element);
    // Its readers see the key in the headers.
    const key = topic.args.filter((arg) => arg.name === "key");
    const args = [emitOptions(externOf(topic.call, at), key, at), emitDeclared({ id: name, place, element }, at)];
    return call([at.module.imports.runtime("testTopic"), `<${type}>`], args).doc;
  }
  const options = emitOptions(externOf(topic.call, at), topic.args, at, topic.sinks);
  const callee = importedComponent(topic.call, element, at);
  return call(callee, [options, emitDeclared({ id: name, place, element }, at)]).doc;
}

/** `failover(["k1", "k2"], { … })` */
export function emitSinkGroup(group: SinkGroupPlan, at: At): Doc {
  const symbol = externOf(group.call, at);
  const members: Doc = `[${group.members.map(quoted).join(", ")}]`;
  const options = emitOptions(
    symbol,
    group.args.filter((arg) => arg.values === null),
    at,
  );
  return call(at.module.imports.extern(symbol), [members, options]).doc;
}

/** What a component is told about itself. */
export function emitDeclared(of: Pick<Endpoint, "id" | "place" | "element">, at: At): Doc {
  return object([
    property("name", quoted(of.id)),
    property("place", quoted(of.place.text)),
    property("element", schemaOf(at, of.element)),
  ]);
}

/** `{ reader: "trending", startAt: "latest" }`: the agent or stream that reads, unless a group is named. */
export function emitReading(reader: TopicReaderPlan, owner: string, exclusive: boolean, at: At): Doc {
  const who =
    reader.group === null
      ? property("reader", quoted(owner))
      : property("group", at.module.emit(reader.group, at).whole().doc);
  const start = reader.start === null ? quoted("latest") : at.module.emit(reader.start, at).whole().doc;
  return object([who, property("startAt", start), ...(exclusive ? [property("exclusive", "true")] : [])]);
}

/** The constant that holds a topic. */
export function topicName(id: string, at: At): string {
  for (const unit of at.module.checked.units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind === "TopicDecl" && at.module.ids.get(decl) === id) return declared(at, decl);
    }
  }
  throw new Error(`there is no topic ${id}`);
}

/** A topic where it is written: as a sink, or as an output of a stream. */
export function emitTopicWriter(writer: TopicWriterPlan, at: At): Doc {
  const args = [topicName(writer.topic, at), emitDeclared(writer, at)];
  return call(at.module.imports.runtime("toTopic"), args).doc;
}

function emitOptions(
  symbol: Extern,
  args: readonly BoundArgument[],
  at: At,
  sinks: readonly TopicSinkPlan[] = [],
): Doc {
  return object(
    args.flatMap((arg) => {
      const to = sinks.find(({ option }) => option === arg.name)?.to;
      if (to !== undefined) {
        return [property(arg.name, to.kind === "component" ? emitComponent(to, at) : emitTopicWriter(to, at))];
      }
      if (symbol.declaration.shared.some((option) => option.name === arg.name)) return [];
      const value = externArgument(symbol, arg, at);
      return value === null ? [] : [property(arg.name, value)];
    }),
  );
}

/** The function that makes a component, with the type of the bodies that pass it where it takes any. */
function importedComponent(expr: CallExpr, element: Type, at: At): Doc {
  const symbol = externOf(expr, at);
  const { typeParams, kind, result } = symbol.declaration;
  const typeArgs = at.module.checked.calls.get(expr)?.typeArgs;
  // The body's type is all that a component depends on; the options bring their own.
  const params = typeParams.filter((param) => result === null || mentions(result, param));
  const types = kind === "channel" ? [element] : params.map((param) => typeArgs?.get(param) ?? element);
  const written = types.length === 0 ? "" : `<${types.map((type) => typeText(at.module, type)).join(", ")}>`;
  return [markOf(at, expr.span), at.module.imports.extern(symbol, exportFor(expr, symbol, at)), written];
}

/** The export that is enough for what the program says: `narrows hdfsOnDisk(path, "file://")`. */
function exportFor(expr: CallExpr, { declaration }: Extern, at: At): string {
  const { symbols, calls } = at.module.checked;
  const args = calls.get(expr)?.args ?? [];
  const narrow = declaration.narrows.find(({ param, start }) => {
    const arg = args.find(({ name, spreadField }) => name === param && spreadField === null);
    return arg?.value != null && knownStart(arg.value, constants(symbols)).startsWith(start);
  });
  return narrow?.name ?? declaration.name;
}

/** The declaration that a call of a component stands for. */
function externOf(expr: CallExpr, at: At): Extern {
  const symbol = at.module.checked.calls.get(expr)?.callee;
  if (symbol?.kind !== "extern") throw new Error("a component that is not declared");
  return symbol;
}
