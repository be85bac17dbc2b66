import assert from "node:assert/strict";
import { Machine } from "../../../cli/sim/machine/machine.ts";
import { SimulatedProcess } from "../../../cli/sim/machine/process.ts";
import { programScript } from "../../../cli/sim/script.ts";

describe("a simulated program", () => {
  const library = [
    'var made = "x".repeat(1);',
    "var calls = 0;",
    "var seen = /* @__PURE__ */ new Map();",
    "const call = (name) => made + [...seen.set(name, calls += 1)].join(' ');",
    'exports.modules = { "sluice/runtime": { call } };',
  ].join("\n");
  const program = 'process.stdout.write(require("sluice/runtime").call(process.argv[2]));';

  it("finds in its modules nothing that an earlier life has left there", () => {
    const script = programScript({ library, program, parts: { makers: {}, groups: {}, shown: {} } });
    const outputs = ["a", "b"].map((arg) => {
      const life = new SimulatedProcess(new Machine(1), [arg]);
      script.start(life);
      return life.output.join("");
    });
    assert.deepEqual(outputs, ["xa,1", "xb,1"]);
  });
});
