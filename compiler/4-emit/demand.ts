/** What has to hold when the program starts, asked before anything that it is about is made. */
import { encloses } from "../../grammar/walk.ts";
import { operandsOf } from "../2-check/value/condition.ts";
import { paramsBehind, shownValue } from "../2-check/value/operand.ts";
import type { Condition, Demand, Operand } from "../model/checked.ts";
import type { Known } from "../model/known.ts";
import { certain } from "../model/types/construct.ts";
import { declareConst } from "./block.ts";
import { atom, BINDING, type Code, call, member, object, operation, parenthesize, property } from "./code.ts";
import { type Doc, listed } from "./doc.ts";
import { infix, logic } from "./expression/infix.ts";
import { type At, placeText, runtime } from "./module.ts";
import { grouped, quoted } from "./text.ts";

/** `requireThat(rate > 0, "count.flow:4:12", "…", { rate }, ["rate"]);` for all that is demanded in `decl`. */
export function emitDemands(decl: { readonly span: Demand["span"] }, at: At): void {
  const { demands } = at.module.checked;
  const own = [...(demands.get(at.unit) ?? [])].filter(({ span }) => encloses(decl.span, span));
  // A call may have been checked more than once.
  const unique = new Map(own.map((one) => [`${one.span.start} ${one.message}`, one]));
  const inOrder = [...unique.values()].sort((one, other) => one.span.start - other.span.start);
  for (const demand of inOrder) if (!(demand.ofComponent && at.module.testing)) emitDemand(demand, at);
}

function emitDemand({ span, condition, message, operands }: Demand, at: At): void {
  const codes = new Map<string, Code>();
  for (const operand of [...operandsOf(condition), ...operands]) {
    if (!codes.has(operand.name)) codes.set(operand.name, operandCode(operand, at));
  }
  const codeOf = ({ name }: Operand): Code => codes.get(name) as Code;
  const rule = ruleOf(message, operands);
  const told = operands.filter(({ name }) => rule.includes(`{${name}}`));
  const params = new Set(operands.flatMap((operand) => paramsBehind(at.module.checked.symbols, operand)));
  const names = [...new Set([...params].map(({ decl }) => decl.name.text))];
  const args = [
    conditionCode(condition, codeOf).doc,
    placeText(at, span),
    quoted(rule),
    object(told.map((operand) => property(operand.name, shownCode(operand, codeOf(operand), at)))),
    ...(names.length === 0 ? [] : [listed("[", names.map(quoted), "]")]),
  ];
  at.block.statements.push([call(runtime(at, "requireThat"), args).doc, ";"]);
}

/** The message with what is known put in, and with the values that it does not tell by itself. */
function ruleOf(message: string, operands: readonly Operand[]): string {
  const others = operands.filter(({ name }) => !message.includes(`{${name}}`));
  const here = others.map(({ name, isDefault }) => `\`${name}\` is {${name}}${isDefault ? " by default" : ""}`);
  const rule = here.length === 0 ? message : `${message}; here ${here.join(", ")}`;
  return operands.reduce(
    (text, { name, known, type }) =>
      known === undefined ? text : text.replaceAll(`{${name}}`, () => shownValue(known, type)),
    rule,
  );
}

/** What gives the value of an operand, as often as it is written. */
function operandCode({ name, expr, unit, field, known }: Operand, at: At): Code {
  if (known !== undefined || expr === null) return atom(knownText(known ?? null));
  const whole = at.module.emit(expr, { ...at, unit }, name).whole();
  const code = field === null ? whole : member(whole, field);
  return code.simple ? code : atom(declareConst(at.block, name, code.doc));
}

function shownCode({ type }: Operand, code: Code, at: At): Doc {
  const { kind } = certain(type);
  const shown =
    kind === "duration"
      ? call(runtime(at, "durationText"), [code.doc]).doc
      : kind === "size"
        ? ["`${", code.doc, "}B`"]
        : kind === "secret"
          ? quoted("a secret")
          : null;
  if (shown === null) return code.doc;
  return type.kind === "nullable" ? [code.doc, " === null ? null : ", shown] : shown;
}

function conditionCode(condition: Condition, codeOf: (operand: Operand) => Code): Code {
  switch (condition.kind) {
    case "constant":
      return atom(knownText(condition.value));
    case "operand":
      return codeOf(condition.operand);
    case "unary":
      return operation(
        [condition.operator, parenthesize(conditionCode(condition.of, codeOf), BINDING.unary)],
        BINDING.unary,
      );
    case "binary": {
      const { operator } = condition;
      const left = conditionCode(condition.left, codeOf);
      const right = conditionCode(condition.right, codeOf);
      if (operator === "&&" || operator === "||") return logic(operator, left, right);
      if (operator === "div") return call("Math.trunc", [[left.doc, " / ", parenthesize(right, BINDING.unary)]]);
      return infix(operator, left, right);
    }
    case "opaque":
      throw new Error("a condition that nobody can compute");
  }
}

function knownText(value: Known): string {
  return typeof value === "number" ? grouped(value) : typeof value === "string" ? quoted(value) : String(value);
}
