/** What a test feeds or looks at, as the plan knows it. */
import type { Expr, TestDecl } from "../../../grammar/ast.ts";
import { behindEvents } from "../../2-check/declaration/test-block.ts";
import type { StreamNode, StreamPlan } from "../../3-plan/plan.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import type { Type } from "../../model/types/type.ts";
import { bare, type Module, symbolAt } from "../module.ts";

/** A named part of the program. */
export type TestPart =
  | { readonly kind: "topic"; readonly symbol: Extract<FlowSymbol, { kind: "topic" }> }
  | { readonly kind: "table"; readonly symbol: Extract<FlowSymbol, { kind: "table" }> }
  | {
      readonly kind: "component";
      readonly role: "source" | "channel" | "sink";
      readonly id: string;
      /** Type of the bodies that pass it; of a sink for rejects alone only the plan knows it. */
      readonly element: Type;
    }
  | { readonly kind: "let"; readonly stream: StreamPlan; readonly node: StreamNode };

/** Null for an expression that is a plain value. With `.events()` it is the same part. */
export function partAt(module: Module, expr: Expr): TestPart | null {
  const symbol = symbolAt({ module }, bare(behindEvents(module.checked.symbols, expr) ?? expr));
  if (symbol?.kind === "topic") return { kind: "topic", symbol };
  if (symbol?.kind === "table") return { kind: "table", symbol };
  if (symbol?.kind === "component") {
    const { role } = symbol.decl;
    const agent = module.plan.agents.find((one) => one.id === module.ids.get(symbol.agent));
    const parts = [...(agent?.[`${role}s`] ?? []), ...(role === "sink" ? (agent?.groups ?? []) : [])];
    const planned = parts.find((one) => one.name === symbol.decl.name.text);
    return planned === undefined ? null : { kind: "component", role, id: planned.id, element: planned.element };
  }
  if (symbol?.kind !== "let" || symbol.stream === null) return null;
  const id = module.ids.get(symbol.stream);
  const stream = module.plan.streams.find((one) => one.id === id);
  const node = stream?.nodes.find((one) => one.names.includes(symbol.decl.name.text));
  return stream === undefined || node === undefined ? null : { kind: "let", stream, node };
}

/** The parts that a test names in `given` and `expect`. */
export function partsNamed(module: Module, test: TestDecl): readonly TestPart[] {
  return test.members.flatMap((member) => {
    if (member.kind !== "GivenStmt" && member.kind !== "ExpectStmt") return [];
    const part = partAt(module, member.kind === "GivenStmt" ? member.target : member.actual);
    return part === null ? [] : [part];
  });
}
