import type { Name, NameExpr, StreamDecl, Target, Wire } from "../../../grammar/ast.ts";
import type { Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { argumentOf, asStream, ERROR, generic, primitive, STRING } from "../../model/types/construct.ts";
import { fits } from "../../model/types/fits.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { checkComponent } from "../call/component.ts";
import {
  addTo,
  type CheckContext,
  declareOnce,
  type Env,
  moduleEnv,
  report,
  typed,
  withLocals,
} from "../context/context.ts";
import { checkReject } from "../expression/reject.ts";
import { expectHandled, expectType } from "../value/expect.ts";
import { textOf } from "../value/member.ts";
import { checkNumber } from "./check-number.ts";
import { STREAM_HEADERS } from "./headers.ts";
import { checkPace } from "./pace.ts";
import { checkRefused } from "./refused.ts";
import { checkSinkHeaders } from "./sink-headers.ts";
import { checkSlides } from "./slides.ts";

/** Checks a stream: its lets in order, then where they go. */
export function checkStream(context: CheckContext, decl: StreamDecl, unit: Unit): void {
  const module = moduleEnv(unit);
  const duration = primitive("duration");
  expectType(context, module, {
    node: decl.every,
    found: context.check(decl.every, duration, module),
    wanted: duration,
    where: "`every`",
  });
  const fault = () => messages.report("FLOW5013", { name: decl.name.text });
  checkNumber(context, module, { word: "every", value: decl.every, type: duration, least: ">", fault });
  checkPace(context, decl, module);
  checkPoison(context, decl, module);
  let env: Env = { ...module, where: "stream", onlyValues: false };
  let outputs = 0;
  const seen = new Map<string, Name>();
  for (const member of decl.members) {
    if (member.kind === "Wire") {
      outputs += checkWire(context, member, env);
      continue;
    }
    addTo(context.lets, unit, member);
    const written = member.type === null ? null : context.typeOf(member.type, env);
    const found = asStream(context.check(member.value, written, env));
    if (written !== null)
      expectType(context, env, { node: member.value, found, wanted: written, where: `\`${member.name.text}\`` });
    typed(context, member, written ?? expectHandled(context, env, member.value, found));
    declareOnce(context, env, seen, member.name);
    env = withLocals(env, [[member.name.text, { kind: "let", decl: member, stream: decl, unit }]]);
  }
  if (outputs === 0) report(context, module, decl.name.span, messages.report("FLOW5007", { name: decl.name.text }));
  checkSlides(context, decl, env);
}

/** `retries 3 else -> dead`: elements go to the dead letters as text, since inputs may be of different types. */
function checkPoison(context: CheckContext, { retries, otherwise }: StreamDecl, env: Env): void {
  if (retries !== null) {
    const int = primitive("int");
    expectType(context, env, {
      node: retries,
      found: context.check(retries, int, env),
      wanted: int,
      where: "`retries`",
    });
    const fault = () => messages.report("FLOW5045");
    checkNumber(context, env, { word: "retries", value: retries, type: int, least: ">=", fault });
  }
  if (otherwise?.kind !== "ElseReject") return;
  const { target } = otherwise;
  if (target.kind === "NameExpr") checkDeadLetters(context, target, env);
  else checkReject(context, target, STRING, env);
}

function checkDeadLetters(context: CheckContext, target: NameExpr, env: Env): void {
  checkReject(context, target, ERROR, env);
  const element = argumentOf(context.types.get(target) ?? ERROR, "Topic");
  if (element === null || element.kind === "bytes" || fits(STRING, element)) return;
  report(context, env, target.span, messages.report("FLOW5046", { target: target.text, element: show(element) }));
}

function checkWire(context: CheckContext, wire: Wire, env: Env): number {
  const type = asStream(context.check(wire.from, null, env));
  typed(context, wire.from, type);
  const element = argumentOf(type, "DStream");
  if (element === null && type.kind !== "error") {
    const help = `Its type is \`${show(type)}\`. A wire in a stream begins at a stream: a source, a topic, or a \`let\` of one.`;
    report(context, env, wire.from.span, messages.report("FLOW5006", { what: "nothing flows from here", help }));
  }
  const [first, ...rest] = wire.to;
  for (const target of rest) {
    const help = "A sink is the end of a wire: name the stream with `let`, and wire it twice.";
    report(context, env, target.span, messages.report("FLOW5006", { what: "the wire has ended before", help }));
  }
  // A wire without an end is the parser's to report.
  return first === undefined ? 1 : checkTarget(context, first, element ?? ERROR, env);
}

/** Sends elements to a sink or topic. Gives the number of outputs. */
function checkTarget(context: CheckContext, target: Target, element: Type, env: Env): number {
  if (target.kind === "FanOut") {
    return target.targets.reduce((sum, one) => sum + checkTarget(context, one, element, env), 0);
  }
  const help = "An arrow in a stream goes to a sink or a topic: `-> print()`.";
  if (target.kind !== "TargetExpr") {
    const what = target.kind === "Route" ? "a route belongs on an agent's wire" : "there is nothing to drop here";
    report(
      context,
      env,
      target.span,
      messages.report("FLOW5006", { what, help: `${help} Use \`filter\` for a part.` }),
    );
    return 1;
  }
  const { value } = target;
  checkRefused(context, target.refused, element, env);
  if (value.kind === "MissingExpr") return 1;
  if (value.kind === "CallExpr") {
    const body = checkComponent(context, value, "sink", element, env);
    typed(context, value, generic("Sink", body));
    checkSinkHeaders(context, { env, inStream: true }, value, STREAM_HEADERS);
    if (body.kind !== "error")
      expectType(context, env, {
        node: value,
        found: element,
        wanted: body,
        where: `the sink \`${textOf(env, value.callee)}\``,
      });
    return 1;
  }
  const type = context.check(value, null, env);
  const wanted = argumentOf(type, "Topic");
  if (wanted !== null) {
    expectType(context, env, { node: value, found: element, wanted, where: `the topic \`${textOf(env, value)}\`` });
  } else if (type.kind !== "error") {
    report(context, env, value.span, messages.report("FLOW5006", { what: `a \`${show(type)}\` cannot be fed`, help }));
  }
  return 1;
}
