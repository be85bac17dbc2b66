import { BOOL, FLOAT, INT, primitive, STRING } from "../../../compiler/model/types/construct.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import type { BinaryOperator } from "../../../grammar/ast.ts";
import { precedenceOf } from "../../../grammar/precedence.ts";
import { atom, type Code, LEVEL, within } from "./code.ts";
import { make } from "./expression.ts";
import { LARGEST, quote } from "./literals.ts";
import { dataType, several } from "./types.ts";
import { type Scope, visible, withLocals } from "./world.ts";

const DURATION = primitive("duration");
const SIZE = primitive("size");
const TIMESTAMP = primitive("timestamp");
const ORDERED = [INT, FLOAT, STRING, TIMESTAMP, DURATION, SIZE];

/** Arithmetic, comparison, logic, and templates. */
export function operation(type: Type, scope: Scope, exact: boolean): Code | null {
  const { choices } = scope.world;
  // Whatever fits a union has to be one of its literals, which no operator gives.
  switch (type.kind) {
    case "bool":
      return logic(scope);
    case "int":
      if (choices.chance(25))
        return infix(INT, choices.pick<BinaryOperator>(["div", "mod"]), null, scope, choices.pick(["2", "-3", "10"]));
      if (choices.chance(15)) return negative(INT, scope);
      return infix(INT, choices.pick<BinaryOperator>(["+", "-", "*"]), INT, scope);
    case "float":
      if (choices.chance(20))
        return infix(choices.pick([INT, FLOAT]), "/", null, scope, choices.pick(["2", "0.5", "(-3)"]));
      if (choices.chance(15)) return negative(FLOAT, scope);
      if (choices.chance(10)) return infix(DURATION, "/", null, scope, choices.pick(["2s", "1ms"]));
      return choices.chance(50)
        ? infix(FLOAT, choices.pick<BinaryOperator>(["+", "-", "*"]), choices.pick([INT, FLOAT]), scope)
        : infix(INT, choices.pick<BinaryOperator>(["+", "-", "*"]), FLOAT, scope);
    case "string":
      return choices.chance(50) ? infix(STRING, "+", STRING, scope) : template(scope);
    case "duration":
      if (choices.chance(30)) return infix(TIMESTAMP, "-", TIMESTAMP, scope);
      if (choices.chance(30)) return infix(INT, "*", DURATION, scope);
      return amount(DURATION, scope);
    case "size":
      return amount(SIZE, scope);
    case "timestamp":
      return infix(TIMESTAMP, choices.pick<BinaryOperator>(["+", "-"]), DURATION, scope);
    case "nullable":
      return exact ? null : operation(type.type, scope, exact);
    default:
      return null;
  }
}

function amount(type: Type, scope: Scope): Code {
  const { choices } = scope.world;
  if (choices.chance(30)) return infix(type, "*", INT, scope);
  if (choices.chance(20)) return infix(type, "div", null, scope, "2");
  return infix(type, choices.pick<BinaryOperator>(["+", "-"]), type, scope);
}

function logic(scope: Scope): Code {
  const { choices } = scope.world;
  const way = choices.below(6);
  if (way === 0) return { text: `!${within(make(BOOL, scope, false), LEVEL.unary)}`, level: LEVEL.unary };
  if (way === 1) return infix(BOOL, choices.pick<BinaryOperator>(["&&", "||"]), BOOL, scope);
  if (way === 2) return notNull(scope) ?? infix(INT, "==", INT, scope);
  const type = way === 3 ? dataType(scope.world, 1) : choices.pick(ORDERED);
  const operators: readonly BinaryOperator[] = way === 3 ? ["==", "!="] : ["<", "<=", ">", ">=", "==", "!="];
  return infix(type, choices.pick(operators), type, scope);
}

/** `x != null && …`, where `x` is not null behind the operator. */
function notNull(scope: Scope): Code | null {
  const found = visible(scope).filter((one) => one.type.kind === "nullable");
  if (found.length === 0) return null;
  const { name, type } = scope.world.choices.pick(found);
  const known: Type = type.kind === "nullable" ? type.type : type;
  const [comparison, operator]: [string, BinaryOperator] = scope.world.choices.pick([
    ["!=", "&&"],
    ["==", "||"],
  ]);
  const right = make(BOOL, withLocals(scope, [{ name, type: known }]), false);
  const level = LEVEL.binary + precedenceOf(operator);
  return { text: `${name} ${comparison} null ${operator} ${within(right, level + 1)}`, level };
}

function infix(left: Type, operator: BinaryOperator, right: Type | null, scope: Scope, written = ""): Code {
  const level = LEVEL.binary + precedenceOf(operator);
  const second = right === null ? written : within(make(right, scope, true), level + 1);
  const text = `${within(make(left, scope, true), level)} ${operator} ${second}`;
  // What is known to leave the whole numbers is an error.
  return { text: text.replaceAll(LARGEST, "9"), level };
}

function negative(type: Type, scope: Scope): Code {
  const operand = within(make(type, scope, true), LEVEL.unary);
  return { text: `-${operand.startsWith("-") ? `(${operand})` : operand}`, level: LEVEL.unary };
}

const PRINTABLE = [STRING, INT, FLOAT, BOOL, TIMESTAMP, DURATION, SIZE];

function template(scope: Scope): Code {
  const { world } = scope;
  const parts = several(world.choices, 1, 3, () => {
    const type = world.choices.pick([...PRINTABLE, ...world.unions]);
    const between = quote(world.choices, world.choices.pick(["", " ", "a", "\\", "*/", "\n"])).slice(1, -1);
    return `${between}\${${make(type, scope, true).text}}`;
  });
  return atom(`\`${parts.join("")}\``);
}
