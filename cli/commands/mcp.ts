import { defineCommand } from "../command.ts";
import { exitStatus } from "../exit-status.ts";
import { packageVersion } from "../package-root.ts";

/** `sluice mcp`: the Model Context Protocol, for coding agents. */
export const command = defineCommand({
  name: "mcp",
  summary:
    "Serves coding agents by the Model Context Protocol on standard input and output: check, test, explain and more.",
  positionals: "",
  options: {},
  example: '{ "mcpServers": { "sluice": { "command": "npx", "args": ["sluice", "mcp"] } } }',
  async run() {
    const { serveMcp } = await import("../mcp/serve.ts");
    await serveMcp(packageVersion());
    return exitStatus.done;
  },
});
