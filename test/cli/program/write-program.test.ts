import assert from "node:assert/strict";
import { writeProgram } from "../../../cli/program/write-program.ts";

describe("a program on the disk", () => {
  it("names its source map in one line, whatever the name of the file", () => {
    const written = new Map<string, string>();
    const bundle = { code: "// code\n", sourceMap: "{}", inputs: new Map<string, string>() };
    writeProgram("/x/a\nevil()\u2028b.mjs", bundle, (path, text) => written.set(path, text));
    const code = written.get("/x/a\nevil()\u2028b.mjs") ?? "";
    assert.equal(code, "// code\n//# sourceMappingURL=a%0Aevil()%E2%80%A8b.mjs.map\n");
  });
});
