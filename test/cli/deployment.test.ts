import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { needs } from "../support/needs.ts";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = `secret token = env("INTAKE_TOKEN")

agent a {
  source in = netcat(bind: "localhost", port: 45001)
  in -> file() -> http("http://127.0.0.1:1/", token: token)
}
`;

const listeners = `agent a {
  source u = syslogUdp(bind: "0.0.0.0", port: 514)
  source t = http(bind: "0.0.0.0", port: 9400)
  channel c = memory()
  sink out = files("out")

  u.map(e => "x") -> c
  t -> c
  c -> out
}
`;

const readers = `topic t: string = kafka(brokers: "127.0.0.1:1", partitions: 4)

agent a {
  t.from("earliest") -> memory() -> discard()
}
`;

describe("sluice build --systemd --docker --k8s", function () {
  this.timeout(120_000);
  const folder = tempFolders();

  it("writes what runs the program that was built, with its ports, its secrets by name, and time to stop", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "Access_log.flow"), program);
    const built = await sluice(["build", "Access_log.flow", "-o", "out", "--systemd", "--docker", "--k8s"], { cwd });
    assert.equal(built.status, 0, built.stderr);
    const read = (name: string) => readFileSync(join(cwd, "out", name), "utf8");

    const unit = read("access-log.service");
    assert.match(
      unit,
      /^ExecStart=\/usr\/bin\/node \/opt\/access-log\/Access_log\.mjs --data-dir \/var\/lib\/access-log /m,
    );
    assert.match(unit, /^EnvironmentFile=\/etc\/access-log\.env$/m);

    assert.equal(
      built.stderr,
      'note: a.in listens on localhost, where nobody outside of its container reaches it; write `bind: "0.0.0.0"`\n',
    );
    const image = read("Dockerfile");
    assert.match(image, /^# a\.in listens in the container alone: /m);
    assert.match(image, /^COPY \["Access_log\.mjs","Access_log\.mjs\.map","\.\/"\]$/m);
    assert.match(image, /^EXPOSE 45001\nEXPOSE 9400$/m);
    const copied: readonly string[] = JSON.parse(/^COPY (.*)$/m.exec(image)![1]!);
    for (const name of copied.slice(0, -1)) assert.ok(read(name).length > 0);

    const { items } = JSON.parse(read("access-log.k8s.json"));
    const set = items.find((item: { kind: string }) => item.kind === "StatefulSet");
    assert.equal(set.spec.replicas, 1);
    const [container] = set.spec.template.spec.containers;
    assert.deepEqual(container.env, [
      { name: "INTAKE_TOKEN", valueFrom: { secretKeyRef: { name: "access-log", key: "INTAKE_TOKEN" } } },
    ]);
    assert.deepEqual(
      container.ports.map((port: { containerPort: number }) => port.containerPort),
      [9400, 45001],
    );
    const pathOf = (probe: string) => container[probe].httpGet.path;
    assert.deepEqual(["startupProbe", "readinessProbe", "livenessProbe"].map(pathOf), ["/readyz", "/readyz", "/livez"]);
    const { failureThreshold, periodSeconds } = container.startupProbe;
    assert.equal(failureThreshold * periodSeconds, 600);

    // The words behind the program's name, as unit and image have them, are ones that it takes.
    const words = /Access_log\.mjs (.*)$/m.exec(unit)![1]!.replace("/var/lib/access-log", "data").replace("9400", "0");
    const run = spawnSync(
      process.execPath,
      ["out/Access_log.mjs", ...words.split(" "), "--for", "300ms", "--drain-timeout", "1s"],
      {
        cwd,
        encoding: "utf8",
        env: { ...process.env, INTAKE_TOKEN: "x" },
      },
    );
    assert.match(run.stderr, /"message":"started"|"started"/, run.stderr);
  });

  it("takes any name, UDP, ports of root, and one where the metrics would be", async function () {
    const cwd = folder();
    writeFileSync(join(cwd, "2024 logs%i.flow"), listeners);
    const built = await sluice(["build", "2024 logs%i.flow", "-o", "out", "--systemd", "--docker", "--k8s"], { cwd });
    assert.equal(built.status, 0, built.stderr);
    const read = (name: string) => readFileSync(join(cwd, "out", name), "utf8");

    assert.equal(built.stderr.includes("note: "), false);
    const unit = read("sluice-2024-logs-i.service");
    assert.match(unit, /^Description=Sluice: 2024 logs%%i\.flow$/m);
    assert.match(
      unit,
      /^ExecStart=\/usr\/bin\/node "\/opt\/sluice-2024-logs-i\/2024 logs%%i\.mjs" .* --metrics 9401 /m,
    );
    assert.match(unit, /^AmbientCapabilities=CAP_NET_BIND_SERVICE$/m);

    const image = read("Dockerfile");
    assert.match(image, /^EXPOSE 514\/udp\nEXPOSE 9400\nEXPOSE 9401$/m);
    const words: readonly string[] = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(image)![1]!);
    assert.deepEqual(words.slice(0, 2), ["node", "2024 logs%i.mjs"]);
    assert.ok(words.includes("0.0.0.0:9401"));

    const [service, set] = JSON.parse(read("sluice-2024-logs-i.k8s.json")).items;
    assert.deepEqual(service.spec.ports, [
      { name: "metrics", protocol: "TCP", port: 9401 },
      { name: "udp-514", protocol: "UDP", port: 514 },
      { name: "tcp-9400", protocol: "TCP", port: 9400 },
    ]);
    const { sysctls } = set.spec.template.spec.securityContext;
    assert.deepEqual(sysctls, [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }]);
    needs(this, "systemd-analyze");
    const verified = spawnSync("systemd-analyze", ["verify", "out/sluice-2024-logs-i.service"], {
      cwd,
      encoding: "utf8",
    });
    assert.doesNotMatch(verified.stderr, /sluice-2024-logs-i\.service:\d/);
  });

  it("has as many copies as can share the work: one where a topic is in a process", async () => {
    const cwd = folder();
    const copiesOf = async (program: string): Promise<number> => {
      writeFileSync(join(cwd, "r.flow"), program);
      const built = await sluice(["build", "r.flow", "-o", "out", "--k8s"], { cwd });
      assert.equal(built.status, 0, built.stderr);
      return JSON.parse(readFileSync(join(cwd, "out/r.k8s.json"), "utf8")).items[1].spec.replicas;
    };
    assert.equal(await copiesOf(readers), 4);
    assert.equal(await copiesOf(readers.replace(/kafka\(.*\)/, "embedded(partitions: 4)")), 1);
  });
});
