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

/** With a group of sinks, and two streams that read a topic. */
const grouped = `topic numbers: string = embedded()

agent a {
  source  r  = generate(rate: 1)
  channel c  = memory()
  sink    k1 = files("k1")
  sink    k2 = files("k2")
  sink    g  = failover(k1, k2)

  r -> c -> g
}

agent b {
  sink out = files("out")

  generate(rate: 1) -> memory() -> out
}

stream s every 1s {
  numbers.count() -> print()
}

stream t every 1s {
  numbers.count() -> print()
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

  it("alerts of what fails in this program, also where Prometheus looks once a minute, and of nothing else", async function () {
    needs(this, "promtool");
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), grouped);
    const alerts = await sluice(["dashboard", "a.flow", "--format", "alerts"], { cwd });
    assert.equal(alerts.status, 0, alerts.stderr);
    writeFileSync(join(cwd, "rules.yml"), alerts.stdout);
    const at = `job="shop",instance="a:1"`;
    const own = (id: string) => `{id="${id}",place="a.flow:1:1",${at}}`;
    const series: Readonly<Record<string, string>> = {
      [`up{${at}}`]: "1x14 0x6",
      'up{job="other",instance="b:1"}': "0x20",
      [`sluice_source_accepted_total${own("a.r")}`]: "0+60x14 _x5",
      [`sluice_sink_failing_seconds${own("a.g")}`]: "0x5 30+60x8 _x6",
      // It has failed and works again.
      [`sluice_sink_failing_seconds${own("b.out")}`]: "0x5 4 0x7 _x6",
      [`sluice_sink_failing_seconds{id="b.out",place="b.flow:1:1",${at}}`]: "60x14 _x6",
      [`sluice_sink_member_failed_total{of="k1",${own("a.g").slice(1)}`]: "_x5 3+2x8 _x6",
      // So much comes in between two batches.
      [`sluice_source_lag_records${own("s.numbers")}`]: "15 13 14 16 15 16 14 13 16 15 17 14 15 16 15 _x5",
      [`sluice_source_lag_records${own("t.numbers")}`]: "15+40x14 _x5",
    };
    const firing = (alertname: string, id: string, more = {}) => {
      const labels = { alertname, alertstate: "firing", id, severity: "warning", ...more };
      const texts = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      return { labels: `ALERTS{${texts.join(",")}}`, value: 1 };
    };
    const [here, place] = [{ job: "shop", instance: "a:1" }, "a.flow:1:1"];
    const fails = firing("SluiceSinkFails", "a.g", { ...here, place });
    const member = firing("SluiceMemberFails", "a.g", { ...here, place, of: "k1" });
    const lags = firing("SluiceLagGrows", "t.numbers");
    const asked = (eval_time: string, exp_samples: readonly object[]) => {
      return { expr: 'ALERTS{alertstate="firing"}', eval_time, exp_samples };
    };
    const tests = {
      rule_files: ["rules.yml"],
      evaluation_interval: "1m",
      tests: [
        {
          interval: "1m",
          input_series: Object.entries(series).map(([series, values]) => ({ series, values })),
          promql_expr_test: [
            asked("4m", []),
            asked("14m", [fails, member, lags]),
            asked("20m", [firing("SluiceDown", "a.flow", here)]),
          ],
        },
      ],
    };
    writeFileSync(join(cwd, "tests.yml"), JSON.stringify(tests));
    const tested = spawnSync("promtool", ["test", "rules", "tests.yml"], { cwd, encoding: "utf8" });
    assert.equal(tested.status, 0, `${tested.stdout}${tested.stderr}`);
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
