import type { Name, Node, Span } from "../../../grammar/ast.ts";
import type { Change, Program, Rule } from "./mutant.ts";

/** Names that nothing has, and names that two things have. */
export const nameRules: Readonly<Record<string, Rule>> = {
  "misspell a name": (program) =>
    spansOf(program, (node) => (node.kind === "NameExpr" ? node.span : null)).flatMap(misspelt(program)),
  "misspell a member": (program) =>
    spansOf(program, (node) => (node.kind === "MemberExpr" ? node.name.span : null)).flatMap(misspelt(program)),
  "misspell a type": (program) =>
    spansOf(program, (node) => (node.kind === "NamedType" ? node.name.span : null)).flatMap(misspelt(program)),
  "misspell an option": (program) =>
    spansOf(program, (node) => (node.kind === "Argument" ? (node.name?.span ?? null) : null)).flatMap(
      misspelt(program),
    ),
  "misspell a guarantee": (program) =>
    spansOf(program, (node) =>
      node.kind === "AgentDecl" || node.kind === "StreamDecl" ? (node.guarantees?.span ?? null) : null,
    ).flatMap(misspelt(program)),
  "misspell a field": (program) =>
    program.nodes.flatMap(({ node }) => {
      if (node.kind !== "RecordExpr" || !isNamed(program, node)) return [];
      const fields = node.fields.flatMap((field) =>
        field.kind === "RecordField" && !field.shorthand ? [field.name.span] : [],
      );
      return fields.flatMap(misspelt(program));
    }),
  "delete a declaration": (program) =>
    declared(program).flatMap(({ node, name }) => {
      const uses = usesOf(program, node, name);
      return uses.length === 0 ? [] : [{ span: node.span, text: "", at: uses }];
    }),
  "declare twice": (program) =>
    declared(program).map(({ node }) => {
      const end = { start: node.span.end, end: node.span.end };
      return { span: end, text: `\n${program.text.slice(node.span.start, node.span.end)}` };
    }),
  "give an option twice": (program) =>
    program.nodes.flatMap(({ node, around }) => {
      if (node.kind !== "Argument" || node.name === null || around.at(-1)?.kind !== "CallExpr") return [];
      const end = { start: node.span.end, end: node.span.end };
      return [{ span: end, text: `, ${program.text.slice(node.span.start, node.span.end)}` }];
    }),
};

function spansOf({ nodes }: Program, pick: (node: Node) => Span | null): Span[] {
  return nodes.flatMap(({ node }) => pick(node) ?? []);
}

/** Two letters swapped, or one doubled, so that no word anywhere is written like it. */
function misspelt({ text, words }: Program): (span: Span) => Change[] {
  return (span) => {
    const word = text.slice(span.start, span.end);
    for (let at = word.length - 2; at >= 0; at--) {
      const swapped = `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
      if (!words.has(swapped) && !/^\d/.test(swapped)) return [{ span, text: swapped }];
    }
    const doubled = word + word.at(-1);
    return words.has(doubled) ? [] : [{ span, text: doubled }];
  };
}

/** A record that must have the fields of a declared type. */
export function isNamed({ analysis }: Program, node: Node): boolean {
  const type = analysis.checked.types.get(node);
  return type?.kind === "record" && type.name !== undefined;
}

/** Whatever has a name of its own in its file, agent or stream. */
function declared({ nodes }: Program): { node: Node; name: Name }[] {
  return nodes.flatMap(({ node, around }) => {
    const isLet = node.kind === "LetStmt" && around.at(-1)?.kind === "StreamDecl";
    if (!isLet && !DECLARATIONS.has(node.kind)) return [];
    return "name" in node && node.name !== null ? [{ node, name: node.name as Name }] : [];
  });
}

const DECLARATIONS: ReadonlySet<string> = new Set([
  "TypeDecl",
  "ConstDecl",
  "ParamDecl",
  "FnDecl",
  "TopicDecl",
  "AgentDecl",
  "StreamDecl",
  "ComponentDecl",
]);

/** Where the program says `name` and means `decl`. */
function usesOf({ analysis, nodes }: Program, decl: Node, name: Name): Span[] {
  const { symbols } = analysis.checked;
  return nodes
    .flatMap(({ node, around }) => {
      if (around.includes(decl) || symbols.get(node)?.decl !== decl) return [];
      return node.kind === "NameExpr" || node.kind === "Name"
        ? [node.span]
        : node.kind === "MemberExpr"
          ? [node.name.span]
          : [];
    })
    .filter((span) => span.start !== name.span.start);
}
