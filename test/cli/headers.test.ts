import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/** Programs whose paths are filled from what events and elements say. */
describe("headers and time from bodies", function () {
  this.timeout(60_000);
  const folder = tempFolders();

  const HITS = [
    { at: "2024-01-01T23:59:59Z", tenant: "acme", level: "warn" },
    { at: "2024-01-02T00:00:00Z", tenant: "acme" },
    { at: "2025-07-01T12:00:00Z", tenant: "globex", level: "info" },
  ];

  /** Lines of each file below `out`, by its directory. */
  async function written(program: string, input: string): Promise<Record<string, string[]>> {
    const cwd = folder();
    writeFileSync(join(cwd, "in.txt"), input);
    writeFileSync(join(cwd, "a.flow"), program.replaceAll("OUT", `file://${cwd}/out`));
    const { status, stderr } = await sluice(["run", "a.flow"], { cwd });
    assert.equal(status, 0, stderr);
    const found: Record<string, string[]> = {};
    for (const name of readdirSync(join(cwd, "out"), { recursive: true, encoding: "utf8" }).sort()) {
      const path = join(cwd, "out", name);
      if (statSync(path).isDirectory()) continue;
      const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
      found[name.replace(/\/[^/]*$/, "")] = lines;
    }
    return found;
  }

  const lines = HITS.map((hit) => JSON.stringify(hit)).join("\n");

  it("sets headers of events from their bodies, and drops what has none", async () => {
    const program = `
type Hit = { at: timestamp, tenant: string, level: string? }

agent a1 {
  lines("in.txt")
    .map(e => parseJson<Hit>(e.body) else drop)
    .header("tenant", e => e.body.tenant)
    .header("level", e => e.body.level)
    .header("size", e => \`\${e.body.tenant.length.toString().toInt() else drop}\`)
    .timestamp(value: e => e.body.at)
    .map(e => \`\${e.body.tenant} \${e.headers["size"]} \${e.headers["level"] else "none"}\`)
    -> memory()
    -> hdfs("OUT/%{tenant}/%Y-%m-%d", timeZone: "UTC", rollCount: 0, rollSize: 0B)
}`;
    assert.deepEqual(await written(program, `${lines}\nno hit\n`), {
      "acme/2024-01-01": ["acme 4 warn"],
      "acme/2024-01-02": ["acme 4 none"],
      "globex/2025-07-01": ["globex 6 info"],
    });
  });

  it("sets headers from the named groups of a regex", async () => {
    const program = `
agent a1 {
  lines("in.txt")
    .regexExtractor(/^(?<timestamp>\\S+ \\S+) (?<level>[A-Z]+)(?: (?<tenant>\\w+))?/, timePattern: "yyyy-MM-dd HH:mm:ss", timeZone: "GMT+2")
    .timestamp(preserveExisting: true)
    -> memory()
    -> hdfs("OUT/%{level}/%Y", filePrefix: "x%{tenant}", timeZone: "UTC", rollCount: 0, rollSize: 0B)
}`;
    const found = await written(program, "2024-01-01 01:59:59 WARN acme\n2024-01-01 02:00:00 INFO\n");
    assert.deepEqual(found, {
      "WARN/2023": ["2024-01-01 01:59:59 WARN acme"],
      "INFO/2024": ["2024-01-01 02:00:00 INFO"],
    });
  });

  it("fills the path of a stream's sink from its elements", async () => {
    const program = `
type Hit = { at: timestamp, tenant: string }

stream s every 100ms {
  lines("in.txt").map(line => parseJson<Hit>(line) else drop) -> hdfs(
    "OUT/%{tenant}/%Y-%m-%d",
    timestamp: hit => hit.at,
    headers: hit => [("tenant", hit.tenant)].toMap(),
    timeZone: "UTC",
    rollCount: 0,
    rollSize: 0B,
    format: "json",
  )
}`;
    const found = await written(program, lines);
    assert.deepEqual(Object.keys(found), ["acme/2024-01-01", "acme/2024-01-02", "globex/2025-07-01"]);
    assert.deepEqual(JSON.parse(found["globex/2025-07-01"]![0]!), { at: "2025-07-01T12:00:00.000Z", tenant: "globex" });
  });
});
