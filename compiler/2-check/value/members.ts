/** Finding what stands after a point: fields of records, declared members, and the parts of agents and streams. */
import type { Name } from "../../../grammar/ast.ts";
import type { ExternSymbol } from "../../1-resolve/scope.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import type { Declaration } from "../../model/declaration.ts";
import { messages } from "../../model/messages/messages.ts";
import { argumentOf, ERROR, generic } from "../../model/types/construct.ts";
import { fits } from "../../model/types/fits.ts";
import { type Inference, inference } from "../../model/types/inference.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, didYouMean, type Env, nearest, renameFix, report } from "../context/context.ts";
import { indexIdiom } from "./index-idiom.ts";
import { partOfJson } from "./json.ts";
import { lookUp } from "./name.ts";
import { streamIdiom } from "./stream-idioms.ts";

/** A declared member, with what its receiver says of its type parameters. */
export interface Member {
  readonly symbol: ExternSymbol;
  readonly inferring: Inference;
  /** The receiver as the declaration sees it: a topic may be seen as its stream. */
  readonly receiver: Type;
}

/** The declared member `name` of `receiver`, or null. */
export function findMember(context: CheckContext, receiver: Type, name: string, env: Env): Member | null {
  return findMembers(context, receiver, name, env)[0] ?? null;
}

/** All declared members `name` of `receiver`, the one that is meant first where no arguments tell them apart. */
export function findMembers(context: CheckContext, receiver: Type, name: string, env: Env): Member[] {
  return candidates(context, name, env).flatMap((symbol) => {
    const declared = symbol.declaration.receiver ?? ERROR;
    for (const view of views(receiver, env)) {
      if (isOtherFlow(view, declared)) continue;
      const inferring = inference(symbol.declaration.typeParams);
      if (fits(view, declared, inferring)) return [{ symbol, inferring, receiver: view }];
    }
    return [];
  });
}

/** Whether one look tells that they are two: many members of one name are declared for several of these. */
function isOtherFlow(view: Type, declared: Type): boolean {
  return view.kind === "generic" && declared.kind === "generic" && view.name !== declared.name;
}

/** All declared members that fit `receiver`: for suggestions and completion. */
export function membersOf(context: CheckContext, receiver: Type, env: Env): ExternSymbol[] {
  const found: ExternSymbol[] = [];
  for (const name of new Set([...context.scopes.stdlib.members.keys(), ...context.scopes.members.keys()])) {
    for (const symbol of candidates(context, name, env)) {
      const inferring = inference(symbol.declaration.typeParams);
      if (views(receiver, env).some((view) => fits(view, symbol.declaration.receiver ?? ERROR, inferring))) {
        found.push(symbol);
      }
    }
  }
  return found;
}

/** Reports that `receiver`, which is written as `shown`, has nothing of that name, and why where that is known. */
export function reportNoMember(
  context: CheckContext,
  env: Env,
  receiver: Type,
  { text: name, span }: Name,
  shown: string,
): void {
  if (name === "") return;
  const pairs = candidates(context, name, env).find((symbol) => wantsPairs(symbol, receiver));
  const element = argumentOf(views(receiver, env).at(-1) ?? receiver, "DStream");
  if (pairs !== undefined && element !== null) {
    const single = show(element) === "string" ? "word" : "x";
    // A receiver that is too long to be shown whole would be no example.
    const isWhole = !shown.includes("…");
    const example = `${isWhole ? shown : "…"}.map(${single} => (${single}, 1))`;
    const what = isWhole ? `\`${shown}\`` : "this";
    report(
      context,
      env,
      span,
      messages.report("FLOW3013", { operator: name, receiver: what, element: show(element), example }),
    );
    return;
  }
  const idiom = element === null ? operatorOfStreams(context, name, receiver, env) : streamIdiom(name);
  if (idiom !== null) {
    report(context, env, span, messages.report("FLOW2005", { type: show(receiver), name, help: idiom }));
    return;
  }
  const part = receiver.kind === "json" ? partOfJson(name, span, env) : indexIdiom(receiver, name, span, env);
  if (part !== null) {
    const { help, fixes } = part;
    report(context, env, span, messages.report("FLOW2005", { type: show(receiver), name, help }), { fixes });
    return;
  }
  const isCalled = env.unit.text[span.end] === "(";
  const inside = receiver.kind === "map" && isCalled ? null : insideHelp(context, env, receiver, { name, shown });
  if (inside !== null) {
    report(context, env, span, messages.report("FLOW2005", { type: show(receiver), name, help: inside }));
    return;
  }
  const inFront = functionHelp(context, env, receiver, { name, shown });
  if (inFront !== null) {
    report(context, env, span, messages.report("FLOW2005", { type: show(receiver), name, help: inFront }));
    return;
  }
  const fields = receiver.kind === "record" ? receiver.fields.map((field) => field.name) : [];
  const members = membersOf(context, receiver, env);
  const known = members.find(isKnownAs(name))?.decl.name.text;
  const near = known ?? nearest(context, name, () => [...fields, ...members.map((symbol) => symbol.decl.name.text)]);
  const otherwise =
    fields.length > 0 && fields.length <= 8 ? `It has ${fields.map((f) => `\`${f}\``).join(", ")}.` : "";
  // What is called so elsewhere need not be the same to the letter.
  const fixes = near === null ? [] : [{ ...renameFix(span, near), safe: known === undefined }];
  const parameters = { type: show(receiver), name, help: didYouMean(near, otherwise) };
  report(context, env, span, messages.report("FLOW2005", parameters), { fixes });
}

/**
 * Where what is asked of the whole is there for a part: a field of an event or a record, the elements of a stream, the
 * values of a map.
 */
function insideHelp(context: CheckContext, env: Env, receiver: Type, { name, shown }: Asked): string | null {
  const whole = shown.includes("…") ? "…" : shown;
  if (receiver.kind === "map") {
    return receiver.key.kind === "string" ? `Write \`${whole}["${name}"]\`; it is null where there is none.` : null;
  }
  if (receiver.kind === "record") {
    const [field, ...others] = receiver.fields.flatMap((one) => {
      const member = findMember(context, one.type, name, env);
      return member === null ? [] : [`${one.name}.${calledAs(member.symbol.declaration)}`];
    });
    return field === undefined || others.length > 0 ? null : `Write \`${whole}.${field}\`.`;
  }
  const body = argumentOf(receiver, "Events");
  const element = body ?? argumentOf(views(receiver, env).at(-1) ?? receiver, "DStream");
  if (element === null) return null;
  const [param, value] = body === null ? ["x", "x"] : ["e", "e.body"];
  const member = findMember(context, element, name, env)?.symbol.declaration;
  const call =
    member === undefined
      ? calledInFront(context, env, element, { name, shown: value })
      : `${value}.${calledAs(member)}`;
  return call === null ? null : `It is there for each one: \`.map(${param} => ${call})\`.`;
}

function calledAs({ name, kind, params }: Declaration): string {
  return kind === "field" ? name : `${name}${params.length === 0 ? "()" : "(…)"}`;
}

/** What is asked for behind a point, and the text before it; long ones are cut. */
interface Asked {
  readonly name: string;
  readonly shown: string;
}

/** How what is written behind a point would be called, where it is a function that stands in front: `parseJson<T>(line)`. */
function functionHelp(context: CheckContext, env: Env, receiver: Type, asked: Asked): string | null {
  const call = calledInFront(context, env, receiver, asked);
  return call === null ? null : `\`${asked.name}\` is a function: write \`${call}\`.`;
}

function calledInFront(context: CheckContext, env: Env, receiver: Type, { name, shown }: Asked): string | null {
  const symbol = lookUp(context, name, env);
  if (symbol?.kind !== "fn" && symbol?.kind !== "extern") return null;
  const typeParams = symbol.kind === "extern" ? symbol.declaration.typeParams : [];
  const first = firstOf(context, env, symbol);
  if (first === null || !fits(receiver, first, inference(typeParams))) return null;
  // Types that no argument shows have to be written.
  const written = typeParams.length === 0 ? "" : `<${typeParams.join(", ")}>`;
  return `${name}${written}(${shown.includes("…") ? "…" : shown})`;
}

/** The type of the first argument of a function; null where there is none, and for what is no function. */
function firstOf(context: CheckContext, env: Env, symbol: Extract<FlowSymbol, { kind: "fn" | "extern" }>): Type | null {
  if (symbol.kind === "extern")
    return symbol.declaration.kind === "fn" ? (symbol.declaration.params[0]?.type ?? null) : null;
  const type = context.typeOfSymbol(symbol, symbol.decl, env);
  return type.kind === "function" ? (type.params[0]?.type ?? null) : null;
}

/** Whether something is called `name` elsewhere (`also toLowerCase`). */
export function isKnownAs(name: string): (symbol: { readonly declaration: Declaration }) => boolean {
  return ({ declaration }) => declaration.also.includes(name);
}

function candidates(context: CheckContext, name: string, env: Env): readonly ExternSymbol[] {
  const declared = context.scopes.members.get(name) ?? [];
  const standard = context.scopes.stdlib.members.get(name) ?? [];
  if (declared.length === 0) return standard;
  const own = declared.filter((symbol) => symbol.unit === env.unit);
  const others = declared.filter((symbol) => symbol.unit !== env.unit && symbol.decl.pub);
  return [...own, ...others, ...standard];
}

/** A topic is also the stream of its records, and on an agent's wire their events. */
function views(receiver: Type, env: Env): readonly Type[] {
  const record = argumentOf(receiver, "Topic") ?? argumentOf(receiver, "Channel");
  if (record === null) return [receiver];
  return [receiver, generic(env.where === "agent" ? "Events" : "DStream", record)];
}

/** Of what an agent's wire has not, and a stream has: how to come to the stream. */
function operatorOfStreams(context: CheckContext, name: string, receiver: Type, env: Env): string | null {
  if (argumentOf(receiver, "Events") === null) return null;
  const isOne = candidates(context, name, env).some(({ declaration }) => {
    return declaration.receiver !== null && argumentOf(declaration.receiver, "DStream") !== null;
  });
  return isOne ? "It is an operator of streams: let the agent write into a topic, and read that in a `stream`." : null;
}

function wantsPairs(symbol: ExternSymbol, receiver: Type): boolean {
  const wanted = symbol.declaration.receiver;
  if (wanted === null || receiver.kind !== "generic") return false;
  const element = argumentOf(wanted, "DStream");
  return element?.kind === "tuple";
}
