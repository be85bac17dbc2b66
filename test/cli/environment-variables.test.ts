import assert from "node:assert/strict";
import { environmentVariables } from "../../cli/environment-variables.ts";
import { analyse } from "../../compiler/compile.ts";
import { memoryHost } from "../support/memory-host.ts";

describe("environment variables of a program", () => {
  it("are what `env` names outside of comments and texts, and secret where any secret reads them", () => {
    const text = `// env("NOT_THIS")
secret key = env("KEY")
param again: string = env("KEY") else "none"
param home: string = env("HOME") else "env(\\"NOR_THIS\\")"
`;
    const { checked } = analyse(memoryHost({ "/a.flow": text }), "/a.flow");
    const found = environmentVariables(checked.units);
    assert.deepEqual(Object.fromEntries(found), { KEY: { isSecret: true }, HOME: { isSecret: false } });
  });
});
