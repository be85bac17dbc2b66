import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { needs } from "../support/needs.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = (port: number) => `topic dead: string = embedded()

agent a {
  sink out = http("http://127.0.0.1:${port}/", requestTimeout: 1s)

  generate(rate: 20) -> memory() -> out else -> dead
}

stream s every 1s {
  dead.from("earliest").map(line => (line.length, 1)).updateStateByKey((now, before: int?) => (before else 0) + now.sum()) -> files("out")
}
`;

/** What it writes to: a server that says yes. */
async function listening(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const metricsIn = (text: string) => new Set(text.match(/\b(?:sluice|process)_[a-z_]+/g));

describe("sluice dashboard", function () {
  this.timeout(420_000);
  const folder = tempFolders();

  it("names metrics that the program serves, and one of its alerts fires when a sink is killed", async function () {
    needs(this, "prometheus");
    needs(this, "promtool");
    const cwd = folder();
    const server = await listening();
    writeFileSync(join(cwd, "a.flow"), program((server.address() as AddressInfo).port));
    const [grafana, alerts] = await Promise.all([
      sluice(["dashboard", "a.flow"], { cwd }),
      sluice(["dashboard", "a.flow", "--format", "alerts", "--patience", "0s"], { cwd }),
    ]);
    writeFileSync(join(cwd, "rules.yml"), alerts.stdout);
    const checked = spawnSync("promtool", ["check", "rules", "rules.yml"], { cwd, encoding: "utf8" });
    assert.equal(checked.status, 0, `${checked.stdout}${checked.stderr}`);

    const running = startSluice(["run", "a.flow", "--metrics", "0"], { cwd });
    const [, url = ""] = await running.sees(/serves metrics url=(\S+)/, "stderr");
    const served = async () => metricsIn(await (await fetch(url)).text());
    const { panels } = JSON.parse(grafana.stdout);
    const asked = panels.map((panel: { targets: { expr: string }[] }) => panel.targets[0]!.expr).join("\n");
    await eventually(
      "all are served",
      async () => {
        const names = await served();
        return [...metricsIn(`${asked}\n${alerts.stdout.replaceAll(/description.*/g, "")}`)].every((name) =>
          names.has(name),
        );
      },
      60_000,
    );

    const port = await freePort();
    writeFileSync(
      join(cwd, "prometheus.yml"),
      `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
scrape_configs: [{ job_name: sluice, static_configs: [{ targets: ["${new URL(url).host}"] }] }]
`,
    );
    const args = ["--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", `--web.listen-address=127.0.0.1:${port}`];
    const prometheus = spawn("prometheus", args, { cwd, stdio: "ignore" });
    const isAsked = async (path: string): Promise<string> =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        (answer) => answer.text(),
        () => "",
      );
    try {
      await eventually(
        "it is scraped",
        async () => (await isAsked("/api/v1/targets")).includes('"health":"up"'),
        60_000,
      );
      assert.doesNotMatch(await isAsked("/api/v1/alerts"), /"alertname":"SluiceSinkFails"/);
      server.close();
      server.closeAllConnections();
      const fires = /"alertname":"SluiceSinkFails","id":"a\.out"[^}]*\}[^}]*\}[^}]*"state":"firing"/;
      await eventually("the alert fires", async () => fires.test(await isAsked("/api/v1/alerts")), 100_000);
    } finally {
      prometheus.kill();
      running.child.kill("SIGKILL");
      await running.ended;
    }
  });

  it("has nothing of parts that the program does not have", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), "agent a {\n  generate(rate: 1) -> memory() -> discard()\n}\n");
    const { status, stdout, stderr } = await sluice(["dashboard", "a.flow"], { cwd });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /sluice_sink_written_total/);
    assert.doesNotMatch(stdout, /sluice_stream|lag_records/);
    const wrong = await sluice(["dashboard", "a.flow", "--patience", "soon"], { cwd });
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /--patience takes a duration/);
  });
});

describe("sluice runbook", function () {
  this.timeout(60_000);
  const folder = tempFolders();

  it("has a section for each alert, with the parts that it can happen to", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), program(1));
    const [page, alerts] = await Promise.all([
      sluice(["runbook", "a.flow"], { cwd }),
      sluice(["dashboard", "a.flow", "--format", "alerts"], { cwd }),
    ]);
    const named = new Set([...alerts.stdout.matchAll(/alert: (\w+)/g)].map(([, name]) => name));
    assert.deepEqual(new Set([...page.stdout.matchAll(/^## (\w+)/gm)].map(([, name]) => name)), named);
    assert.match(page.stdout, /^\| `a\.out` \| a\.flow:4:8 \| Writes of the sink a\.out fail/m);
  });
});
