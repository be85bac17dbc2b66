import type { TestDecl } from "../../grammar/ast.ts";
import type { FlowSymbol, Unit } from "../checked.ts";
import { argumentOf, array, ERROR, primitive } from "../types/construct.ts";
import type { Type } from "../types/type.ts";
import { type CheckContext, type Env, moduleEnv, typed, withLocals } from "./context.ts";
import { expectType } from "./expect.ts";

/** Checks a test: batches given to sources and topics, and what comes out, as arrays of batches. */
export function checkTest(context: CheckContext, decl: TestDecl, unit: Unit): void {
  let env: Env = { ...moduleEnv(unit), where: "test" };
  for (const member of decl.members) {
    switch (member.kind) {
      case "LetStmt": {
        const written = member.type === null ? null : context.typeOf(member.type, env);
        const found = context.check(member.value, written, env);
        if (written !== null) expectType(context, env, member.value, found, written, `\`${member.name.text}\``);
        typed(context, member, written ?? found);
        const symbol: FlowSymbol = { kind: "let", decl: member, stream: null, unit };
        env = withLocals(env, [[member.name.text, symbol]]);
        break;
      }
      case "GivenStmt": {
        const wanted = batchesOf(context.check(member.target, null, env));
        expectType(context, env, member.value, context.check(member.value, wanted, env), wanted, "`given`");
        break;
      }
      case "AdvanceStmt": {
        const duration = primitive("duration");
        expectType(context, env, member.by, context.check(member.by, duration, env), duration, "`advance`");
        break;
      }
      case "ExpectStmt": {
        const actual = context.check(member.actual, null, env);
        const batches = batchesOf(actual);
        const wanted = member.relation === "contains" && batches.kind === "array" ? elementOf(batches) : batches;
        const found = context.check(member.expected, wanted, env);
        expectType(context, env, member.expected, found, wanted, "`expect`");
        break;
      }
    }
  }
}

/** A stream or topic is seen as its batches, a component of an agent as the list of its bodies. */
function batchesOf(type: Type): Type {
  const stream = argumentOf(type, "DStream") ?? argumentOf(type, "Topic");
  if (stream !== null) return array(array(stream));
  const part = argumentOf(type, "Events") ?? argumentOf(type, "Channel") ?? argumentOf(type, "Sink");
  return part === null ? type : array(part);
}

function elementOf(batches: Type): Type {
  if (batches.kind !== "array") return ERROR;
  return batches.element.kind === "array" ? batches.element.element : batches.element;
}
