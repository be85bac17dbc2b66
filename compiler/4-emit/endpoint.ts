/** Sources, channels, sinks and topics as expressions. */
import { constants, evaluate, knownStart } from "../2-check/value/evaluate.ts";
import { type MadeOrigin, originOf } from "../3-plan/origins.ts";
import type {
  ComponentPlan,
  Endpoint,
  SinkGroupPlan,
  TablePlan,
  TopicPlan,
  TopicReaderPlan,
  TopicSinkPlan,
  TopicWriterPlan,
} from "../3-plan/plan.ts";
import { mentions } from "../model/schema-params.ts";
import { primitive } from "../model/types/construct.ts";
import type { Type } from "../model/types/type.ts";
import { call, object, property } from "./code.ts";
import type { Doc } from "./doc.ts";
import { encoderOf } from "./encoder.ts";
import { externArgument } from "./expression/extern.ts";
import { type At, declared, markOf } from "./module.ts";
import { probeComponent } from "./probe.ts";
import { jsonText } from "./rejects.ts";
import { schemaOf } from "./schema.ts";
import { quoted } from "./text.ts";
import { typeText } from "./types.ts";

/** `netcat({ port: 44444 }, { name: "a1.r1", place: "…", element: t.string })` */
export function emitComponent(component: ComponentPlan, at: At): Doc {
  if (at.module.testing) return emitTestPart(TEST_PARTS[component.role], component, at);
  const { made, callee } = emitMaker(component.id, component.element, at);
  const declared = emitDeclared(component, at, {
    encode: encoderFor(made, component.element, at),
    text: textFor(made, component.element, at),
  });
  return probeComponent(component.role, call(callee, [emitOptions(made, at), declared]).doc, at);
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
  const { id, element, name, keptAs, place } = topic;
  if (at.module.testing) {
    const type = typeText(at.module, element);
    // Its readers see the key in the headers.
    const { maker, args: all } = originOf(at.module.origins.made, id);
    const key = { maker, args: all.filter((arg) => arg.name === "key") };
    const args = [emitOptions(key, at), emitDeclared({ id: name, place, element }, at)];
    return call([at.module.imports.runtime("testTopic"), `<${type}>`], args).doc;
  }
  const { made, callee } = emitMaker(id, element, at);
  const options = emitOptions(made, at, topic.sinks);
  const former = keptAs === id ? {} : { keptAs };
  const declaredAs = { id: name, place, element, ...former };
  return call(callee, [options, emitDeclared(declaredAs, at, { encode: encoderFor(made, element, at) })]).doc;
}

/** A table's own declaration; in a test its key is all that it has. */
export function emitTableValue({ id, name, element, place }: TablePlan, at: At): Doc {
  const { made, callee } = emitMaker(id, element, at);
  const about = emitDeclared({ id: name, place, element }, at);
  if (!at.module.testing) return call(callee, [emitOptions(made, at), about]).doc;
  const key = { maker: made.maker, args: made.args.filter((arg) => arg.name === "key") };
  return call(at.module.imports.runtime("testTable"), [emitOptions(key, at), about]).doc;
}

/** `failover(["k1", "k2"], { … })` */
export function emitSinkGroup(group: Pick<SinkGroupPlan, "id" | "members">, at: At): Doc {
  const { maker, args } = originOf(at.module.origins.made, group.id);
  const members: Doc = `[${group.members.map(quoted).join(", ")}]`;
  const options = emitOptions({ maker, args: args.filter((arg) => arg.values === null) }, at);
  return call(at.module.imports.extern(maker), [members, options]).doc;
}

/**
 * What a component is told about itself: `keptAs` only where that is another name, and what writes its bodies where
 * there is such code.
 */
export function emitDeclared(
  of: Pick<Endpoint, "id" | "place" | "element"> & Partial<Pick<Endpoint, "keptAs">>,
  at: At,
  { encode = null, text = null }: { readonly encode?: string | null; readonly text?: Doc | null } = {},
): Doc {
  const { keptAs = of.id } = of;
  return object([
    property("name", quoted(of.id)),
    ...(keptAs === of.id ? [] : [property("keptAs", quoted(keptAs))]),
    property("place", quoted(of.place.text)),
    property("element", schemaOf(at, of.element)),
    ...(encode === null ? [] : [property("encode", encode)]),
    ...(text === null ? [] : [property("text", text)]),
  ]);
}

/** The encoder of bodies of type `element`, where `made` writes those as JSON: `writes json for format`. */
function encoderFor({ maker, args }: MadeOrigin, element: Type, at: At): string | null {
  const { writesJson, params } = maker.declaration;
  if (writesJson === null) return null;
  const given = args.find(({ name, spreadField }) => name === writesJson.option && spreadField === null);
  const option = given?.value ?? params.find(({ name }) => name === writesJson.option)?.value ?? null;
  const known = option === null ? undefined : evaluate(option, constants(at.module.checked.symbols));
  return known === undefined || known === "json" || known === "auto" ? encoderOf(at, element) : null;
}

/** What makes a text of bodies of type `element`, where `made` shows them: `writes text`. */
function textFor({ maker }: MadeOrigin, element: Type, at: At): Doc | null {
  if (!maker.declaration.writesText || element.kind === "bytes") return null;
  return jsonText(element, primitive("string"), at);
}

/** `{ reader: "trending", startAt: "latest" }`: what the agent or stream that reads keeps its groups as, unless one is named. */
export function emitReading(reader: TopicReaderPlan, owner: string, exclusive: boolean, at: At): Doc {
  const { group, start } = originOf(at.module.origins.readers, reader.id);
  const who =
    group === null ? property("reader", quoted(owner)) : property("group", at.module.emit(group, at).whole().doc);
  const startAt = start === null ? quoted("latest") : at.module.emit(start, at).whole().doc;
  return object([who, property("startAt", startAt), ...(exclusive ? [property("exclusive", "true")] : [])]);
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
  return probeComponent("sink", call(at.module.imports.runtime("toTopic"), args).doc, at);
}

function emitOptions(
  { maker, args }: Pick<MadeOrigin, "maker" | "args">,
  at: At,
  sinks: readonly TopicSinkPlan[] = [],
): Doc {
  return object(
    args.flatMap((arg) => {
      const to = sinks.find(({ option }) => option === arg.name)?.to;
      if (to !== undefined) {
        return [property(arg.name, to.kind === "component" ? emitComponent(to, at) : emitTopicWriter(to, at))];
      }
      if (maker.declaration.shared.some((option) => option.name === arg.name)) return [];
      const value = externArgument(maker, arg, at);
      return value === null ? [] : [property(arg.name, value)];
    }),
  );
}

/** The function that makes `id`, with the type of the bodies that pass it where it takes any. */
function emitMaker(id: string, element: Type, at: At): { readonly made: MadeOrigin; readonly callee: Doc } {
  const made = originOf(at.module.origins.made, id);
  const { typeParams, kind, result } = made.maker.declaration;
  const typeArgs = at.module.checked.calls.get(made.call)?.typeArgs;
  // The body's type is all that a component depends on; the options bring their own.
  const params = typeParams.filter((param) => result === null || mentions(result, param));
  const types = kind === "channel" ? [element] : params.map((param) => typeArgs?.get(param) ?? element);
  const written = types.length === 0 ? "" : `<${types.map((type) => typeText(at.module, type)).join(", ")}>`;
  const imported = at.module.imports.extern(made.maker, exportFor(made, at));
  return { made, callee: [markOf(at, made.call.span), imported, written] };
}

/** The export that is enough for what the program says: `narrows hdfsOnDisk(path, "file://")`. */
function exportFor({ maker: { declaration }, args }: MadeOrigin, at: At): string {
  const lookup = constants(at.module.checked.symbols);
  const narrow = declaration.narrows.find(({ when }) =>
    when.every(({ param, start }) => {
      const given = args.find(({ name }) => name === param);
      // What a spread record gives is not looked into.
      if (given === undefined || given.spreadField !== null) return false;
      const value = given.value ?? declaration.params.find(({ name }) => name === param)?.value;
      if (value == null) return false;
      return start === null ? evaluate(value, lookup) === null : knownStart(value, lookup).startsWith(start);
    }),
  );
  return narrow?.name ?? declaration.name;
}
