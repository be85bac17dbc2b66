import { MOST_PATHS } from "../../compiler/3-plan/checks/guarantee.ts";
import type {
  OwnerReport,
  PartReport,
  PathText,
  ProgramReport,
  ReasonText,
  TableReport,
  TopicReport,
} from "../../compiler/explain/report.ts";
import { columns, indented, WIDTH, wrap } from "./wrap.ts";

/** The report of `explain` for a terminal of 100 columns. Empty when there is nothing in it. */
export function explanation(report: ProgramReport, color: boolean): string {
  const ink = inkFor(color);
  const parts = [
    ...(report.topics.length === 0 ? [] : [report.topics.flatMap((topic) => topicLines(topic, ink))]),
    ...(report.tables.length === 0 ? [] : [report.tables.flatMap((table) => tableLines(table, ink))]),
    ...[...report.agents, ...report.streams].map((owner) => ownerLines(owner, ink)),
    ...(report.through.length === 0 ? [] : [throughLines(report.through, ink)]),
  ];
  return parts.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

interface Ink {
  strong(text: string): string;
  faint(text: string): string;
  guarantee(text: string): string;
}

function inkFor(color: boolean): Ink {
  const painted = (code: string, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const codes: Readonly<Record<string, string>> = {
    exactlyOnce: "32",
    atLeastOnce: "36",
    atMostOnce: "33",
    bestEffort: "31",
  };
  return {
    strong: (text) => painted("1", text),
    faint: (text) => painted("2", text),
    guarantee: (text) => painted(codes[text.trim()] ?? "0", text),
  };
}

/** What it is at the left, where it stands at the right. */
function heading(text: string, place: string, { strong, faint }: Ink): string {
  return `${strong(text)}${" ".repeat(Math.max(2, WIDTH - text.length - place.length))}${faint(place)}`;
}

function topicLines(topic: TopicReport, ink: Ink): string[] {
  const ways = [
    topic.from.length === 0 ? "written by nothing here" : `from ${topic.from.join(", ")}`,
    topic.to.length === 0 ? "read by nothing here" : `to ${topic.to.join(", ")}`,
  ];
  return [
    heading(`topic ${topic.name}: ${topic.type}`, topic.place, ink),
    ...docLines(topic.doc),
    ...indented(`${topic.facts.join(", ")}; ${ways.join(", ")}`, 2),
  ];
}

function tableLines({ name, type, facts, doc, place, to }: TableReport, ink: Ink): string[] {
  const readers = to.length === 0 ? "read by nothing here" : `read by ${to.join(", ")}`;
  return [
    heading(`table ${name}: ${type}`, place, ink),
    ...docLines(doc),
    ...indented(`${facts.join(", ")}; ${readers}`, 2),
  ];
}

function ownerLines(owner: OwnerReport, ink: Ink): string[] {
  const every = owner.every === null ? "" : ` every ${owner.every}`;
  const claim = owner.guarantees === null ? "" : ` guarantees ${owner.guarantees}`;
  return [
    heading(`${owner.kind} ${owner.name}${every}${claim}`, owner.place, ink),
    ...docLines(owner.doc),
    `  ${atOnce[owner.kind]}`,
    "",
    ...columns(owner.parts.map(partRow), [28, 34], 2).map((line) => line.replaceAll(NO_BREAK, " ")),
    "",
    ...pathLines(owner.paths, ink),
    ...effectLines(
      owner.paths.flatMap((path) => path.reasons),
      ink,
    ),
    ...placedLines(
      "Given up on purpose",
      owner.paths.flatMap((path) => path.choices),
      ink,
    ),
    ...placedLines("Good to know", owner.notes, ink),
  ];
}

const atOnce = {
  agent: "Sources and sinks work side by side, each a transaction at a time.",
  stream: "A batch at a time, in order; its inputs are given up when its outputs are written.",
} as const;

function docLines(doc: readonly string[]): string[] {
  return doc.length === 0 ? [] : wrap(doc.join(" "), WIDTH - 2).map((line) => `  ${line}`);
}

const NO_BREAK = "\u00a0";

function partRow(part: PartReport): readonly string[] {
  const name = part.kind === "operator" && !part.named ? `  .${part.name}` : part.name;
  // Fields are not torn apart: `at: timestamp` stays in one line.
  return [name, part.type.replaceAll(": ", `:${NO_BREAK}`), part.facts.join(", ")];
}

/** What single agents and streams do has been said there; here it is enough to name the steps. */
function throughLines(paths: readonly PathText[], ink: Ink): string[] {
  const unsaid = paths.flatMap((path) => path.reasons).filter((one) => one.onlyThrough);
  const said = (effect: ReasonText["effect"], reasons: readonly ReasonText[]): string =>
    [...new Set(reasons.filter((one) => one.effect === effect).map((one) => one.step))].join(", ");
  return [
    ink.strong("through the program"),
    "",
    ...paths.flatMap((path) => {
      const [lost, twice] = [said("lost", path.reasons), said("twice", path.reasons)];
      const effects = [
        ...(lost === "" ? [] : [`may be lost at ${lost}`]),
        ...(twice === "" ? [] : [`may come twice at ${twice}`]),
      ];
      return [...pathLines([path], ink), ...(effects.length === 0 ? [] : indented(effects.join("; "), 15))];
    }),
    ...(paths.length < MOST_PATHS ? [] : [`  … and more than these ${MOST_PATHS}`]),
    ...effectLines(unsaid, ink),
  ];
}

function pathLines(paths: readonly PathText[], ink: Ink): string[] {
  return paths.flatMap((path) => {
    const text = `${path.steps.join(" -> ")}${path.rejects ? "   (what failed)" : ""}`;
    const [first = "", ...others] = indented(text, 15);
    return [`  ${ink.guarantee(path.guarantee.padEnd(13))}${first.slice(15)}`, ...others];
  });
}

function effectLines(reasons: readonly ReasonText[], ink: Ink): string[] {
  const titles = { lost: "May be lost", twice: "May come twice" } as const;
  return (["lost", "twice"] as const).flatMap((effect) => {
    const found = distinct(reasons.filter((one) => one.effect === effect));
    const raises = [...new Set(found.map((one) => one.raise))];
    return found.length === 0
      ? []
      : [
          "",
          `  ${titles[effect]}`,
          ...raises.flatMap((raise) => [
            ...found
              .filter((one) => one.raise === raise)
              .flatMap((one) => placedLine(`${one.step}: ${one.reason}`, one.place, ink)),
            ...indented(`to raise it: ${raise}`, 6),
          ]),
        ];
  });
}

function placedLines(
  title: string,
  notes: readonly { readonly what: string; readonly place: string }[],
  ink: Ink,
): string[] {
  const found = [...new Map(notes.map((note) => [`${note.what} ${note.place}`, note])).values()];
  if (found.length === 0) return [];
  return ["", `  ${title}`, ...found.flatMap(({ what, place }) => placedLine(what, place, ink))];
}

function placedLine(text: string, place: string, { faint }: Ink): string[] {
  const lines = indented(`${text} (${place})`, 4);
  return lines.map((line, index) =>
    index === lines.length - 1 ? line.replace(`(${place})`, faint(`(${place})`)) : line,
  );
}

function distinct(reasons: readonly ReasonText[]): readonly ReasonText[] {
  return [...new Map(reasons.map((one) => [`${one.step} ${one.reason} ${one.place}`, one])).values()];
}
