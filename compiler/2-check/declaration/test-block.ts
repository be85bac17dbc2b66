import type {
  ExpectFailureStmt,
  ExpectStmt,
  Expr,
  GivenStmt,
  LetStmt,
  Name,
  Node,
  TestDecl,
} from "../../../grammar/ast.ts";
import type { Extern, FlowSymbol, Lookup, Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { array, ERROR, isFlow, primitive, STRING } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import {
  addTo,
  amongValues,
  type CheckContext,
  declareOnce,
  type Env,
  moduleEnv,
  refer,
  report,
  typed,
  withLocals,
} from "../context/context.ts";
import { eventOf } from "../pipeline/event.ts";
import { expectType } from "../value/expect.ts";
import { textOf } from "../value/member.ts";
import { lookUp } from "../value/name.ts";

/** Checks a test: batches given to sources and topics, and what comes out. */
export function checkTest(context: CheckContext, decl: TestDecl, unit: Unit): void {
  let env: Env = { ...moduleEnv(unit), where: "test", onlyValues: false };
  const seen = new Map<string, Name>();
  for (const member of decl.members) {
    switch (member.kind) {
      case "LetStmt": {
        addTo(context.lets, unit, member);
        declareOnce(context, env, seen, member.name);
        const written = member.type === null ? null : context.typeOf(member.type, env);
        const found = context.check(member.value, written, env);
        if (written !== null)
          expectType(context, env, { node: member.value, found, wanted: written, where: `\`${member.name.text}\`` });
        if (isFlow(found)) reportPart(context, member.value, env);
        typed(context, member, isFlow(found) ? ERROR : (written ?? found));
        const symbol: FlowSymbol = { kind: "let", decl: member, stream: null, unit };
        env = withLocals(env, [[member.name.text, symbol]]);
        break;
      }
      case "GivenStmt": {
        const wanted = givenType(context, member, env);
        expectType(context, env, {
          node: member.value,
          found: context.check(member.value, wanted, amongValues(env)),
          wanted,
          where: "`given`",
        });
        break;
      }
      case "AdvanceStmt": {
        const duration = primitive("duration");
        expectType(context, env, {
          node: member.by,
          found: context.check(member.by, duration, amongValues(env)),
          wanted: duration,
          where: "`advance`",
        });
        break;
      }
      case "ExpectStmt": {
        const wanted = expectedType(context, member, env);
        const found = context.check(member.expected, wanted, amongValues(env));
        expectType(context, env, { node: member.expected, found, wanted, where: "`expect`" });
        break;
      }
      case "ExpectFailureStmt":
        expectOwner(context, member, env);
        break;
    }
  }
}

/** What is given: to a topic or an input of a stream a list for each batch, to a part of an agent or a table one list. */
function givenType(context: CheckContext, { target }: GivenStmt, env: Env): Type {
  const { part, type } = checkPart(context, target, env);
  if (type.kind === "error") return ERROR;
  const symbol = symbolOf(context, part);
  if (symbol?.kind === "table") return type.kind === "map" ? array(type.value) : ERROR;
  const feeds =
    symbol?.kind === "topic" ||
    (symbol?.kind === "component" && symbol.decl.role !== "sink") ||
    (symbol?.kind === "let" && symbol.stream !== null && isInput(context, symbol.decl));
  if (!feeds) {
    const help =
      symbol?.kind === "let" && symbol.stream !== null
        ? "It is computed: give to the input that it is made from."
        : "Give to a topic, to a source or channel of an agent, or to a `let` of a stream that is an input.";
    report(context, env, target.span, messages.report("FLOW5015", { what: "feed", name: textOf(env, target), help }));
    return ERROR;
  }
  const element = type.kind === "generic" ? (type.args[0] ?? ERROR) : ERROR;
  return symbol.kind === "component" ? array(element) : array(array(element));
}

/** What is expected: of a `let` a list for each batch, of a topic or a part of an agent all that was sent there. */
function expectedType(context: CheckContext, { actual, relation }: ExpectStmt, env: Env): Type {
  const { part, type } = checkPart(context, actual, env);
  if (type.kind === "error") return ERROR;
  const symbol = symbolOf(context, part);
  if (!isFlow(type)) {
    if (relation === "==" || type.kind === "array") return type;
    const parameters = { what: "look into", name: textOf(env, actual), help: "`contains` asks for parts of a list." };
    report(context, env, actual.span, messages.report("FLOW5015", parameters));
    return ERROR;
  }
  const shows =
    symbol?.kind === "topic" ||
    (symbol?.kind === "component" && symbol.decl.role !== "source") ||
    (symbol?.kind === "let" && symbol.stream !== null && part === actual);
  if (!shows) {
    reportPart(context, actual, env);
    return ERROR;
  }
  const element = type.kind === "generic" ? (type.args[0] ?? ERROR) : ERROR;
  return symbol.kind === "let" && relation === "==" ? array(array(element)) : array(element);
}

/** Agents and streams fail; their parts fail with them. */
function expectOwner(context: CheckContext, { owner, reason }: ExpectFailureStmt, env: Env): void {
  if (reason !== null) typed(context, reason, STRING);
  const symbol = owner.kind === "NameExpr" ? lookUp(context, owner.text, env) : null;
  if (symbol === null) {
    // A name that nothing has is reported; anything else is looked at for the same reason.
    if (context.check(owner, null, env).kind === "error") return;
  } else if (symbol.kind === "agent" || symbol.kind === "stream") {
    refer(context, env, owner, symbol);
    return;
  }
  const parameters = { what: "expect a failure of", name: textOf(env, owner), help: "Name an agent or a stream." };
  report(context, env, owner.span, messages.report("FLOW5015", parameters));
}

/** What a test names: the part, and its type; behind `.events()` that of whole events. */
function checkPart(context: CheckContext, expr: Expr, env: Env): { readonly part: Expr; readonly type: Type } {
  const operator = wholeEventsOf(context, expr);
  if (operator !== null && expr.kind === "CallExpr") context.symbols.set(expr.callee, operator);
  const part = behindEvents(context.symbols, expr);
  if (part === null) return { part: expr, type: context.check(expr, null, env) };
  const type = context.check(part, null, env);
  if (type.kind !== "generic" || type.name === "Regex") return { part: expr, type: context.check(expr, null, env) };
  const [body = ERROR] = type.args;
  return { part, type: typed(context, expr, { ...type, args: [eventOf(context, body)] }) };
}

/** What gives whole events, where `expr` is a call of that name: also upon a sink, which has no operators otherwise. */
function wholeEventsOf(context: CheckContext, expr: Expr): Extern | null {
  if (expr.kind !== "CallExpr" || expr.args.length > 0 || expr.callee.kind !== "MemberExpr") return null;
  const called = context.scopes.stdlib.members.get(expr.callee.name.text) ?? [];
  return called.find(({ declaration }) => declaration.wholeEvents) ?? null;
}

/** `rejects` of `rejects.events()`; null for anything else. */
export function behindEvents(symbols: Lookup<Node, FlowSymbol>, expr: Expr): Expr | null {
  if (expr.kind !== "CallExpr" || expr.callee.kind !== "MemberExpr") return null;
  const symbol = symbols.get(expr.callee);
  return symbol?.kind === "extern" && symbol.declaration.wholeEvents ? expr.callee.object : null;
}

/** True for a `let` that only names what the stream reads. */
function isInput(context: CheckContext, decl: LetStmt): boolean {
  const value = bare(decl.value);
  const symbol = symbolOf(context, value);
  if (symbol?.kind === "let") return isInput(context, symbol.decl);
  if (symbol?.kind === "topic" || symbol?.kind === "component") return true;
  const call = value.kind === "CallExpr" ? context.calls.get(value) : undefined;
  if (call === undefined) return false;
  if (call.receiver === null) return true;
  const isReader = call.callee.kind === "extern" && call.callee.declaration.reader;
  return isReader && symbolOf(context, call.receiver)?.kind === "topic";
}

function reportPart(context: CheckContext, expr: Expr, env: Env): void {
  const help = "Name a `let`, a topic, a channel or a sink in `expect` itself; where it is made of others, name it.";
  report(context, env, expr.span, messages.report("FLOW5015", { what: "look at", name: textOf(env, expr), help }));
}

function symbolOf(context: CheckContext, expr: Expr): FlowSymbol | undefined {
  return context.symbols.get(bare(expr));
}

function bare(expr: Expr): Expr {
  return expr.kind === "ParenExpr" ? bare(expr.value) : expr;
}
