import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Figure, median, milliseconds, type Row } from "../figure.ts";
import { timeNode } from "../timed-child.ts";
import { runWorker } from "../worker.ts";

/** How long an editor waits for the language server, and what the server and its extension weigh. */
export const editor: Figure = {
  name: "editor",
  async measure() {
    const { diagnostics, completion, hover, formatting } = await runWorker("editor");
    const starts: number[] = [];
    for (let round = 0; round < 7; round++) {
      starts.push((await timeNode(["dist/cli/main.js", "lsp"], { input: session() })).cpu);
    }
    const size = sizeOfExtension();
    return [
      row("95 % of keystrokes in a file of 2,000 lines, beside 50 others, to its diagnostics", diagnostics, 50),
      row("95 % of completions there", completion, 20),
      row("95 % of hovers there", hover, 10),
      row("95 % of layouts of it", formatting, 60),
      row("CPU of `sluice lsp` from its start over `initialize` to its end", median(starts), 250),
      {
        what: "the extension for VS Code",
        reach: "below 1 MB",
        ours: `${(size / 1e6).toFixed(2)} MB`,
        baseline: null,
        ratio: null,
        met: size < 1e6,
      },
    ];
  },
};

function row(what: string, ms = Number.NaN, reach: number): Row {
  return { what, reach: milliseconds(reach), ours: milliseconds(ms), baseline: null, ratio: null, met: ms <= reach };
}

/** What an editor says first, and last. */
function session(): string {
  const message = (content: object) => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...content });
    return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  };
  return [
    { id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } },
    { method: "initialized", params: {} },
    { id: 2, method: "shutdown" },
    { method: "exit" },
  ]
    .map(message)
    .join("");
}

function sizeOfExtension(): number {
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  try {
    const pack = fileURLToPath(new URL("../../scripts/vsix.ts", import.meta.url));
    const args = ["--import", import.meta.resolve("tsx"), pack];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    const file = readdirSync(folder).find((name) => name.endsWith(".vsix"));
    if (status !== 0 || file === undefined) throw new Error(`no extension was made: ${stderr}`);
    return statSync(join(folder, file)).size;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
