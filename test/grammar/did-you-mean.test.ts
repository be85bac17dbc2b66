import assert from "node:assert/strict";
import { suggest } from "../../grammar/did-you-mean.ts";

const cases: readonly (readonly [name: string, candidates: readonly string[], expected: string | null])[] = [
  ["capasity", ["capacity", "transactionCapacity"], "capacity"],
  ["bnid", ["bind", "port"], "bind"],
  ["Port", ["bind", "port"], "port"],
  ["transactioncapacity", ["capacity", "transactionCapacity"], "transactionCapacity"],
  ["filtr", ["filter", "flatMap"], "filter"],
  ["prot", ["post", "port"], "port"],
  ["FLATMAP", ["flatMap", "fastMap"], "flatMap"],
  ["hd", ["k1", "wh"], null],
  ["k1", ["k2", "c1"], null],
  ["x", ["y"], null],
  ["port", ["port"], null],
  ["port", [], null],
  ["", ["a", ""], null],
  ["reduceByWindow", ["reduceByKeyAndWindow", "reduceByKey"], null],
];

for (const [name, candidates, expected] of cases) {
  it(`${JSON.stringify(name)} among ${candidates.join(", ")}`, () => assert.equal(suggest(name, candidates), expected));
}
