import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runProgram } from "../../test/servers/run-program.ts";

const VERSION = "v4.60.0";
const PACKAGE = "github.com/redpanda-data/benthos/v4/cmd/benthos";
const folder = fileURLToPath(new URL("../tmp/benthos", import.meta.url));
const binary = `${folder}/benthos`;

/** The path of Benthos, which Go builds from its proxy the first time; or why there is none. */
export async function findBenthos(): Promise<{ readonly path: string } | { readonly why: string }> {
  if (existsSync(binary)) return { path: binary };
  const script = [
    'mkdir -p "$1" && cd "$1"',
    "rm -f go.mod go.sum",
    "go mod init benthos",
    `go get ${PACKAGE}@${VERSION}`,
    `go build -mod=mod -o benthos ${PACKAGE}`,
  ].join(" && ");
  const { status } = await runProgram("bash", ["-c", script, "bash", folder], { timeout: 600_000 });
  return status === 0 ? { path: binary } : { why: "Go has not built it" };
}

/** Writes a configuration, of which one pipeline with metrics as JSON is made. */
export function benthosFile(path: string, httpPort: number, config: object): string {
  const http = httpPort === 0 ? { enabled: false } : { address: `127.0.0.1:${httpPort}` };
  const whole = { http, logger: { level: "ERROR" }, metrics: { json_api: {} }, shutdown_timeout: "5s", ...config };
  writeFileSync(path, JSON.stringify(whole));
  return path;
}
