/** The declarations at the top of a file that have no file of their own. */
import type { ConstDecl, ParamDecl, SecretDecl, TopicDecl } from "../../../grammar/ast.ts";
import type { Extern, Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { contains, ERROR, generic, nullable, STRING } from "../../model/types/construct.ts";
import { checkComponent, reportNoComponent } from "../call/component.ts";
import { type CheckContext, moduleEnv, report, typed } from "../context/context.ts";
import { expectType } from "../value/expect.ts";
import { reportUnhandled } from "../value/unhandled.ts";
import { unknownType } from "../value/unknown-type.ts";

/** The defaults of an extern declaration: users' modules are given them. */
export function checkDefaults(context: CheckContext, { decl, unit, declaration }: Extern): void {
  const env = { ...moduleEnv(unit), typeParams: new Set(declaration.typeParams) };
  for (const [index, { name, value }] of decl.params.entries()) {
    const wanted = declaration.params[index]?.type ?? ERROR;
    if (value === null) continue;
    expectType(context, env, {
      node: value,
      found: context.check(value, wanted, env),
      wanted,
      where: `\`${name.text}\``,
    });
  }
}

/** `const name: T = value` */
export function checkConst(context: CheckContext, decl: ConstDecl, unit: Unit): void {
  const env = moduleEnv(unit);
  const type = context.typeOfSymbol({ kind: "const", decl, unit }, decl, env);
  if (decl.type === null) return;
  const found = context.types.get(decl.value);
  if (found !== undefined)
    expectType(context, env, { node: decl.value, found, wanted: type, where: `\`${decl.name.text}\`` });
}

/** `param name: T = default` */
export function checkParam(context: CheckContext, decl: ParamDecl, unit: Unit): void {
  const env = moduleEnv(unit);
  const written = decl.type === null ? null : context.typeOf(decl.type, env);
  if (decl.type !== null && written !== null && contains(written, "secret")) {
    const name = decl.name.text;
    const variable = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    report(context, env, decl.type.span, messages.report("FLOW4070", { name, variable }));
  }
  if (decl.value === null) {
    if (written === null)
      report(context, env, decl.name.span, messages.report("FLOW3014", unknownType(decl.name.text)));
    else typed(context, decl, written);
    return;
  }
  const found = context.check(decl.value, written, env);
  if (written !== null)
    expectType(context, env, { node: decl.value, found, wanted: written, where: `\`${decl.name.text}\`` });
  else if (found.kind === "null" || contains(found, "never"))
    report(context, env, decl.name.span, messages.report("FLOW3014", unknownType(decl.name.text)));
  else reportUnhandled(context, env, decl.value, found);
  typed(context, decl, written ?? found);
}

/** `stateful K, S` says what is kept of an operator of a stream, whole or not at all. */
export function checkKept(context: CheckContext, { decl, declaration, unit }: Extern): void {
  for (const { word, args } of decl.clauses) {
    if (word.text !== "stateful" || args.length === 0) continue;
    const { name, receiver } = declaration;
    const isOfStream = receiver?.kind === "generic" && receiver.name === "DStream";
    if (!isOfStream) report(context, { unit }, word.span, messages.report("FLOW4101", { name }));
    else if (args.length !== 2) report(context, { unit }, word.span, messages.report("FLOW4100", { name }));
  }
}

/** Only the standard library has operators that the compiler writes itself, and functions that are JavaScript's own. */
export function checkModule(context: CheckContext, { decl, declaration, unit }: Extern): void {
  if (declaration.from !== null || declaration.emits !== null || decl.name.text === "") return;
  const name = decl.name.text;
  const file = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const parameters = { kind: decl.externKind, name, file };
  report(context, { unit }, decl.name.span, messages.report("FLOW4055", parameters));
}

/** `secret name = env("X")`: read at the start, never compiled in. */
export function checkSecret(context: CheckContext, decl: SecretDecl, unit: Unit): void {
  const env = moduleEnv(unit);
  const found = context.check(decl.value, null, env);
  expectType(context, env, {
    node: decl.value,
    found,
    wanted: nullable(STRING),
    where: `the secret \`${decl.name.text}\``,
  });
  if (decl.value.kind === "StringLiteral") {
    const help = 'Take it from the environment: `env("NAME")`.';
    const parameters = { where: "a secret", wanted: "env(…)", found: "a text in the program", help };
    report(context, env, decl.value.span, messages.report("FLOW3001", parameters));
  }
  typed(context, decl, { kind: "secret" });
}

/** `topic name: T = kafka(…)` */
export function checkTopic(context: CheckContext, decl: TopicDecl, unit: Unit): void {
  const env = moduleEnv(unit);
  const element = context.typeOf(decl.element, env);
  typed(context, decl, generic("Topic", element));
  if (decl.value.kind !== "CallExpr") {
    reportNoComponent(context, env, decl.value, "topic", `topic ${decl.name.text}: T = embedded()`);
    return;
  }
  const body = checkComponent(context, decl.value, "topic", element, env);
  typed(context, decl.value, generic("Topic", body));
  expectType(context, env, {
    node: decl.element,
    found: element,
    wanted: body,
    where: `the topic \`${decl.name.text}\``,
  });
}
