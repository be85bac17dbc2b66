import { existsSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { defineCommand, onlyFile, UsageError } from "../command.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { deploymentOf } from "../operate/deployment.ts";
import { dockerfile } from "../operate/docker.ts";
import { manifests } from "../operate/kubernetes.ts";
import { systemdUnit } from "../operate/systemd.ts";
import { compileProgram } from "../program/compile-program.ts";
import { writeProgram } from "../program/write-program.ts";
import { shownPath } from "../report.ts";

/** `sluice build`: the program as TypeScript to read, and as one file to run. */
export const command = defineCommand({
  name: "build",
  summary: "Writes the program as readable TypeScript and as one .mjs that needs Node and nothing else.",
  positionals: "FILE -o DIR",
  options: {
    output: { short: "o", value: "DIR", help: "folder to write to; it is made when it is missing" },
    metrics: { help: "count what passes each operator, so that the program can be run with --metrics PORT" },
    ui: { help: "the same, and bring along the page that --ui shows in a browser" },
    systemd: { help: "write a unit for systemd as well" },
    docker: { help: "write a Dockerfile as well" },
    k8s: { help: "write manifests for Kubernetes as well" },
    package: { help: "write a package.json as well, so that the folder can be published or deployed" },
    json: { help: "print the paths of what was written as JSON" },
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
  async run({ output, metrics, ui, package: asPackage, systemd, docker, k8s, json }, positionals) {
    const file = onlyFile(positionals);
    if (output === undefined) throw new UsageError("say where to with -o DIR");
    const entry = entryFile(file);
    if (entry === null) return exitStatus.failed;
    // What is deployed is watched.
    const isDeployed = systemd || docker || k8s;
    const { program } = await compileProgram(entry, {
      output: realPath(output),
      purpose: ui ? "ui" : metrics || isDeployed ? "metrics" : "run",
    });
    if (program === null) return exitStatus.failed;
    const name = basename(entry, ".flow");
    const files: string[] = [];
    const write = (path: string, text: string) => {
      writeFileSync(path, text);
      files.push(shownPath(path));
      if (!json) process.stdout.write(`${shownPath(path)}\n`);
    };
    write(join(output, `${name}.ts`), program.typescript);
    write(join(output, `${name}.ts.map`), program.sourceMap);
    for (const [file, text] of program.beside) write(join(output, file), text);
    writeProgram(join(output, `${name}.mjs`), program.bundle, write);
    if (isDeployed) {
      const deployment = deploymentOf(program.plan, program.checked);
      if (systemd) write(join(output, `${deployment.name}.service`), systemdUnit(deployment));
      if (docker) write(join(output, "Dockerfile"), dockerfile(deployment));
      if (k8s) write(join(output, `${deployment.name}.k8s.json`), manifests(deployment));
      if (docker || k8s) for (const id of deployment.local) process.stderr.write(noteOfLocal(id));
    }
    if (asPackage) write(join(output, "package.json"), manifest(name));
    if (json) process.stdout.write(`${JSON.stringify({ files }, null, 2)}\n`);
    return exitStatus.done;
  },
});

function noteOfLocal(id: string): string {
  return `note: ${id} listens on localhost, where nobody outside of its container reaches it; write \`bind: "0.0.0.0"\`\n`;
}

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
