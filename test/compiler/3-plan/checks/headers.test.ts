import assert from "node:assert/strict";
import { analyse, createCache } from "../../../../compiler/compile.ts";
import { memoryHost } from "../../../support/memory-host.ts";

describe("plan: headers", () => {
  const cache = createCache();

  function codes(members: string): string[] {
    const text = `topic words: string = embedded()\nstream s every 1s {\n${members}\n}`;
    return analyse(memoryHost({ "/p/s.flow": text }), "/p/s.flow", cache).diagnostics.map((one) => one.code);
  }

  it("are there right behind an input, whatever it is called", () => {
    assert.deepEqual(codes("let a = words\nlet b = a\nb.events() -> print()"), []);
    assert.deepEqual(codes('words.from("earliest").events().map(e => e.headers) -> print()'), []);
    assert.deepEqual(codes("generate().events() -> print()"), []);
  });

  it("are gone behind an operator", () => {
    assert.deepEqual(codes("words.filter(word => true).events() -> print()"), ["FLOW5019"]);
    assert.deepEqual(codes("let n = words.count()\nn.events() -> print()"), ["FLOW5019"]);
    assert.deepEqual(codes("words.events().events() -> print()"), ["FLOW5019"]);
  });
});
