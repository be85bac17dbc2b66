import type { Unit } from "../../../compiler/model/checked.ts";
import type { Span } from "../../../grammar/ast.ts";

/** Something to do with a declaration, offered above it. */
export interface CodeLens {
  /** The name of what it is about. */
  readonly span: Span;
  readonly title: string;
  readonly command: "sluice.run" | "sluice.test" | "sluice.graph";
  /** Name of the agent, stream or test; null for the whole file. */
  readonly name: string | null;
}

/** Run this agent, run this stream, run this test; and the graph above the first of them. */
export function codeLenses({ tree }: Unit): readonly CodeLens[] {
  const lenses = tree.declarations.flatMap((decl): CodeLens[] => {
    if (decl.kind !== "AgentDecl" && decl.kind !== "StreamDecl" && decl.kind !== "TestDecl") return [];
    const { text, span } = decl.name;
    if (text === "") return [];
    const command = decl.kind === "TestDecl" ? "sluice.test" : "sluice.run";
    return [{ span, title: decl.kind === "TestDecl" ? "Run test" : "Run", command, name: text }];
  });
  const first = lenses.find(({ command }) => command === "sluice.run");
  return first === undefined
    ? lenses
    : [...lenses, { span: first.span, title: "Show graph", command: "sluice.graph", name: null }];
}
