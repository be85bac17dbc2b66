import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineCommand, UsageError } from "../command.ts";
import { diskHost } from "../disk-host.ts";
import { externReadingAside } from "../extern-reading.ts";
import { packageRoot } from "../package-root.ts";
import { parsedStandardLibrary } from "../standard-library.ts";

/** `sluice lsp`: the language server, for editors. */
export const command = defineCommand({
  name: "lsp",
  summary: "Serves an editor over standard input and output (Language Server Protocol).",
  positionals: "",
  options: {
    stdio: { help: "what it does anyway; some editors insist on saying so" },
    clientProcessId: { value: "PID", help: "end when this process has ended" },
  },
  example: 'vim.lsp.start({ name = "sluice", cmd = { "sluice", "lsp" } })    -- in Neovim; see docs/editors/',
  async run(_values, positionals) {
    if (positionals.length > 0)
      throw new UsageError(`"${positionals[0]}" is one too many: the editor says what is open`);
    const { startServer } = await import("../../editor/server/server.ts");
    const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string };
    const host = diskHost();
    const cache = parsedStandardLibrary(host);
    startServer({ host, cache, externs: externReadingAside(), version, input: process.stdin, output: process.stdout });
    // The server ends the process when the editor says `exit`, or goes.
    return await new Promise<never>(() => {});
  },
});
