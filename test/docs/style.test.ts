import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { messages } from "../../compiler/model/messages/messages.ts";
import { syntaxMessages } from "../../grammar/messages.ts";
import { root } from "../support/sluice.ts";

/** Turns that read as translated, and what to write: see docs/style.md. */
const TURNS: readonly (readonly [turn: RegExp, instead: string])[] = [
  [/(?<!\bthere )\b(?:is|are) no (?!longer|more\b)\w+/i, "is not a …"],
  [/\banew\b/i, "again"],
  [/\bwithout a word\b/i, "silently"],
  [/\b(?:comes?|came) again\b/i, "is replayed, is read again"],
  [/\bgoes on in\b/i, "resumes, continues"],
  [/\bfor ever\b/i, "endlessly"],
  [/\blonger than nothing\b/i, "greater than zero"],
  [/\bdoes not close\b/i, "failed to close"],
  [/\belsewhere called\b/i, "also known as"],
  [/\bsays? aloud\b/i, "explicitly"],
  [/\bspoken of\b/i, "reported, mentioned"],
  [/\bwants `[^`]*` and gets\b/i, "expects …, found …"],
];

/** What people read, by the place that it comes from. */
describe("plain English", () => {
  it("is what messages are written in", () => {
    const all = { ...syntaxMessages.table, ...messages.table };
    refuse(Object.entries(all).map(([code, one]) => [code, Object.values(one).join("\n")]));
  });

  it("is what the documentation is written in", () => {
    const pages = filesIn("docs", ".md").filter((path) => path !== "docs/style.md" && path !== "docs/design.md");
    const samples = filesIn("samples", ".md");
    refuse([...pages, ...samples, "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(withText));
  });

  it("is what declarations are written in", () => {
    refuse(filesIn("stdlib", ".flow").map(withText));
  });

  it("is what help, logs and failures are written in", () => {
    const sources = ["cli", "compiler", "editor/server", "runtime", "stdlib"].flatMap((folder) =>
      filesIn(folder, ".ts"),
    );
    refuse(sources.map((path) => [path, textsOf(readFileSync(join(root, path), "utf8"))]));
  });
});

function refuse(texts: readonly (readonly [place: string, text: string])[]): void {
  const found = texts.flatMap(([place, text]) =>
    text
      .split("\n")
      .flatMap((line, index) =>
        TURNS.filter(([turn]) => turn.test(line)).map(
          ([turn, instead]) => `${place}:${index + 1}: "${turn.exec(line)?.[0]}"; write "${instead}": ${line.trim()}`,
        ),
      ),
  );
  assert.deepEqual(found, []);
}

/** The string literals of a source, each line in its place; comments are left out. */
function textsOf(source: string): string {
  return source
    .split("\n")
    .map((line) => (/^\s*(?:\/\/|\/?\*)/.test(line) ? "" : (line.match(/"[^"]*"|'[^']*'|`[^`]*`/g) ?? []).join(" ")))
    .join("\n");
}

function filesIn(folder: string, extension: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(extension))
    .map((name) => `${folder}/${name}`);
}

function withText(path: string): [string, string] {
  return [path, readFileSync(join(root, path), "utf8")];
}
