import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { originOf } from "../../compiler/3-plan/origins.ts";
import { analyse } from "../../compiler/compile.ts";
import type { CallExpr, Span } from "../../grammar/ast.ts";
import { memoryHost } from "../support/memory-host.ts";
import { root, sample } from "../support/sluice.ts";
import { runTestsOf } from "../support/tests-of.ts";

/** What compiles without it: there only a test can tell. */
const deletable: Readonly<Record<string, readonly string[]>> = {
  "access-log": ["filter", "reduceByKeyAndWindow", "top"],
  "exec-hdfs": [],
  "netcat-logger": [],
  quickstart: ["filter", "reduceByKeyAndWindow", "top"],
  "running-totals": ["updateStateByKey"],
  sessions: [],
  "word-count": ["flatMap", "reduceByKey"],
};

/** Each operator in turn is deleted: either that does not compile, or one of the sample's own tests fails. */
describe("the tests of a sample miss every operator that is deleted", function () {
  this.timeout(60_000);

  for (const name of readdirSync(join(root, "samples"))) {
    const text = readFileSync(sample(name), "utf8");
    if (!/^test "/m.test(text)) continue;

    it(name, async () => {
      assert.deepEqual(failed(await runTestsOf(text)), [], "as it stands, all is well");
      const compiled: string[] = [];
      for (const { name: operator, deleted } of operatorsOf(text)) {
        const results = await runTestsOf(text.slice(0, deleted.start) + text.slice(deleted.end));
        if (results === null) continue;
        compiled.push(operator);
        assert.notDeepEqual(failed(results), [], `no test of ${name} misses ${operator}`);
      }
      assert.deepEqual(compiled, deletable[name]);
    });
  }
});

function failed(results: Awaited<ReturnType<typeof runTestsOf>>): string[] {
  assert.ok(results, "it does not compile");
  return results.filter(({ failures }) => failures.length > 0).map(({ name }) => name);
}

/** Every call of an operator, as the plan has it, with what goes when it is deleted: all behind its receiver. */
function operatorsOf(text: string): { readonly name: string; readonly deleted: Span }[] {
  const { plan, origins } = analyse(memoryHost({ "/input.flow": text }), "/input.flow");
  const onWires = plan.agents.flatMap(({ flows }) => flows.flatMap(({ branches }) => branches));
  const operators = [
    ...onWires.flatMap((branch) => branch.operators),
    ...plan.streams.flatMap(({ nodes }) => nodes.filter((node) => node.kind === "operator")),
  ];
  return operators.map(({ id, name }) => {
    const { call } = originOf(origins.made, id);
    return { name, deleted: { start: receiverOf(call).end, end: call.span.end } };
  });
}

function receiverOf({ callee }: CallExpr): Span {
  assert.equal(callee.kind, "MemberExpr");
  return callee.object.span;
}
