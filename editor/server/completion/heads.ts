/** What the words right before the cursor ask for, whatever the broken text behind it makes of them. */
import type { AgentDecl, StreamDecl } from "../../../grammar/ast.ts";
import { ROLE_WORDS } from "../../../grammar/tokens/keywords.ts";
import type { Cursor, Word } from "./cursor.ts";
import type { Slot } from "./slot-kinds.ts";

/** `sink k = ┆`, `every ┆`, `given ┆`, `expect ┆`; null for other words. */
export function wordSlot({ words, brackets }: Cursor): Slot | null {
  const [third, , first] = [words.at(-3)?.text, words.at(-2)?.text, words.at(-1)?.text];
  const role = ROLE_WORDS.find((word) => word === third);
  if (first === "=" && role !== undefined && brackets.length > 0) return { kind: "component", role };
  if (first === "every" && brackets.length === 0) return { kind: "interval" };
  if ((first === "given" || first === "expect") && brackets.length > 0)
    return { kind: "tested", input: first === "given" };
  return null;
}

/** Whether a channel stands alone before the arrow at the cursor: only sinks can stand behind it. */
export function isBehindChannel(words: readonly Word[], owner: AgentDecl | StreamDecl): boolean {
  const name = words.at(-1)?.text === "->" ? words.at(-2)?.text : undefined;
  return owner.members.some(
    (member) => member.kind === "ComponentDecl" && member.role === "channel" && member.name.text === name,
  );
}
