import assert from "node:assert/strict";
import { emitted } from "./emitted.ts";

describe("emit: exports that are enough", () => {
  async function exportFor(path: string, before = ""): Promise<string | undefined> {
    const text = `${before}agent a1 { netcat(port: 1) -> memory() -> hdfs(${path}) }`;
    const { typescript } = await emitted({ "/p/input.flow": text });
    return /import \{ (.*) \} from "sluice\/stdlib\/hdfs\/hdfs"/.exec(typescript)?.[1];
  }

  it("are named where the program says how the text begins", async () => {
    assert.equal(await exportFor('"file:///logs"'), "hdfsOnDisk");
    assert.equal(await exportFor("base", 'const base = "file:///logs"\n'), "hdfsOnDisk");
    assert.equal(await exportFor("`file:///logs/${name}`", 'param name: string = "a"\n'), "hdfsOnDisk");
    assert.equal(await exportFor('"file://" + "/logs/" + name', 'param name: string = "a"\n'), "hdfsOnDisk");
  });

  it("are named where the program says that others are null, too, or says nothing of them", async () => {
    assert.equal(await exportFor('"file:///logs", codeC: null'), "hdfsOnDisk");
    const packed = 'fileType: "CompressedStream", codeC: "gzip"';
    assert.equal(await exportFor(`"file:///logs", ${packed}`), "packedHdfsOnDisk");
    assert.equal(
      await exportFor(
        '"file:///logs", ...how',
        `const how: { fileType: "CompressedStream", codeC: "gzip" } = { ${packed} }\n`,
      ),
      "packedHdfsOnDisk",
    );
  });

  it("are not named where a start of the program may say something else", async () => {
    assert.equal(await exportFor('"hdfs://nn:8020/logs"'), "hdfs");
    assert.equal(await exportFor("base", 'param base: string = "file:///logs"\n'), "hdfs");
    assert.equal(await exportFor("`${base}/logs`", 'param base: string = "file:///logs"\n'), "hdfs");
    assert.equal(await exportFor("`file:/${rest}`", 'param rest: string = "//logs"\n'), "hdfs");
  });
});
