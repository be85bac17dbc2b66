/** Components that would fight for one port, directory or file: `exclusive bind, port`. */
import { join } from "node:path/posix";
import type { CallExpr, Span } from "../../../grammar/ast.ts";
import type { Unit } from "../../model/checked.ts";
import type { Declaration } from "../../model/declaration.ts";
import type { Known } from "../../model/known.ts";
import { messages } from "../../model/messages/messages.ts";
import { knownOptions } from "../call/component.ts";
import { type CheckContext, report } from "../context/context.ts";
import { addressesOverlap, isWildcard } from "./listen-address.ts";

/** What one component claims for itself: the values of its exclusive options, in the order of the clause. */
interface Claim {
  readonly options: readonly string[];
  /** Who else it may fight with; null for all that say nothing of it. */
  readonly among: string | null;
  readonly values: readonly Known[];
  /** Which of the options is an address to listen on. */
  readonly address: number;
  /** What the program calls the component, with and without its agent; null for one that has no name. */
  readonly name: { readonly own: string; readonly whole: string } | null;
  readonly component: string;
  readonly file: string;
  readonly span: Span;
}

/** Reports each component that claims what one before it has claimed: the second could not start. */
export function checkExclusive(context: CheckContext, units: readonly Unit[]): void {
  const claims: Claim[] = [];
  for (const unit of units) {
    const names = namesOf(unit);
    for (const call of inOrder(context.claims.get(unit))) {
      const bound = context.calls.get(call);
      if (bound?.callee.kind !== "extern") continue;
      const { declaration } = bound.callee;
      const claim = claimOf(declaration, call, knownOptions(context, call), names.get(call) ?? null, unit);
      if (claim === null) continue;
      const first = claims.find((one) => collide(one, claim));
      claims.push(claim);
      if (first === undefined) continue;
      const labels = [{ file: first.file, span: first.span, message: "first claimed here" }];
      report(context, { unit }, claim.span, messages.report("FLOW4006", parametersOf(first, claim)), { labels });
    }
  }
}

/** Null where a value is not known before the start, or says that nothing is claimed: 0 and null. */
function claimOf(
  declaration: Declaration,
  call: CallExpr,
  known: ReadonlyMap<string, Known>,
  name: Claim["name"],
  unit: Unit,
): Claim | null {
  const { exclusive: options, exclusiveFor: among } = declaration;
  const values: Known[] = [];
  for (const option of options) {
    const value = known.get(option);
    if (value === undefined || value === null || value === 0) return null;
    values.push(value);
  }
  const addresses = declaration.checks.filter(({ kind }) => kind === "listenAddress").map(({ param }) => param);
  const written = options.map((option) => call.args.find((arg) => arg.name?.text === option)).filter(Boolean);
  const span = written.at(-1)?.span ?? call.span;
  const address = options.findIndex((option) => addresses.includes(option));
  return { options, among, values, address, name, component: declaration.name, file: unit.path, span };
}

function collide(a: Claim, b: Claim): boolean {
  if (a.among !== b.among || a.options.join() !== b.options.join()) return false;
  return a.values.every((value, index) => {
    const other = b.values[index];
    if (index !== b.address || typeof value !== "string" || typeof other !== "string") {
      return placeOf(value) === placeOf(other);
    }
    return addressesOverlap(value, other);
  });
}

/** A text names a file or directory: two ways to write one path claim the same. */
function placeOf(value: Known | undefined): unknown {
  return typeof value === "string" ? join(value, "/") : value;
}

function parametersOf(first: Claim, second: Claim): { components: string; what: string; help: string } {
  const own = second.options.map((option, index) => ({ option, value: second.values[index] }));
  const told = own.filter((_, index) => index !== second.address);
  const what = (told.length === 0 ? own : told).map(({ option, value }) => `\`${option}: ${JSON.stringify(value)}\``);
  const how = first.name?.own === second.name?.own ? "whole" : "own";
  const [one, other] = [first, second].map(({ name, component }) => name?.[how] ?? component);
  const components = one === other ? `two \`${one}\`` : `\`${one}\` and \`${other}\` both`;
  return { components, what: what.join(" and "), help: helpOn(first, second) };
}

function helpOn(first: Claim, second: Claim): string {
  const own = "The second could not start: give each its own.";
  const addresses = [first.values[first.address], second.values[second.address]];
  const wide = addresses.find((value) => typeof value === "string" && isWildcard(value));
  return wide === undefined || addresses[0] === addresses[1]
    ? own
    : `\`${wide}\` is every address of the machine. ${own}`;
}

/** What the program calls its components; one that stands on a wire has no name. */
function namesOf(unit: Unit): Map<unknown, Claim["name"]> {
  const agents = unit.tree.declarations.filter((decl) => decl.kind === "AgentDecl");
  const named = agents.flatMap(({ name, members }) =>
    members.flatMap((member): [unknown, Claim["name"]][] =>
      member.kind === "ComponentDecl"
        ? [[member.value, { own: member.name.text, whole: `${name.text}.${member.name.text}` }]]
        : [],
    ),
  );
  return new Map(named);
}

/** In the order of the text; the checker meets agents before streams. */
function inOrder(calls: Iterable<CallExpr> = []): CallExpr[] {
  return [...calls].sort((a, b) => a.span.start - b.span.start);
}
