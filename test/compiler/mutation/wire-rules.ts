import type { AgentDecl, Node, Span, Wire } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import type { Program, Rule } from "./mutant.ts";
import { withComma } from "./type-rules.ts";

/** Pipelines that are not whole, and calls that do not have what they need. */
export const wireRules: Readonly<Record<string, Rule>> = {
  "drop a wire": (program) =>
    wires(program).flatMap(({ wire, owner }) => {
      const lonely = owner.members.flatMap((member) =>
        member.kind === "ComponentDecl" && names(wire).has(member.name.text) && isOnlyIn(owner, wire, member.name.text)
          ? [member.name.span]
          : [],
      );
      return lonely.length === 0 ? [] : [{ span: wire.span, text: "", at: lonely }];
    }),
  "drop the only wire of a stream": ({ nodes }) =>
    nodes.flatMap(({ node }) => {
      if (node.kind !== "StreamDecl") return [];
      const all = node.members.filter((member) => member.kind === "Wire");
      return all.length === 1 ? all.map(({ span }) => ({ span, text: "", at: [node.name.span] })) : [];
    }),
  "drop the channel of a wire": (program) =>
    wires(program).flatMap(({ wire }) => {
      const [channel, sink] = wire.to;
      if (channel === undefined || sink === undefined) return [];
      return [{ span: { start: channel.span.start, end: sink.span.start }, text: "", at: [wire.span] }];
    }),
  "drop the sink of a wire": (program) =>
    wires(program).flatMap(({ wire, owner }) => {
      const [channel, sink] = wire.to.slice(-2);
      if (channel === undefined || sink === undefined) return [];
      const used = names(wire);
      const parts = owner.members.flatMap((member) =>
        member.kind === "ComponentDecl" && used.has(member.name.text) ? [member.name.span] : [],
      );
      return [{ span: { start: channel.span.end, end: sink.span.end }, text: "", at: [wire.span, ...parts] }];
    }),
  "swap the role of a component": ({ nodes, text }) =>
    nodes.flatMap(({ node }) => {
      if (node.kind !== "ComponentDecl") return [];
      const span = { start: node.span.start, end: node.span.start + node.role.length };
      if (text.slice(span.start, span.end) !== node.role) return [];
      return [{ span, text: node.role === "channel" ? "sink" : "channel", at: [node.span] }];
    }),
  "leave an option out that is needed": (program) =>
    program.nodes.flatMap(({ node }) => {
      const bound = node.kind === "CallExpr" ? program.analysis.checked.calls.get(node) : undefined;
      if (node.kind !== "CallExpr" || bound?.callee.kind !== "extern") return [];
      const { params } = bound.callee.declaration;
      return node.args.flatMap((arg) => {
        const param = params.find((one, at) => bound.args[at]?.value === arg.value && one.value === null);
        return param === undefined ? [] : [{ span: withComma(program, arg), text: "", at: [node.span] }];
      });
    }),
  "give an argument too many": (program) =>
    program.nodes.flatMap(({ node }) => {
      const bound = node.kind === "CallExpr" ? program.analysis.checked.calls.get(node) : undefined;
      if (node.kind !== "CallExpr" || bound === undefined) return [];
      const positional = bound.callee.kind === "fn" ? [] : bound.callee.declaration.params.filter((p) => p.positional);
      const room = bound.callee.kind === "fn" ? bound.args.length : positional.length;
      if (node.args.some((arg) => arg.name !== null) || node.args.length < room) return [];
      const end = { start: node.span.end - 1, end: node.span.end - 1 };
      return [{ span: end, text: node.args.length === 0 ? "7" : ", 7", at: [node.span] }];
    }),
  "take the pairs away": (program) =>
    program.nodes.flatMap(({ node, around }) => {
      const member = around.at(-1);
      if (node.kind !== "CallExpr" || node.callee.kind !== "MemberExpr" || member?.kind !== "MemberExpr") return [];
      if (!/ByKey/.test(member.name.text) || !/\.map\(\w+ => \(/.test(textOf(program, node))) return [];
      const span = { start: node.callee.object.span.end, end: node.span.end };
      return [{ span, text: "", at: [{ start: node.callee.object.span.start, end: member.span.end }] }];
    }),
  "a window that is no multiple": (program) =>
    program.nodes.flatMap(({ node, around }) => {
      const stream = around.find((one) => one.kind === "StreamDecl");
      const arg = around.at(-1);
      if (node.kind !== "DurationLiteral" || stream?.kind !== "StreamDecl" || arg?.kind !== "Argument") return [];
      return stream.every.kind === "DurationLiteral" ? [{ span: node.span, text: "7001ms" }] : [];
    }),
  "take the time stamp away": (program) =>
    program.nodes.flatMap(({ node, around }) => {
      if (node.kind !== "CallExpr" || node.callee.kind !== "MemberExpr" || node.callee.name.text !== "timestamp")
        return [];
      const agent = around.find((one) => one.kind === "AgentDecl");
      const escapes = /%[a-zA-Z]/.test(agent === undefined ? "" : textOf(program, agent));
      if (!escapes) return [];
      const at = program.nodes.flatMap(({ node: other }) =>
        other.kind === "Argument" && /%[a-zA-Z]/.test(textOf(program, other)) ? [other.span] : [],
      );
      return [{ span: { start: node.callee.object.span.end, end: node.span.end }, text: "", at }];
    }),
};

function wires({ nodes }: Program): { wire: Wire; owner: AgentDecl }[] {
  return nodes.flatMap(({ node, around }) => {
    const owner = around.at(-1);
    return node.kind === "Wire" && owner?.kind === "AgentDecl" ? [{ wire: node, owner }] : [];
  });
}

function names(node: Node): Set<string> {
  const found = new Set<string>();
  walk(node, (one) => {
    if (one.kind === "NameExpr") found.add(one.text);
  });
  return found;
}

function isOnlyIn(owner: AgentDecl, wire: Wire, name: string): boolean {
  return !owner.members.some((member) => member !== wire && member.kind === "Wire" && names(member).has(name));
}

function textOf({ text }: Program, { span }: { span: Span }): string {
  return text.slice(span.start, span.end);
}
