/** `test` blocks, as functions that write down what is given, how the clock moves and what is expected. */
import type { ExpectFailureStmt, ExpectStmt, Expr, GivenStmt, TestDecl } from "../../../grammar/ast.ts";
import { behindEvents } from "../../2-check/declaration/test-block.ts";
import { elementOf } from "../../3-plan/context.ts";
import type { StreamNode, StreamPlan } from "../../3-plan/plan.ts";
import { ERROR } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { createBlock } from "../block.ts";
import { call, object, property } from "../code.ts";
import { braced, brokenObject, type Doc, listed } from "../doc.ts";
import { constant } from "../expression/parameters.ts";
import { type At, declared, functionScope, type Module, NO_EXITS, symbolAt, typeOf } from "../module.ts";
import { eventType } from "../operators/event.ts";
import { schemaOf } from "../schema.ts";
import { quoted } from "../text.ts";
import { observerId } from "./observer.ts";
import { partAt, partsNamed, type TestPart } from "./part.ts";

/** `[{ name: "…", streams: […], write(test) { … } }, …]` */
export function emitTests(tests: readonly TestDecl[], top: At): Doc {
  return listed(
    "[",
    tests.map((test, index) => emitTest(test, index, top)),
    "]",
  );
}

function emitTest(decl: TestDecl, index: number, top: At): Doc {
  const { module } = top;
  const at: At = { ...top, block: createBlock(functionScope(module, `test ${index}`)), exits: NO_EXITS };
  const test = at.block.scope.declare("test");
  for (const [number, member] of decl.members.entries()) {
    switch (member.kind) {
      case "LetStmt": {
        const value = module.emit(member.value, at, member.name.text);
        module.bindings.set(member, constant(value, member.name.text, typeOf(at, member), at));
        break;
      }
      case "GivenStmt":
        at.block.statements.push([call(`${test}.given`, givenArguments(member, at)).doc, ";"]);
        break;
      case "AdvanceStmt":
        at.block.statements.push([call(`${test}.advance`, [module.emit(member.by, at).whole().doc]).doc, ";"]);
        break;
      case "ExpectFailureStmt": {
        const reason = member.reason === null ? [] : [module.emit(member.reason, at).whole().doc];
        const args = [String(number), quoted(ownerOf(member, module)), ...reason];
        at.block.statements.push([call(`${test}.expectFailure`, args).doc, ";"]);
        break;
      }
      case "ExpectStmt": {
        const { method, args } = expectation(member, at);
        at.block.statements.push([call(`${test}.${method}`, [String(number), ...args]).doc, ";"]);
        break;
      }
    }
  }
  const streams = streamsNamed(decl, at);
  return brokenObject([
    property("name", quoted(decl.name.text)),
    property("streams", listed("[", streams.map(quoted), "]")),
    [`write(${test}) `, braced(at.block.statements)],
  ]);
}

/** Names of the streams that a test names, or parts of. */
function streamsNamed(decl: TestDecl, { module }: At): readonly string[] {
  const streams = partsNamed(module, decl).flatMap((part) => (part.kind === "let" ? [part.stream.id] : []));
  const failing = decl.members.flatMap((member) =>
    member.kind === "ExpectFailureStmt" ? ownerOf(member, module) : [],
  );
  return [...new Set([...streams, ...failing.filter((id) => module.plan.streams.some((one) => one.id === id))])];
}

function ownerOf({ owner }: ExpectFailureStmt, module: Module): string {
  const symbol = symbolAt({ module }, owner);
  const id = symbol?.kind === "agent" || symbol?.kind === "stream" ? module.ids.get(symbol.decl) : undefined;
  if (id === undefined) throw new Error("a test expects a failure of what is neither agent nor stream");
  return id;
}

function givenArguments({ target, value }: GivenStmt, at: At): Doc[] {
  const part = partAt(at.module, target);
  const given = at.module.emit(value, at).whole().doc;
  if (part === null) throw new Error("a test gives to something that is not a part of the program");
  // Bodies of an agent's source or channel all belong to one batch.
  return [
    fedTarget(part, behindEvents(at.module.checked.symbols, target) !== null, at),
    part.kind === "component" || part.kind === "table" ? listed("[", [given], "]") : given,
  ];
}

function expectation({ actual, relation, expected }: ExpectStmt, at: At): { method: string; args: Doc[] } {
  const { module } = at;
  const part = partAt(module, actual);
  const found = part === null ? module.emit(actual, at, "found").whole().doc : "";
  const wanted = module.emit(expected, at, "expected").whole().doc;
  const type = typeOf(at, actual);
  if (part !== null) {
    const named = behindEvents(module.checked.symbols, actual);
    const element = seenElement(part, named ?? actual, at);
    const schema = schemaOf(at, named === null ? element : eventType(element));
    const args = [seenTarget(part, named !== null, at), schema, wanted];
    if (relation === "contains") return { method: "expectContains", args };
    if (part.kind !== "let") return { method: "expectAll", args };
    return { method: "expectBatches", args: isOrdered(part.stream, part.node) ? [...args, "true"] : args };
  }
  if (relation === "contains" && type.kind === "array") {
    return { method: "expectWithin", args: [schemaOf(at, type.element), found, wanted] };
  }
  return { method: "expectValue", args: [schemaOf(at, type), found, wanted] };
}

/** True for the result of an ordered operator such as `.top(…)`, also after elementwise ones. */
function isOrdered({ nodes }: Pick<StreamPlan, "nodes">, node: StreamNode): boolean {
  if (node.kind === "input") return false;
  if (node.isOrdered) return true;
  const before = node.shape === "elementwise" ? nodes.find(({ id }) => id === node.inputs[0].node) : undefined;
  return before !== undefined && node.inputs.length === 1 && isOrdered({ nodes }, before);
}

/** Type of the bodies of a part, which `name` names. */
function seenElement(part: TestPart, name: Expr, at: At): Type {
  if (part.kind === "topic") return elementOf(typeOf(at, name));
  if (part.kind === "table") return ERROR;
  return part.kind === "let" ? part.node.element : part.element;
}

/** Where what is given to a part goes in: a `let` is fed through the input that it stands for. */
function fedTarget(part: TestPart, events: boolean, at: At): Doc {
  if (part.kind !== "let") return seenTarget(part, events, at);
  const { stream, node } = part;
  const input = node.kind === "input" ? stream.inputs.find((one) => one.name === node.input) : undefined;
  switch (input?.kind) {
    case "component":
      return target("input", quoted(input.id), events);
    case "channelReader":
      return target("channel", quoted(`${input.agent}.${input.channel}`), events);
    case "topicReader":
      return target("topic", topicOf(input.topic, at), events);
    default:
      throw new Error(`${node.id} is not an input`);
  }
}

function seenTarget(part: TestPart, events: boolean, at: At): Doc {
  switch (part.kind) {
    case "topic":
      return target("topic", declared(at, part.symbol.decl), events);
    case "table":
      return target("table", declared(at, part.symbol.decl), events);
    case "component":
      return target(part.role, quoted(part.id), events);
    case "let":
      return target("output", quoted(observerId(part.stream, part.node)), events);
  }
}

function topicOf(id: string, at: At): string {
  for (const [decl, declId] of at.module.ids) {
    if (decl.kind === "TopicDecl" && declId === id) return declared(at, decl);
  }
  throw new Error(`there is no topic ${id}`);
}

function target(kind: string, value: Doc, events: boolean): Doc {
  return object([property(kind, value), ...(events ? [property("events", "true")] : [])]);
}
