import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { RUNTIME_TYPES, RUNTIME_VALUES } from "../../../compiler/4-emit/runtime-names.ts";
import * as runtime from "../../../runtime/index.ts";

describe("emit: names of the runtime", () => {
  it("are values that it exports", () => {
    assert.deepEqual(
      RUNTIME_VALUES.filter((name) => !(name in runtime)),
      [],
    );
  });

  it("are types that it exports", () => {
    // The index names each of its exports, but for those of the contracts.
    const contracts = ["channel", "context", "errors", "sink", "source", "topic"].map((name) => `contract/${name}`);
    const index = ["index", ...contracts]
      .map((name) => readFileSync(new URL(`../../../runtime/${name}.ts`, import.meta.url), "utf8"))
      .join("");
    assert.deepEqual(
      RUNTIME_TYPES.filter((name) => !new RegExp(`\\b${name}\\b`).test(index)),
      [],
    );
  });
});
