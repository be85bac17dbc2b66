/** Puts the arguments of a call where the declaration wants them, before anything is said about their types. */
import type { Argument, CallExpr, Expr } from "../../../grammar/ast.ts";
import { suggest } from "../../../grammar/did-you-mean.ts";
import type { Reported } from "../../../grammar/message.ts";
import type { DeclaredParam } from "../../model/declaration.ts";
import { messages } from "../../model/messages/messages.ts";
import type { Inference } from "../../model/types/inference.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, nearest, renameFix, report } from "../context/context.ts";
import { expectHandled } from "../value/expect.ts";
import { addArguments, type Described } from "./add-argument.ts";
import { reportMisplaced } from "./misplaced.ts";
import { optionElsewhere } from "./option-elsewhere.ts";
import { reportUnnamed } from "./unnamed.ts";

/** What a call gives for one parameter. */
export interface Given {
  readonly param: DeclaredParam;
  readonly value: Expr | null;
  /** The field of this name of a spread record; `value` is then the record. */
  readonly spreadField: string | null;
  /** All of a parameter that takes any number: `failover(k1, k2)`. */
  readonly values: readonly Expr[] | null;
}

/** What is called, in the words of the messages. */
export interface Callee extends Described {
  /** Components take options by name; functions and operators arguments by place or name. */
  readonly component?: true;
}

/** One `Given` for each parameter, in declared order; null stands where something wanted is missing. */
export function bindArguments(
  context: CheckContext,
  env: Env,
  call: CallExpr,
  callee: Callee,
  inferring: Inference,
): Given[] {
  const byName = new Map<string, Omit<Given, "param">>();
  const positional = callee.params.filter((param) => param.positional);
  const unnamed: Argument[] = [];
  let place = 0;
  let failed = false;
  let misplaced = false;
  for (const arg of call.args) {
    if (arg.spread) {
      spread(context, env, arg, callee, byName);
    } else if (arg.name !== null) {
      const name = arg.name.text;
      if (!callee.params.some((param) => param.name === name)) {
        reportUnknownOption(context, env, arg, callee);
        // Probably the misspelt form of one that would now be reported as missing.
        failed = true;
        context.check(arg.value, null, env);
      } else if (byName.get(name)?.spreadField === null) {
        report(context, env, arg.name.span, messages.report("FLOW2007", { name }));
      } else {
        byName.set(name, { value: arg.value, spreadField: null, values: null });
      }
    } else {
      const param = positional[place];
      if (param !== undefined && reportMisplaced(context, env, { arg, param, call, callee })) {
        misplaced = true;
        break;
      }
      if (param !== undefined && takesMany(param)) {
        const values = [...(byName.get(param.name)?.values ?? []), arg.value];
        byName.set(param.name, { value: arg.value, spreadField: null, values });
        continue;
      }
      place++;
      if (param !== undefined && !byName.has(param.name)) {
        byName.set(param.name, { value: arg.value, spreadField: null, values: null });
      } else if (callee.component) {
        unnamed.push(arg);
      } else {
        const given = call.args.filter((other) => other.name === null && !other.spread).length;
        reportTooMany(context, env, arg, callee.name, { given, takes: positional.length });
        failed = true;
        context.check(arg.value, null, env);
      }
    }
  }
  if (unnamed.length > 0) reportUnnamed(context, env, call, callee, unnamed);
  failed ||= unnamed.length > 0;
  const missing = callee.params.filter(({ name, value }) => value === null && !byName.has(name));
  if (missing.length > 0 && !failed && !misplaced) {
    const fixes = addArguments(env.unit.text, call, callee, missing, inferring);
    report(context, env, call.callee.span, missingOptions(callee, missing), { fixes });
  }
  return callee.params.map((param) => {
    const { value, spreadField, values } = byName.get(param.name) ?? NOTHING_GIVEN;
    return { param, value, spreadField, values };
  });
}

const NOTHING_GIVEN: Omit<Given, "param"> = { value: null, spreadField: null, values: null };

/** `positional sinks: Sink<T>[]` gathers all that is given by place. */
function takesMany(param: DeclaredParam): boolean {
  return param.type.kind === "array" && param.type.element.kind === "generic" && param.type.element.name === "Sink";
}

function spread(
  context: CheckContext,
  env: Env,
  arg: Argument,
  callee: Callee,
  byName: Map<string, Omit<Given, "param">>,
): void {
  const type = expectHandled(context, env, arg.value, context.check(arg.value, null, env));
  if (type.kind === "error") return;
  if (type.kind !== "record") {
    const help = "`...` spreads the fields of a record over options of the same names.";
    const parameters = { where: "`...`", wanted: "a record", found: show(type), help };
    report(context, env, arg.span, messages.report("FLOW3001", parameters));
    return;
  }
  for (const field of type.fields) {
    if (!callee.params.some((param) => param.name === field.name)) {
      const near = nearest(context, field.name, () => callee.params.map((param) => param.name));
      const help = near === null ? "" : `Did you mean \`${near}\`?`;
      const parameters = { component: callee.name, what: kindOfParam(callee), name: field.name, help };
      report(context, env, arg.span, messages.report("FLOW2006", parameters));
    } else if (!byName.has(field.name)) {
      byName.set(field.name, { value: arg.value, spreadField: field.name, values: null });
    }
  }
}

function reportUnknownOption(context: CheckContext, env: Env, arg: Argument, callee: Callee): void {
  const name = arg.name?.text ?? "";
  const names = callee.params.map((param) => param.name);
  if (names.includes("ascending") && DESCENDING.test(name)) {
    reportDescending(context, env, arg, callee);
    return;
  }
  const known = callee.params.find((param) => param.also.some((word) => flumeName(word) === flumeName(name)));
  const near = known?.name ?? suggest(name, names) ?? suggest(flumeName(name), names);
  const list = names.length === 0 ? "It has none." : `It has ${names.map((option) => `\`${option}\``).join(", ")}.`;
  const here = callee.component ? (optionElsewhere(name) ?? list) : list;
  const help = near === null ? here : `Did you mean \`${near}\`?`;
  const span = arg.name?.span ?? arg.span;
  report(
    context,
    env,
    span,
    messages.report("FLOW2006", { component: callee.name, what: kindOfParam(callee), name, help }),
    near === null ? {} : { fixes: [renameFix(span, near)] },
  );
}

/** What says elsewhere that the greatest come first. */
const DESCENDING = /^(desc|descending|reverse|reversed)$/i;

function reportDescending(context: CheckContext, env: Env, arg: Argument, callee: Callee): void {
  const { value } = arg;
  const isTurned = value.kind === "BoolLiteral" && !value.value;
  const text = `ascending: ${isTurned}`;
  const parameters = { component: callee.name, what: kindOfParam(callee), name: arg.name?.text ?? "" };
  const title = `Write \`${text}\``;
  const fixes = value.kind === "BoolLiteral" ? [{ title, edits: [{ span: arg.span, text }], safe: true }] : [];
  report(context, env, arg.name?.span ?? arg.span, messages.report("FLOW2006", { ...parameters, help: `${title}.` }), {
    fixes,
  });
}

function kindOfParam(callee: Callee): string {
  return callee.component ? "option" : "parameter";
}

/** `max_line_length` is how Flume's users would write `maxLineLength`. */
function flumeName(name: string): string {
  return name.replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase());
}

function reportTooMany(
  context: CheckContext,
  env: Env,
  arg: Argument,
  callee: string,
  { given, takes }: { readonly given: number; readonly takes: number },
): void {
  const count = takes === 0 ? "nothing" : takes === 1 ? "one argument" : `${takes} arguments`;
  report(context, env, arg.span, messages.report("FLOW3006", { callee, count, given, help: "" }));
}

function missingOptions(callee: Callee, missing: readonly DeclaredParam[]): Reported {
  const help = missing.map((param) => {
    const doc = param.doc.length === 0 ? "" : ` ${param.doc.join(" ").trim()}`;
    return `\`${param.name}: ${show(param.type)}\` has no default.${doc}`;
  });
  const parameters = { names: enumerated(missing.map(({ name }) => `\`${name}\``)), help: help.join("\n") };
  return callee.component
    ? messages.report("FLOW4001", { component: callee.name, ...parameters })
    : messages.report("FLOW3005", { callee: callee.name, ...parameters });
}

/** `a, b and c` */
function enumerated(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The type of the field that a spread gives. */
export function spreadType(record: Type, field: string): Type | null {
  return record.kind === "record" ? (record.fields.find((other) => other.name === field)?.type ?? null) : null;
}
