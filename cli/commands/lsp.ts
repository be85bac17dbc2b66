import { defineCommand, UsageError } from "../command.ts";
import { diskHost } from "../disk-host.ts";
import { flowFilesBelow } from "../entry-file.ts";
import { externReadingAside } from "../extern-reading.ts";
import { packageVersion, pageOf } from "../package-root.ts";
import { parsedStandardLibrary } from "../standard-library.ts";

/** `sluice lsp`: the language server, for editors. */
export const command = defineCommand({
  name: "lsp",
  summary: "Serves an editor over standard input and output (Language Server Protocol).",
  positionals: "",
  options: {
    stdio: { help: "the default; accepted because some editors pass it" },
    clientProcessId: { value: "PID", help: "end when this process has ended" },
  },
  example: 'vim.lsp.start({ name = "sluice", cmd = { "sluice", "lsp" } })    -- in Neovim; see docs/editors/',
  async run(_values, positionals) {
    if (positionals.length > 0)
      throw new UsageError(`"${positionals[0]}" is one too many: the editor says what is open`);
    const { startServer } = await import("../../editor/server/server.ts");
    const host = diskHost();
    startServer({
      host,
      cache: () => parsedStandardLibrary(host),
      externs: externReadingAside(),
      flowFiles: flowFilesBelow,
      version: packageVersion(),
      page: pageOf,
      input: process.stdin,
      output: process.stdout,
    });
    // The server ends the process when the editor says `exit`, or goes.
    return await new Promise<never>(() => {});
  },
});
