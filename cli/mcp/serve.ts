import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { packageRoot } from "../package-root.ts";
import { runCommand } from "./run-command.ts";
import { type Tool, tools } from "./tools.ts";

const INSTRUCTIONS =
  "Sluice is a typed language for streaming pipelines. Read the resource sluice://language first: the whole language on one page. " +
  "Write a program, `check` it, give it `test` blocks and run them with `test`; `explain` says what may be lost.";

/** Serves the Model Context Protocol on standard input and output until the input ends. */
export async function serveMcp(version: string): Promise<void> {
  const ended = new Promise<void>((resolve) => process.stdin.once("close", resolve));
  const server = serveStdio(() => createServer(version));
  await ended;
  await server.close();
}

function createServer(version: string): McpServer {
  const server = new McpServer(
    { name: "sluice", version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  for (const tool of tools) {
    const annotations = { readOnlyHint: tool.changes !== true, openWorldHint: false };
    const config = { description: tool.description, inputSchema: tool.input, annotations };
    server.registerTool(tool.name, config, (input, { mcpReq }) => call(tool, input, mcpReq.signal));
  }
  const page = { title: "The language on one page", mimeType: "text/markdown" };
  server.registerResource("language", "sluice://language", page, (uri) => ({
    contents: [{ uri: uri.href, text: readFileSync(join(packageRoot(), "docs/language-on-one-page.md"), "utf8") }],
  }));
  return server;
}

async function call(tool: Tool, input: Readonly<Record<string, unknown>>, signal: AbortSignal) {
  const { program, file } = input;
  const isText = typeof program === "string" && tool.program !== "none";
  if (isText && typeof file === "string") return answer("give `program` or `file`, not both", true);
  if (tool.program === "required" && !isText && typeof file !== "string")
    return answer("give `program` or `file`", true);
  const folder = mkdtempSync(join(tmpdir(), "sluice-mcp-"));
  try {
    const own = join(folder, "program.flow");
    const text = tool.text?.(input) ?? (isText ? program : null);
    if (text !== null) writeFileSync(own, text);
    const path = text !== null ? "program.flow" : typeof file === "string" ? file : null;
    const cwd = text !== null ? folder : process.cwd();
    const stdin = tool.stdin?.(input) ?? "";
    const { status, stdout, stderr } = await runCommand(tool.args(input, path), { cwd, input: stdin, signal });
    const after = text === null ? null : readFileSync(own, "utf8");
    if (status === 0 && after !== null && tool.shown !== undefined) return answer(tool.shown(after), false);
    const parts = [stderr, stdout, ...(after === text || tool.shown ? [] : [`the program is now:\n${after}`])];
    const told = parts
      .map((part) => part.trimEnd())
      .filter((part) => part !== "")
      .join("\n\n");
    return answer(
      status === null ? `${told}\nended: it took too long` : told === "" ? "nothing is wrong" : told,
      status !== 0,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answer(text: string, isError: boolean) {
  return { content: [{ type: "text" as const, text }], isError };
}
