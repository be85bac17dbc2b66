import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { defineCommand, UsageError } from "../command.ts";
import { exitStatus } from "../exit-status.ts";
import { makeFolder } from "../make-folder.ts";
import { packageRoot } from "../package-root.ts";

/** `sluice new`: the quickstart as a project of one's own. */
export const command = defineCommand({
  name: "new",
  summary: "Starts a small runnable project, with a test and an editor setting.",
  positionals: "DIR",
  options: {
    json: { help: "print what was written as JSON" },
  },
  example: [
    "$ sluice new shop",
    "shop/shop.flow",
    "shop/README.md",
    "shop/.gitignore",
    "shop/.vscode/settings.json",
    "",
    "Run it: npx sluice run shop/shop.flow",
  ].join("\n"),
  async run({ json }, positionals) {
    const [directory, extra] = positionals;
    if (directory === undefined) throw new UsageError("a DIR is missing");
    if (extra !== undefined) throw new UsageError(`one DIR only; "${extra}" is one too many`);
    const folder = resolve(directory);
    const taken = reasonAgainst(folder);
    if (taken !== null) {
      process.stderr.write(`sluice: ${directory} ${taken}\n`);
      return exitStatus.failed;
    }
    const name = basename(folder);
    const shown = (path: string) => relative(process.cwd(), path) || ".";
    const files: string[] = [];
    for (const [path, text] of Object.entries(projectFiles(name))) {
      const target = join(folder, path);
      makeFolder(dirname(target));
      writeFileSync(target, text, { flag: "wx" });
      files.push(shown(target));
    }
    const program = shown(join(folder, `${name}.flow`));
    process.stdout.write(
      json
        ? `${JSON.stringify({ program, files }, null, 2)}\n`
        : `${files.join("\n")}\n\nRun it: npx sluice run ${program}\n`,
    );
    return exitStatus.done;
  },
});

/** Why nothing can be made there, null when it can: only an empty folder, or none yet, will do. */
function reasonAgainst(folder: string): string | null {
  try {
    return readdirSync(folder).length > 0 ? "has files in it; name a new folder" : null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    return code === "ENOTDIR" ? "is a file; name a new folder" : `cannot be read (${code})`;
  }
}

function projectFiles(name: string): Readonly<Record<string, string>> {
  const program = readFileSync(join(packageRoot(), "samples/quickstart/quickstart.flow"), "utf8");
  return {
    [`${name}.flow`]: program,
    "README.md": readme(name),
    ".gitignore": ".sluice/\n",
    ".vscode/settings.json": `${JSON.stringify(editorSettings, null, 2)}\n`,
  };
}

const editorSettings = {
  "files.associations": { "*.flow": "flow" },
  "[flow]": { "editor.formatOnSave": true, "editor.tabSize": 2 },
};

function readme(name: string): string {
  return `# ${name}

\`\`\`sh
npx sluice run ${name}.flow       # run it; Ctrl-C stops it
npx sluice test ${name}.flow      # run its tests on a simulated clock
npx sluice check ${name}.flow     # what is wrong, without running anything
npx sluice build ${name}.flow -o dist
\`\`\`

What its topics hold is kept in \`.sluice/\`; remove that folder to start afresh.
`;
}
