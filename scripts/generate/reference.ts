/** `docs/reference/`: a page for each folder of the standard library, and an index of all. */
import {
  type ReferenceEntry,
  type ReferenceOption,
  referenceGroups,
  referenceOf,
  withSharedOptions,
} from "../../compiler/report/reference.ts";
import type { SourceFile } from "../../grammar/ast.ts";

/** A declaration file. */
export interface DeclarationFile {
  /** `stdlib/text/text.flow` */
  readonly path: string;
  readonly text: string;
  readonly tree: SourceFile;
}

const NOTE = "<!-- Generated from the declarations by `npm run generate`. -->";

/** Longer pages begin with links to what is on them. */
const MOST_WITHOUT_CONTENTS = 6;

interface Linked {
  readonly entry: ReferenceEntry;
  /** `text.md#stringsplit` */
  readonly link: string;
}

/** Text of each page by its path below the checkout. */
export function referencePages(files: readonly DeclarationFile[]): ReadonlyMap<string, string> {
  const byFolder = new Map<string, ReferenceEntry[]>();
  const found = files
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap(({ path, text, tree }) =>
      referenceOf(tree, text).map((entry) => ({ folder: path.split("/")[1] ?? "", entry })),
    );
  for (const [index, entry] of withSharedOptions(found.map((one) => one.entry)).entries()) {
    const folder = found[index]?.folder ?? "";
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), entry]);
  }
  const pages = new Map<string, string>();
  const linked: Linked[] = [];
  for (const [folder, entries] of byFolder) {
    pages.set(`docs/reference/${folder}.md`, page(folder, entries));
    const anchors = anchorsOf(entries);
    linked.push(...entries.map((entry, index) => ({ entry, link: `${folder}.md#${anchors[index]}` })));
  }
  pages.set("docs/reference/README.md", index(linked));
  return pages;
}

/** What a folder has its name from comes first. */
function rank({ path }: DeclarationFile): number {
  const [, folder, file] = path.split("/");
  return file === `${folder}.flow` ? 0 : 1;
}

/** What the functions of a folder are about, in the order in which the index has them. */
const SUBJECTS: Readonly<Record<string, string>> = {
  text: "Text and regular expressions",
  number: "Numbers",
  array: "Arrays",
  map: "Maps",
  time: "Times, calendars and zones",
  json: "JSON",
  csv: "CSV",
  "key-value": "Key-value text",
  formats: "Logs of Apache and of syslog",
  url: "URLs and queries",
  ip: "IP addresses and networks",
  encoding: "Bytes, base64 and hexadecimal",
  hash: "Hashing",
  env: "The environment",
};

function index(linked: readonly Linked[]): string {
  const sections = referenceGroups.flatMap(([title, kinds]) => {
    const own = linked.filter(({ entry }) => kinds.includes(entry.kind));
    if (own.length === 0) return [];
    return ["", `## ${title}`, ...(kinds.includes("fn") ? bySubject(own) : rows(own))];
  });
  const intro =
    "Every component, operator and function of the standard library. `sluice docs NAME` prints the same in a terminal.";
  return `${[NOTE, "", "# Reference", "", intro, ...sections].join("\n")}\n`;
}

/** A table for each subject; folders without one are subjects of their own. */
function bySubject(linked: readonly Linked[]): string[] {
  const folderOf = ({ link }: Linked): string => link.slice(0, link.indexOf(".md"));
  const folders = new Set([...Object.keys(SUBJECTS), ...linked.map(folderOf)]);
  return [...folders].flatMap((folder) => {
    const own = linked.filter((one) => folderOf(one) === folder);
    return own.length === 0 ? [] : ["", `### ${SUBJECTS[folder] ?? folder}`, ...rows(own)];
  });
}

function rows(linked: readonly Linked[]): string[] {
  const lines = linked.map(
    ({ entry, link }) => `| [\`${cell(entry.title)}\`](${link}) | ${cell(firstSentence(entry.doc))} |`,
  );
  return ["", "| | |", "|---|---|", ...lines];
}

function page(folder: string, entries: readonly ReferenceEntry[]): string {
  const sections = entries.flatMap((entry) => ["", ...section(entry)]);
  const anchors = anchorsOf(entries);
  const links = entries.map(({ title }, index) => `[\`${title}\`](#${anchors[index]})`).join(" · ");
  const contents = entries.length < MOST_WITHOUT_CONTENTS ? [] : ["", links];
  const title = SUBJECTS[folder] ?? folder;
  return `${[NOTE, "", `# ${title}`, "", "[All of the reference](README.md)", ...contents, ...sections].join("\n")}\n`;
}

function section({ title, kind, signature, doc, options, facts, examples }: ReferenceEntry): string[] {
  return [
    `## \`${title}\``,
    "",
    ...fenced(signature),
    "",
    ...doc,
    ...(options.length === 0 ? [] : ["", ...table(options, kind === "type")]),
    ...(facts.length === 0 ? [] : ["", ...facts.map((fact) => `- ${fact}`)]),
    ...examples.flatMap((example) => ["", ...fenced(example)]),
  ];
}

function fenced(code: string): string[] {
  return ["```flow", code, "```"];
}

function table(options: readonly ReferenceOption[], areFields: boolean): string[] {
  if (areFields) {
    const rows = options.map(({ name, type, doc }) => `| \`${name}\` | ${code(type)} | ${cell(doc.join(" "))} |`);
    return ["| field | type | |", "|---|---|---|", ...rows];
  }
  const rows = options.map(({ name, type, fallback, doc }) => {
    return `| \`${name}\` | ${code(type)} | ${fallback === null ? "must be given" : code(fallback)} | ${cell(doc.join(" "))} |`;
  });
  return ["| option | type | default | |", "|---|---|---|---|", ...rows];
}

function code(text: string): string {
  return `\`${cell(text.replaceAll(/\s+/g, " "))}\``;
}

/** A bar would end the cell, in code too. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function firstSentence(doc: readonly string[]): string {
  const end = doc.findIndex((line) => line === "" || line.startsWith("    "));
  const text = doc.slice(0, end === -1 ? doc.length : end).join(" ");
  return /^.*?[.:](?=\s+[A-Z]|$)/.exec(text)?.[0].replace(/:$/, ".") ?? text;
}

/** The anchors that GitHub gives to headings: of equal ones the later are numbered. */
function anchorsOf(entries: readonly ReferenceEntry[]): string[] {
  const seen = new Map<string, number>();
  return entries.map(({ title }) => {
    const anchor = title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .replaceAll(/\s/g, "-");
    const earlier = seen.get(anchor) ?? 0;
    seen.set(anchor, earlier + 1);
    return earlier === 0 ? anchor : `${anchor}-${earlier}`;
  });
}
