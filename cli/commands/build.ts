import { existsSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { defineCommand, onlyFile, UsageError } from "../command.ts";
import { compileProgram } from "../compile-program.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { shownPath } from "../report.ts";
import { writeProgram } from "../write-program.ts";

/** `sluice build`: the program as TypeScript to read, and as one file to run. */
export const command = defineCommand({
  name: "build",
  summary: "Writes the program as readable TypeScript and as one .mjs that needs Node and nothing else.",
  positionals: "FILE -o DIR",
  options: {
    output: { short: "o", value: "DIR", help: "folder to write to; it is made when it is missing" },
    package: { help: "write a package.json as well, so that the folder can be published or deployed" },
  },
  example: [
    "$ sluice build word-count.flow -o out",
    "out/word-count.ts",
    "out/word-count.ts.map",
    "out/word-count.mjs",
    "out/word-count.mjs.map",
    "",
    "$ node out/word-count.mjs --for 1m",
  ].join("\n"),
  async run({ output, package: asPackage }, positionals) {
    const file = onlyFile(positionals);
    if (output === undefined) throw new UsageError("say where to with -o DIR");
    const entry = entryFile(file);
    if (entry === null) return exitStatus.failed;
    const { program } = await compileProgram(entry, realPath(output));
    if (program === null) return exitStatus.failed;
    const name = basename(entry, ".flow");
    const write = (path: string, text: string) => {
      writeFileSync(path, text);
      process.stdout.write(`${shownPath(path)}\n`);
    };
    write(join(output, `${name}.ts`), program.typescript);
    write(join(output, `${name}.ts.map`), program.sourceMap);
    writeProgram(join(output, `${name}.mjs`), program.bundle, write);
    if (asPackage) write(join(output, "package.json"), manifest(name));
    return exitStatus.done;
  },
});

/** Where `folder` really is, or will be once it is made: a path from there to another file must not lead astray. */
function realPath(folder: string): string {
  const path = resolve(folder);
  return existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));
}

function manifest(name: string): string {
  const program = `${name}.mjs`;
  const content = {
    name,
    version: "0.0.0",
    private: true,
    type: "module",
    bin: { [name]: program },
    scripts: { start: `node ${program}` },
    engines: { node: ">=20.19" },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
