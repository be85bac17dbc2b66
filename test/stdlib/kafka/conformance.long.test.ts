/** `sluice conformance` over the channel in a Kafka topic: too long for `npm test`, since each life joins a group. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { serverSuite } from "../../servers/server-suite.ts";
import { long } from "../../support/sample-size.ts";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { freshName } from "./probe.ts";

serverSuite("kafka", "sluice conformance over a channel in a kafka topic", (server) => {
  const tempFolder = tempFolders();

  it(`compiles its program${long ? ", and finds nothing wrong with it" : ""}`, async function () {
    this.timeout(900_000);
    const cwd = tempFolder();
    const options = `brokers: "${server().brokers}", topic: "${freshName("tried")}", sessionTimeout: 6s, commitInterval: 0s`;
    writeFileSync(
      join(cwd, "a.flow"),
      `agent a {\n  channel tried = kafka(${options})\n\n  seq() -> tried -> discard()\n}\n`,
    );
    const { status, stdout, stderr } = long
      ? await sluice(["conformance", "a.flow", "a.tried", "--kills", "3"], { cwd })
      : await sluice(["check", "a.flow"], { cwd });
    assert.equal(status, 0, `${stdout}${stderr}`);
    if (long) assert.match(stdout, /\n9 passed, 0 failed, 1 not tried\n$/);
  });
});
