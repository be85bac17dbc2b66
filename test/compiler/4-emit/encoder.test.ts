import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { bundle } from "../../../cli/program/bundle.ts";
import type { Declared } from "../../../runtime/contract/context.ts";
import type { Stream } from "../../../runtime/engine/stream/stream.ts";
import { JsonWriter } from "../../../runtime/value/json-writer.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { type TypedValues, typedRecords } from "../../support/typed-values.ts";
import { emitted } from "./emitted.ts";

const seed = Number(process.env["SEED"] ?? 1);

/** A sink that gives what it is told of itself. */
const CAUGHT = "export const caught = (_options, declared) => ({ declared });\n";

describe("emit: encoders", () => {
  const folder = tempFolders();

  /** What a sink of each type is told, in a compiled program. */
  async function declaredOf(types: readonly string[]): Promise<Declared[]> {
    const directory = folder();
    writeFileSync(join(directory, "caught.ts"), CAUGHT);
    const entry = join(directory, "input.flow");
    const text = [
      'extern sink caught<T>(): T\n  delivers unconfirmed\n  writes json\n  from "./caught.ts"',
      ...types.map((type, index) => `type T${index} = ${type}`),
      "stream all every 1s {",
      '  let texts = lines("in")',
      ...types.map((_, index) => `  texts.map(text => parseJson<T${index}>(text) else drop) -> caught()`),
      "}",
    ].join("\n");
    const output = await emitted({ [entry]: text });
    const typescript = output.typescript
      .replace(/^await run\(/m, "export const program = ((declared: unknown) => declared)(")
      .replace(", process.argv.slice(2)", "");
    const { code } = await bundle({ ...output, typescript }, entry);
    const file = join(directory, "program.mjs");
    writeFileSync(file, code);
    const { program } = (await import(pathToFileURL(file).href)) as { program: { streams: Stream[] } };
    const outputs = Object.values(program.streams[0]!.outputs) as unknown as { declared: Declared }[];
    return outputs.map(({ declared }) => declared);
  }

  function check(declared: Declared, { value, plain }: TypedValues, records: number, ownSeed: number): void {
    const writer = new JsonWriter();
    for (const record of fc.sample(value, { numRuns: records, seed: ownSeed })) {
      writer.clear(65_536);
      declared.encode!(writer, record as never);
      assert.equal(writer.toString(), JSON.stringify(plain(record as never)));
    }
  }

  it("write what JSON.stringify gives, of records of all types", async () => {
    const typed = fc.sample(typedRecords, { numRuns: 200, seed });
    const declared = await declaredOf(typed.map(({ flow }) => flow));
    assert.equal(declared.length, typed.length);
    for (const [index, one] of typed.entries()) check(declared[index]!, one, 50, seed + index);
  }).timeout(300_000);

  it("write named records within others, as elements, parts and where they may be missing", async () => {
    const [first, second] = fc.sample(typedRecords, { numRuns: 2, seed });
    const outer = "{ one: T0, list: T1[], maybe: T0?, pair: (T1, int), byName: Map<string, T1> }";
    const declared = await declaredOf([first!.flow, second!.flow, outer]);
    const [one] = fc.sample(first!.value, { numRuns: 1, seed }) as never[];
    const [two] = fc.sample(second!.value, { numRuns: 1, seed }) as never[];
    const writer = new JsonWriter();
    const record = { one, list: [two, two], maybe: null, pair: [two, 7], byName: new Map([["a", two]]) };
    declared[2]!.encode!(writer, record as never);
    const [plainOne, plainTwo] = [first!.plain(one!), second!.plain(two!)];
    assert.equal(
      writer.toString(),
      JSON.stringify({
        one: plainOne,
        list: [plainTwo, plainTwo],
        maybe: null,
        pair: [plainTwo, 7],
        byName: { a: plainTwo },
      }),
    );
  }).timeout(120_000);

  it("refuse what is not of their type, in the words of the others", async () => {
    const [declared] = await declaredOf(["{ id: int, inner: { tags: string[] }, pair: (int, bool) }"]);
    const writer = new JsonWriter();
    const good = { id: 1, inner: { tags: ["a"] }, pair: [1, true] };
    const wrong: [value: unknown, reason: RegExp][] = [
      [null, /expected a record, found null/],
      [{ ...good, id: "1" }, /expected an int, found string/],
      [{ ...good, inner: null }, /expected a record, found null/],
      [{ ...good, inner: { tags: "a" } }, /expected an array, found string/],
      [{ ...good, inner: { tags: [1] } }, /expected a string, found number/],
      [{ ...good, pair: [1] }, /expected a tuple of 2, found object/],
    ];
    for (const [value, reason] of wrong) assert.throws(() => declared!.encode!(writer, value as never), reason);
  }).timeout(120_000);

  it("are there only for those who write JSON", async () => {
    const write = (format: string) => `
      type Hit = { path: string }
      stream hits every 1s {
        lines("in").map(text => parseJson<Hit>(text) else drop) -> files("out", ${format})
      }`;
    for (const [format, isThere] of [
      ['format: "json"', true],
      ['format: "text"', false],
      ["batchSize: 10", false],
    ] as const) {
      const { typescript } = await emitted({ "/input.flow": write(format) });
      assert.equal(typescript.includes("encodeHit"), isThere, format);
    }
  });
});
