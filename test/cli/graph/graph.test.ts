import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sample, sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { graphOfText } from "./programs.ts";

const routed = `agent tiers {
  source  logs = netcat(port: 44444)
  channel fast = memory(capacity: 1000)
  channel slow = file()

  logs -> route e => e.body { "a", "b" => fast, else => [slow, fast?] }
  fast -> logger()
  slow -> logger()
}
`;

describe("sluice graph", () => {
  const folder = tempFolders();

  it("has groups, parts, topics and typed lines as JSON", async () => {
    const { status, stdout } = await sluice(["graph", sample("quickstart"), "--format", "json"]);
    assert.equal(status, 0);
    const graph = JSON.parse(stdout);
    assert.deepEqual(
      graph.groups.map((group: { kind: string; label: string }) => `${group.kind} ${group.label}`),
      ["agent collect", "stream busiest"],
    );
    const labels = graph.nodes.map((node: { label: string }) => node.label);
    assert.deepEqual(labels.sort(), ["counts", "filter", "hits", "map", "map", "mem", "most", "print", "web"]);
    const known = new Set(graph.nodes.map((node: { id: string }) => node.id));
    assert.equal(known.size, graph.nodes.length);
    for (const edge of graph.edges) assert.ok(known.has(edge.from) && known.has(edge.to), JSON.stringify(edge));
    assert.equal(graph.edges.length, 8);
  });

  it("prints the plan, with its version and ids of names", async () => {
    const { status, stdout } = await sluice(["graph", sample("quickstart"), "--format", "plan"]);
    assert.equal(status, 0);
    const plan = JSON.parse(stdout);
    assert.equal(plan.version, 1);
    assert.equal(plan.agents[0].sources[0].id, "collect.web");
    assert.deepEqual(
      plan.streams[0].nodes.map(
        ({ id, element }: { id: string; element: { text: string } }) => `${id}: ${element.text}`,
      ),
      [
        "busiest.hits: Hit",
        "busiest.counts.filter: Hit",
        "busiest.counts.map: (string, int)",
        "busiest.counts: (string, int)",
        "busiest.most: (string, int)",
      ],
    );
  });

  it("draws routes with what they choose, and optional channels aside", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), routed);
    const { stdout, stderr } = await sluice(["graph", "a.flow", "-f", "dot"], { cwd });
    assert.equal(stderr, "");
    assert.match(stdout, /^digraph "a\.flow" \{\n {2}rankdir=LR;/);
    assert.match(stdout, /label="\\"a\\", \\"b\\""/);
    assert.match(stdout, /label="else"/);
  });

  it("draws where what a target refuses goes, aside", () => {
    const graph = graphOfText(`topic dead: string = embedded()
agent a {
  netcat(port: 1) -> memory() -> files("/a") else -> dead
}`);
    const aside = graph.edges.filter((edge) => edge.aside).map(({ from, to }) => `${from} ${to}`);
    assert.deepEqual(aside, ["a.files dead"]);
  });

  it("says of each group its guarantee, and where everything stands", async () => {
    const { stdout } = await sluice(["graph", sample("quickstart"), "--format", "json"]);
    const { groups, nodes, edges } = JSON.parse(stdout);
    const ends = edges.filter((edge: { guarantee: string | null }) => edge.guarantee !== null);
    assert.deepEqual(
      ends.map((edge: { from: string; to: string; guarantee: string }) => `${edge.from} ${edge.to} ${edge.guarantee}`),
      ["collect.mem hits bestEffort", "busiest.most busiest.print atLeastOnce"],
    );
    assert.deepEqual(
      groups.map((group: { guarantee: string }) => group.guarantee),
      ["bestEffort", "atLeastOnce"],
    );
    assert.deepEqual(groups[0].paths, ["web -> mem -> hits: bestEffort"]);
    assert.equal(groups[0].doc, "Brings the lines in and puts the hits into the topic.");
    const counts = nodes.find((node: { label: string }) => node.label === "counts");
    assert.deepEqual(
      [counts.detail, counts.type, counts.place],
      ["reduceByKeyAndWindow", "(string, int)", "quickstart.flow:24:6"],
    );
  });

  it("is a flowchart in Mermaid", async () => {
    const { stdout } = await sluice(["graph", sample("netcat-logger"), "--format", "mermaid"]);
    assert.match(stdout, /^flowchart LR\n {2}subgraph g0\["agent a1, bestEffort"\]\n/);
    assert.match(stdout, /n0 -->\|"string"\| n1\n {2}n1 -->\|"string"\| n2\n$/);
  });

  it("draws nothing of a program with errors", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), routed.replace("netcat", "netcatt"));
    const { status, stdout, stderr } = await sluice(["graph", "a.flow"], { cwd });
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /--> a\.flow:2:/);
  });

  it("ends with 2 for a format that it does not know", async () => {
    const { status, stderr } = await sluice(["graph", sample("quickstart"), "--format", "png"]);
    assert.equal(status, 2);
    assert.match(stderr, /there is no format "png"; there are svg, mermaid, dot, json/);
  });
});
