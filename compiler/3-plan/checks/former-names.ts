import type { Declaration, Name, Renamed, Span } from "../../../grammar/ast.ts";
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import type { Checked } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";

/** Something that can keep something, under its name or the one that it had before. */
type Keeper = Renamed & { readonly name: Name };

/** Reports former names (`was "old"`) that two things claim, that another thing has now, and that say nothing. */
export function checkFormerNames({ units }: Checked): Diagnostic[] {
  const owners: Placed[] = [];
  const topics: Placed[] = [];
  const spaces: Placed[][] = [owners, topics];
  for (const { tree, path } of units) {
    for (const decl of tree.declarations) {
      if (decl.kind === "TopicDecl") topics.push({ file: path, keeper: decl });
      // Their groups on topics are named after them.
      if (decl.kind === "AgentDecl" || decl.kind === "StreamDecl") owners.push({ file: path, keeper: decl });
      spaces.push(keepersIn(decl).map((keeper) => ({ file: path, keeper })));
    }
  }
  return spaces.flatMap(checkSpace);
}

interface Placed {
  readonly file: string;
  readonly keeper: Keeper;
}

function keepersIn(decl: Declaration): Keeper[] {
  if (decl.kind === "AgentDecl") return decl.members.filter((member) => member.kind === "ComponentDecl");
  if (decl.kind === "StreamDecl") return decl.members.filter((member) => member.kind === "LetStmt");
  return [];
}

/** Names that must differ from each other. */
function checkSpace(placed: readonly Placed[]): Diagnostic[] {
  const living = new Set(placed.flatMap(({ keeper }) => (keeper.was === null ? [keeper.name.text] : [])));
  const claimed = new Map<string, string>();
  return placed.flatMap(({ file, keeper: { name, was } }): Diagnostic[] => {
    if (was === null) return [];
    const former = was.value;
    const other = claimed.get(former);
    if (former === name.text) return [needless(file, name, was.span)];
    if (living.has(former)) {
      return [{ ...messages.report("FLOW5081", { name: name.text, former }), file, span: was.span }];
    }
    if (other !== undefined) {
      return [{ ...messages.report("FLOW5080", { name: name.text, other, former }), file, span: was.span }];
    }
    claimed.set(former, name.text);
    return [];
  });
}

function needless(file: string, name: Name, { end }: Span): Diagnostic {
  const edits = [{ span: { start: name.span.end, end }, text: "" }];
  const fixes = [{ title: "Remove the `was`", edits, safe: true }];
  return { ...messages.report("FLOW5082", { name: name.text }), file, span: { start: name.span.end + 1, end }, fixes };
}
