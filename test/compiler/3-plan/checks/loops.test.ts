import assert from "node:assert/strict";
import { analyse, createCache } from "../../../../compiler/compile.ts";
import { memoryHost } from "../../../support/memory-host.ts";

describe("plan: loops", () => {
  const cache = createCache();

  function codes(text: string): string[] {
    return analyse(memoryHost({ "/p/s.flow": text }), "/p/s.flow", cache).diagnostics.map((one) => one.code);
  }

  /** Each `let` reads the one before it twice: there are 2^60 ways from the first to the last. */
  const doubled = Array.from({ length: 60 }, (_, at) => `let l${at + 1} = l${at}.union(l${at})`).join("\n");

  it("are found, and ruled out, however many ways lead through a stream", () => {
    const stream = (target: string) => `topic words: string = embedded()
      topic others: string = embedded()
      stream s every 1s {
        let l0 = words
        ${doubled}
        l60 -> ${target}
      }`;
    assert.deepEqual(codes(stream("others")), []);
    assert.deepEqual(codes(stream("words")), ["FLOW5016"]);
  });
});
