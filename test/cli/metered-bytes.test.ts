import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const TEXT = "one\ntwo\nthirty-three\n";

const program = (http: number, avro: number) => `topic kept: string = embedded()

agent files {
  source all  = lines("in.txt")
  source said = exec(command: "cat in.txt")
  source tail = taildir(files: ["in.txt"])
  source pool = spooldir("spool")

  all  -> memory() -> files("out")
  said -> memory() -> logger()
  tail -> memory() -> kept
  pool -> memory() -> http("http://localhost:${http}/", format: "whole")
}

agent network {
  source web  = http(port: ${http}, format: "lines")
  source call = avro(port: ${avro})

  web  -> memory() -> avro(host: "localhost", port: ${avro})
  call -> memory() -> discard()
}

stream read every 100ms {
  kept.from("earliest") -> print()
}
`;

/** The value of a series, by its name and id; null where there is none. */
function figureOf(text: string, name: string, id: string): number | null {
  const line = text.split("\n").find((one) => one.startsWith(`${name}{id="${id}"`));
  return line === undefined ? null : Number(line.slice(line.lastIndexOf(" ") + 1));
}

describe("bytes among the metrics", function () {
  this.timeout(300_000);
  const folder = tempFolders();

  it("are those that sources have read, sinks have written, and topics have taken and given", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "in.txt"), TEXT);
    mkdirSync(join(cwd, "spool"));
    writeFileSync(join(cwd, "spool/one.txt"), TEXT);
    utimesSync(join(cwd, "spool/one.txt"), 1, 1);
    writeFileSync(join(cwd, "a.flow"), program(await freePort(), await freePort()));
    const running = startSluice(["run", "a.flow", "--metrics", "0"], { cwd });
    const [, url = ""] = await running.sees(/serves metrics url=(\S+)/, "stderr");
    let text = "";
    const accepted = ["files.all", "files.said", "files.tail", "files.pool", "network.call", "read.kept"];
    await eventually("everything has passed", async () => {
      text = await (await fetch(url)).text();
      const isThrough = figureOf(text, "sluice_sink_written_total", "network.discard") === 3;
      return isThrough && accepted.every((id) => figureOf(text, "sluice_source_accepted_total", id) === 3);
    });
    const [file = ""] = readdirSync(join(cwd, "out"));
    running.child.kill("SIGINT");
    const { stdout } = await running.ended;
    const bytes = (kind: string, id: string, way = "") => figureOf(text, `sluice_${kind}_${way}bytes_total`, id);
    for (const id of ["files.all", "files.said", "files.tail", "files.pool"]) assert.equal(bytes("source", id), 21, id);
    assert.equal(bytes("sink", "files.files"), readFileSync(join(cwd, "out", file)).length);
    // Each of them a request, without the newline.
    assert.equal(bytes("sink", "files.http"), 18);
    assert.equal(bytes("source", "network.web"), 18);
    // The source has also read what the protocol has besides calls.
    assert.ok(bytes("source", "network.call")! >= bytes("sink", "network.avro")!);
    assert.ok(bytes("sink", "network.avro")! > 18);
    const logged = stdout.split("\n").filter((line) => line.startsWith("Event:"));
    assert.equal(bytes("sink", "files.logger"), Buffer.byteLength(logged.join("\n")) + 1);
    assert.ok(bytes("sink", "read.print")! > 0);
    assert.equal(figureOf(text, "sluice_topic_in_total", "kept"), 3);
    assert.equal(figureOf(text, "sluice_topic_out_total", "kept"), 3);
    assert.ok(bytes("topic", "kept", "in_")! > 18);
    assert.equal(bytes("source", "read.kept"), bytes("topic", "kept", "out_"));
    // Two bytes for a character, as in memory.
    assert.ok(bytes("channel", "files.memory", "in_")! > 0);
    assert.equal(bytes("channel", "files.memory", "in_"), bytes("channel", "files.memory", "out_"));
  });
});
