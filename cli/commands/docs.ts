import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import {
  type ReferenceEntry,
  referenceGroups,
  referenceOf,
  withSharedOptions,
} from "../../compiler/report/reference.ts";
import { suggest } from "../../grammar/did-you-mean.ts";
import { parse } from "../../grammar/parse.ts";
import { defineCommand, UsageError } from "../command.ts";
import { diskHost } from "../disk-host.ts";
import { exitStatus } from "../exit-status.ts";
import { guidePages } from "../guide-pages.ts";
import { packageRoot } from "../package-root.ts";
import { referenceText } from "../reference-text.ts";
import { parsedStandardLibrary } from "../standard-library.ts";

interface Found {
  readonly entry: ReferenceEntry;
  /** `stdlib/text/text.flow` */
  readonly path: string;
}

/** `sluice docs`: the guide to the language, and the reference of the standard library and of the messages. */
export const command = defineCommand({
  name: "docs",
  summary: "Prints the reference of a component, operator or function, or the page of a construct or message code.",
  positionals: "[NAME]",
  options: {
    json: { help: "print it as JSON; without NAME, what there is" },
  },
  example: [
    "$ sluice docs string.trim",
    "function string.trim   stdlib/text/text.flow",
    "",
    "  fn string.trim(): string",
    "",
    "Without white space at both ends.",
    "",
    "Also known as `strip`.",
    "",
    "example:",
    '  "  a b \\n".trim() == "a b"',
  ].join("\n"),
  async run({ json }, [name, extra]) {
    if (extra !== undefined) throw new UsageError(`one NAME only; "${extra}" is one too many`);
    const texts = name === undefined ? null : about(name);
    if (json) process.stdout.write(`${JSON.stringify(texts ?? index(), null, 2)}\n`);
    else process.stdout.write(texts === null ? overview(everything()) : texts.map(({ text }) => text).join("\n\n"));
    return exitStatus.done;
  },
});

/** What the reference has: one thing of that name. */
interface Named {
  readonly name: string;
  /** `source`, `function`, …; of pages `language` and `message`. */
  readonly kind: string;
}

/** A thing with all that is said of it. */
interface About extends Named {
  readonly text: string;
}

function index(): Named[] {
  return [
    ...everything().map(({ entry: { title, kind } }) => ({ name: bare(title), kind })),
    ...[...guidePages().keys()].map((name) => ({ name, kind: "language" })),
    ...messageCodes().map((name) => ({ name, kind: "message" })),
  ];
}

function about(name: string): readonly About[] {
  const page = messagePage(name.toUpperCase());
  if (page !== null) return [{ name: name.toUpperCase(), kind: "message", text: page }];
  const all = everything();
  const guide = guidePages();
  const found = all.filter(({ entry }) => entry.name === name || bare(entry.title) === bare(name));
  const texts: About[] = found.map(({ entry, path }) => {
    return { name: bare(entry.title), kind: entry.kind, text: referenceText(entry, path) };
  });
  const ofGuide = guide.get(name);
  if (ofGuide !== undefined) texts.push({ name, kind: "language", text: ofGuide() });
  if (texts.length > 0) return texts;
  const names = new Set([...all.flatMap(({ entry }) => [entry.name, entry.title]), ...guide.keys(), ...messageCodes()]);
  const near = suggest(name, names) ?? suggest(name.toUpperCase(), messageCodes());
  throw new UsageError(
    `the reference has no "${name}"; ${near === null ? "`sluice docs` lists what it has" : `did you mean "${near}"?`}`,
  );
}

/** `DStream.map` for `DStream<T>.map`: nobody types the type parameters into a shell. */
function bare(title: string): string {
  return title.replaceAll(/<.*>/g, "");
}

/** Everything that the standard library declares, in the order of its files. */
function everything(): Found[] {
  const host = diskHost();
  const { parsed } = parsedStandardLibrary(host);
  const found = host.stdlib.flatMap((path) => {
    const text = host.read(path) ?? "";
    const tree = parsed.get(path)?.unit.tree ?? parse(text, path).tree;
    const shown = relative(packageRoot(), path).replaceAll(sep, "/");
    return referenceOf(tree, text).map((entry) => ({ entry, path: shown }));
  });
  const entries = withSharedOptions(found.map(({ entry }) => entry));
  return found.map(({ path }, index) => ({ path, entry: entries[index] as ReferenceEntry }));
}

function overview(all: readonly Found[]): string {
  const groups = referenceGroups.map(([title, members]) => {
    const names = new Set(all.filter(({ entry }) => members.includes(entry.kind)).map(({ entry }) => entry.name));
    return `${title.toLowerCase()}:\n${wrapped([...names].sort())}\n`;
  });
  const language = `language:\n${wrapped([...guidePages().keys()])}\n`;
  return `${[...groups, language].join("\n")}\n\`sluice docs NAME\` prints one of these, \`sluice docs FLOW2001\` a message.\n`;
}

const WIDTH = 80;

function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  let line = " ";
  for (const name of names) {
    if (line.length + 1 + name.length > WIDTH) {
      lines.push(line);
      line = " ";
    }
    line += ` ${name}`;
  }
  return [...lines, line].join("\n");
}

/** The page of a message's code, null where there is none. */
function messagePage(code: string): string | null {
  const path = join(packageRoot(), "docs/errors", `${code}.md`);
  return /^FLOW\d{4}$/.test(code) && existsSync(path) ? readFileSync(path, "utf8") : null;
}

function messageCodes(): string[] {
  return readdirSync(join(packageRoot(), "docs/errors"))
    .filter((name) => /^FLOW\d{4}\.md$/.test(name))
    .map((name) => name.replace(".md", ""));
}
