import { readFileSync } from "node:fs";
import { graphOf } from "../../../cli/graph/from-plan.ts";
import type { Graph } from "../../../cli/graph/graph.ts";
import { analyse, createCache } from "../../../compiler/compile.ts";
import { memoryHost } from "../../support/memory-host.ts";
import { sample } from "../../support/sluice.ts";

/** Everything that can be drawn: routes, fan-outs, optional channels, groups, rejects, loops, channels of streams. */
const everything = `topic jobs: string = embedded(partitions: 2)
topic done: string = embedded()
topic bad: string = embedded()
agent tiers {
  source  in    = netcat(port: 44444)
  channel audit = file()
  channel fast  = memory(capacity: 1000)
  channel slow  = memory(capacity: 1000)
  sink k1 = files("/mnt/a")
  sink k2 = files("/mnt/b")
  in.timestamp().host() -> [audit, slow?]
  in.map(e => (e.body.toInt() else -> bad) > 1 ? e.body : "low") -> route e => e.headers["state"] else "" {
    "CZ" => fast, "US", "UK" => [slow, fast], else => slow
  }
  audit -> failover(k1, k2) else -> bad
  fast -> jobs
}
stream fromChannel every 5s {
  let l = tiers.slow
  l.map(x => { path: x, client: x, letters: x.length, again: x }) -> print()
}
/// Retries, until it is done.
stream retry every 10s {
  let hard = jobs.filter(j => j != "")
  hard.map(j => j + "!") -> jobs
  jobs.map(j => j + "!!").filter(x => x.length > 3) -> done
  jobs.countByValue() -> print()
}
agent back {
  done.filter(e => e.body != "<&\\"'>") -> file() -> jobs
}
stream rejected every 10s { bad -> print() }
`;

/** Graphs of all samples, of the tour, and of a program that has everything. */
export function drawnPrograms(): readonly { readonly name: string; readonly graph: Graph }[] {
  const samples = ["access-log", "exec-hdfs", "exec-logger", "netcat-logger", "quickstart", "word-count"];
  const tour = readFileSync(new URL("../../compiler/2-check/cases/ok-tour-access-log.flow", import.meta.url), "utf8");
  return [
    ...samples.map((name) => ({ name, graph: graphOfText(readFileSync(sample(name), "utf8")) })),
    { name: "tour", graph: graphOfText(tour) },
    { name: "everything", graph: graphOfText(everything) },
  ];
}

/** The graph of a program without errors. */
export function graphOfText(text: string): Graph {
  const { plan, ok, diagnostics } = analyse(memoryHost({ "/p/program.flow": text }), "/p/program.flow", cache);
  if (!ok) throw new Error(JSON.stringify(diagnostics));
  return graphOf(plan);
}

const cache = createCache();
