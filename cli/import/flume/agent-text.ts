/** An agent of Flume's in the language, with what was said of it as comments. */
import { format } from "../../../grammar/format.ts";
import type { ImportContext } from "./context.ts";
import { groupsOf } from "./groups.ts";
import { nameFor } from "./literals.ts";
import { type Piece, pieceOf } from "./pieces.ts";
import { type Finding, findingText } from "./read/findings.ts";
import type { Agent, Component } from "./read/model.ts";
import { againstSelector } from "./selector.ts";
import { type FlumePart, settle } from "./settle.ts";
import { withTime } from "./time-header.ts";
import { arrowsOf, connected } from "./wiring.ts";

/** Columns of a comment. */
const WIDTH = 116;

/** An agent of Flume's as a program. */
export interface AgentText {
  readonly text: string;
  /** Whether an arrow was given the edge to dead letters, as a comment. */
  readonly hasDeadLetters: boolean;
}

/** Names of the components here, by their paths: they are known before anything at the top of the file gets one. */
export function namesOf(agent: Agent): Map<string, string> {
  const taken = new Set<string>();
  const parts = agent.components.filter(({ section }) => /^(sources|channels|sinks)$/.test(section));
  return new Map(parts.map(({ path, name }) => [path, nameFor(name, taken)]));
}

/** `name` is that of the agent here. */
export function agentText(
  context: ImportContext,
  agent: Agent,
  name: string,
  names: ReadonlyMap<string, string>,
): AgentText {
  const parts = settle(agent, context.findings);
  const pieces = piecesOf(context, agent, parts, names);
  const live = connected(context, pieces, parts);
  const arrows = arrowsOf(context, agent, live);
  const lines = ["sources", "channels", "sinks"].flatMap((section) =>
    parts
      .filter(({ component }) => component.section === section)
      .flatMap((part) => componentLines(context, part, live.find((piece) => piece.part === part) ?? null)),
  );
  const hasDeadLetters = arrows.some(({ mayRefuse }) => mayRefuse);
  const wires = arrows.flatMap(({ code, comments, mayRefuse }) => {
    const lines = [...comments.map(comment), code];
    return mayRefuse ? ["// To keep what the sink refuses, write `else -> dead` behind it.", ...lines] : lines;
  });
  const unseen = agent.undeclared.flatMap(({ path, options }) =>
    context.findings.all().some(({ kind, line }) => kind === "mended" && options.size === 1 && isLineOf(options, line))
      ? []
      : [`// Flume did not see ${path}:`, ...originalLines({ options })],
  );
  const head = [...agent.comments.map(comment), ...commentsOf(context.findings.about(agent.name))];
  const body = [...lines, "", ...wires, ...unseen];
  return { text: [...head, `agent ${name} {`, ...body, "}"].join("\n"), hasDeadLetters };
}

function piecesOf(
  context: ImportContext,
  agent: Agent,
  parts: readonly FlumePart[],
  names: ReadonlyMap<string, string>,
): Piece[] {
  const isThere = (sink: string) =>
    parts.some(({ component, dropped }) => component.section === "sinks" && component.name === sink && !dropped);
  const { lost } = groupsOf(context, agent, isThere, true);
  return parts.flatMap((part) => {
    const { component } = part;
    if (part.dropped) return [];
    if (component.section === "sinks" && lost.has(component.name)) {
      context.findings.add("never ran", component.at, component.path, lost.get(component.name) ?? "");
      return [];
    }
    const reason = component.section === "sources" ? againstSelector(component, part.channels) : null;
    if (reason !== null) {
      const line = component.options.get("selector.type") ?? component.at;
      context.findings.add("never ran", line, component.path, `${reason}, so Flume drops \`${component.name}\``);
      return [];
    }
    const timed = withTime(context, part, parts);
    const piece = pieceOf(context, timed, names.get(component.path) ?? component.name);
    return piece === null ? [] : [{ ...piece, part }];
  });
}

function componentLines({ findings }: ImportContext, { component }: FlumePart, piece: Piece | null): string[] {
  const head = [...component.comments.map(comment), ...commentsOf(findings.about(component.path))];
  if (piece !== null) return [...head, ...(piece.declaration === null ? [] : [piece.declaration])];
  return [...head, ...originalLines(component)];
}

/** What is left out, as it stood in the file. */
function originalLines({ options }: Pick<Component, "options">): string[] {
  return [...options.values()].map(({ key, value }) => comment(`  ${key} = ${value}`));
}

function isLineOf(options: Component["options"], line: number): boolean {
  return [...options.values()].some((one) => one.line === line);
}

/** Findings as lines of comments, wrapped. */
export function commentsOf(findings: readonly Finding[]): string[] {
  return findings.flatMap((finding) => wrapped(findingText(finding)).map(comment));
}

function comment(text: string): string {
  return text === "" ? "//" : `// ${text.replaceAll(/[\r\n]/g, " ")}`;
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The text in the one layout; as it is where it does not parse, which would be a fault of the importer. */
export function laidOut(text: string): string {
  const formatted = format(text);
  return "text" in formatted ? formatted.text : text;
}
