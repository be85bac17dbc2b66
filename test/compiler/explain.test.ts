import assert from "node:assert/strict";
import { analyse } from "../../compiler/compile.ts";
import { explain } from "../../compiler/explain.ts";
import { memoryHost } from "../support/memory-host.ts";

describe("explain", () => {
  const program = `topic out: string = embedded()
agent safe {
  source logs = taildir(files: ["/var/log/x"])
  logs -> file() -> out
}
agent fast {
  exec(command: "tail -F /var/log/x") -> memory() -> discard()
}
stream counts every 10s {
  let words = out.flatMap(line => line.split(" "))
  words.count() -> discard()
  socketText(host: "localhost", port: 1) -> print()
}
`;
  const { plan, diagnostics } = analyse(memoryHost({ "/p.flow": program }), "/p.flow");

  it("names each path with its guarantee, and the steps that lower it", () => {
    assert.deepEqual(diagnostics, []);
    const text = explain(plan, "fast");
    assert.match(text, /^ {2}exec -> memory -> discard {3}atMostOnce$/m);
    assert.match(text, /^ {4}exec: it cannot read again .* \(p\.flow:7:3\)$/m);
    assert.match(text, /^ {4}memory: what it holds is gone when the program is killed/m);
    assert.match(text, /to raise it: Use a durable channel/);
  });

  it("says that a durable path may repeat, and that a source in a stream is not safe in its batch", () => {
    assert.match(explain(plan, "safe"), /^ {2}logs -> file -> out {3}atLeastOnce$/m);
    assert.match(explain(plan, "counts"), /^ {2}socketText -> batch -> print {3}atMostOnce$/m);
  });

  it("takes an idempotent sink as the end of duplicates", () => {
    assert.match(explain(plan, "counts"), /^ {2}out -> discard {3}exactlyOnce$/m);
  });

  it("shows types of what flows", () => {
    assert.match(explain(plan, "counts"), /^ {2}words +DStream<string> +flatMap, one element at a time, every 10s$/m);
  });

  it("shows only what is asked for", () => {
    assert.equal(explain(plan, "nothing"), "");
    assert.match(explain(plan, null), /^topic out: string = embedded/);
  });
});
