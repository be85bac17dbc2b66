import assert from "node:assert/strict";
import { analyse } from "../../../compiler/compile.ts";
import { memoryHost } from "../../support/memory-host.ts";
import { emittedBody } from "./emitted.ts";

/** Every operator of a stream that the compiler writes itself. */
function builtIn(): readonly string[] {
  const host = memoryHost({});
  return host.stdlib.flatMap((path) =>
    [...(host.read(path) ?? "").matchAll(/^pub extern operator DStream<.*?>\.(\w+)</gm)].map((match) => match[1] ?? ""),
  );
}

describe("a user's operator", () => {
  it("is called whatever built-in has its name", async () => {
    const names = [...new Set(builtIn())];
    assert.ok(names.includes("events") && names.includes("reduceByKeyAndWindow"), names.join());
    for (const name of names) {
      const declared = `extern operator DStream<string>.${name}(): DStream<string> from "./own.ts"\n`;
      const body = await emittedBody(`${declared}stream s every 1s { lines("/a").${name}() -> print() }`);
      assert.match(body, new RegExp(`= await ${name}(?:Step)?\\(`), name);
    }
  });

  it("is given the elements of each stream that it takes, and its arguments in order", async () => {
    const declared = `extern operator DStream<string>.both(n: int, other: DStream<int>): DStream<string> from "./own.ts"\n`;
    const body = await emittedBody(
      `${declared}stream s every 1s { let xs = lines("/a")\n  xs.both(3, xs.map(x => x.length)) -> print() }`,
    );
    assert.match(body, /const elements: string\[\] = \[\];\n *const elements2: number\[\] = \[\];/);
    assert.match(body, /elements2\.push\(x\.length\);\n *elements\.push\(x\);/);
    assert.match(body, /await both\(elements, 3, elements2\)/);
  });

  it("meets itself by two ports", async () => {
    const declared = `extern operator DStream<T>.both<T>(other: DStream<T>): DStream<T> from "./own.ts"\n`;
    const body = await emittedBody(`${declared}stream s every 1s { let xs = lines("/a")\n  xs.both(xs) -> print() }`);
    assert.match(body, /elements\.push\(x\);\n *elements2\.push\(x\);/);
    assert.match(body, /await both\(elements, elements2\)/);
  });

  it("is made once, with a table of the types that it keeps, where its declaration says of which", async () => {
    const declared = `type Row = { n: int }
extern operator DStream<(K, V)>.both<K, V>(by: (V) => int, other: DStream<int>, most: int = 3): DStream<V>
  stateful K, Row
  from "./own.ts"
`;
    const body = await emittedBody(
      `${declared}stream s every 1s { let xs = lines("/a").map(x => (x, x.length))\n  let bs = xs.both(n => n, xs.map((x, n) => n))\n  bs -> print() }`,
    );
    assert.match(
      body,
      /bs: new OperatorState<\[string, number\], string, Row, number, \[number\]>\(\{\s+kind: "both",\s+key: t\.string,\s+state: rowSchema,\s+make: \(\) => both<string, number>\(\{ by: \(n\) => n, most: 3 \}\)/,
    );
    assert.match(body, /const bsNow = await bs\.advance\(batch, elements, elements2\);/);
  });

  it("combines the elements of a batch, unless it says that each result comes from one", () => {
    const problems = (clause: string): readonly string[] => {
      const text =
        `extern operator DStream<string>.named(): DStream<string> ${clause} from "./own.ts"\n` +
        "topic hits: string = embedded()\n" +
        "stream s every 1s guarantees exactlyOnce { hits.named() -> discard() }";
      const { diagnostics } = analyse(memoryHost({ "/p/input.flow": text }), "/p/input.flow");
      return diagnostics.map(({ code }) => code);
    };
    assert.deepEqual(problems(""), ["FLOW5014"]);
    assert.deepEqual(problems("elementwise"), []);
    // Only the standard library can say that the compiler writes an operator.
    assert.deepEqual(problems("emitter union"), ["FLOW5014"]);
  });
});
