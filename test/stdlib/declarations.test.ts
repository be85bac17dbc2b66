/** The declarations of the standard library are documentation too: each has words and an example, and that holds. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { analyse, compile } from "../../compiler/compile.ts";
import type { ExternDecl } from "../../grammar/ast.ts";
import { parse } from "../../grammar/parse.ts";
import { memoryHost } from "../support/memory-host.ts";
import { start } from "../support/process.ts";
import { tempFolders } from "../support/temp-folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Declared {
  /** `stdlib/text/text.flow: split` */
  readonly title: string;
  readonly decl: ExternDecl;
  /** Text between the fences of its doc comment. */
  readonly examples: readonly string[];
}

const declarations: readonly Declared[] = readdirSync(join(root, "stdlib"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".flow"))
  .sort()
  .flatMap((name) => {
    const path = join(root, "stdlib", name);
    const { tree } = parse(readFileSync(path, "utf8"), path);
    return tree.declarations.flatMap((decl) => {
      if (decl.kind !== "ExternDecl") return [];
      return [{ title: `${relative(root, path)}: ${decl.name.text}`, decl, examples: examplesOf(decl.doc) }];
    });
  });

const isFunction = ({ decl }: Declared) => decl.externKind === "fn" || decl.externKind === "field";

describe("declarations of the standard library", () => {
  const tempFolder = tempFolders();

  it("have words, an example, and words for each option", () => {
    const bare = declarations.flatMap(({ title, decl, examples }) => {
      const wordless = decl.doc.length === 0 || examples.length === 0 ? [title] : [];
      const options = isFunction({ title, decl, examples }) ? [] : decl.params.filter(({ doc }) => doc.length === 0);
      return [...wordless, ...options.map((option) => `${title}, option ${option.name.text}`)];
    });
    assert.deepEqual(bare, []);
  });

  for (const one of declarations) {
    const programs = isFunction(one) ? one.examples.filter(isProgram) : one.examples;
    if (programs.length === 0) continue;
    it(`${one.title} has an example that compiles`, () => {
      for (const example of programs) {
        const { diagnostics } = analyse(memoryHost({ "/example.flow": example }), "/example.flow");
        const found = diagnostics.map(
          ({ code, message, span }) => `${code} ${message}: ${example.slice(span.start, span.end)}`,
        );
        assert.deepEqual(found, []);
      }
    });
  }

  it("of functions have examples that are true", async function () {
    this.timeout(120_000);
    const lines = declarations.filter(isFunction).flatMap(({ title, examples }) =>
      examples
        .filter((text) => !isProgram(text))
        .flatMap((text) => text.trim().split("\n"))
        .map((line) => ({ title, line })),
    );
    const folder = tempFolder();
    writeFileSync(join(folder, "once"), "x\n");
    const checks = lines.map(({ line }, index) => `    \`${index} \${${line}}\`,`).join("\n");
    const program = `agent examples {\n  lines("${folder}/once").flatMap(e => [\n${checks}\n  ]) -> memory(capacity: 1000) -> print()\n}\n`;
    const { analysis, output } = await compile(memoryHost({ "/examples.flow": program }), "/examples.flow");
    const errors = analysis.diagnostics.filter(({ severity }) => severity === "error");
    assert.deepEqual(
      errors.map(({ message, span }) => `${message}: ${program.slice(span.start, span.end)}`),
      [],
    );
    const path = join(folder, "examples.ts");
    writeFileSync(
      path,
      output!.typescript.replaceAll(/"sluice\/(runtime|stdlib\/[^"]*)"/g, (_, module: string) => {
        return JSON.stringify(join(root, module === "runtime" ? "runtime/index.ts" : `${module}.ts`));
      }),
    );
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    const { stdout, stderr } = await start(process.execPath, ["--import", "tsx", path], { cwd: root }).ended;
    const said = new Map(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(" ") as [string, string]),
    );
    const wrong = lines.filter((_, index) => said.get(String(index)) !== "true");
    assert.deepEqual(wrong, [], stderr);
  });
});

/** What needs a declaration, such as a secret, cannot be a comparison in a line. */
function isProgram(example: string): boolean {
  return /^(secret|fn|const|type) /.test(example);
}

function examplesOf(doc: readonly string[]): string[] {
  return [...doc.join("\n").matchAll(/^```flow\n((?:.*\n)*?)^```$/gm)].map((match) => match[1]!);
}
