import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { serverSuite } from "../../servers/server-suite.ts";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";

serverSuite("hdfs", "what hdfs refuses on a real cluster", (server) => {
  const newFolder = tempFolders();

  it("leaves by the `else`, and 1,000 good lines arrive once and in order", async function () {
    this.timeout(120_000);
    const folder = newFolder();
    const isPoison = (n: number) => n % 100 === 50;
    const line = (n: number) => {
      if (!isPoison(n)) return `t${n % 3} 1700000000000 ${n}`;
      return n % 200 === 50 ? `t${n % 3} soon ${n}` : `${"long".repeat(80)}${n} 1700000000000 ${n}`;
    };
    const lines = Array.from({ length: 1010 }, (_, n) => line(n));
    writeFileSync(join(folder, "in.txt"), lines.map((one) => `${one}\n`).join(""));
    const target = `/user/refused-${process.pid}`;
    writeFileSync(
      join(folder, "shop.flow"),
      `topic dead: string = embedded()

agent shop {
  source  src = lines("in.txt")
  channel mem = memory(capacity: 2000, transactionCapacity: 500)
  sink    out = hdfs("webhdfs://${server().webhdfs.replace("http://", "")}${target}/%{tenant}/%Y", rollCount: 0, rollSize: 0B, batchSize: 500)

  src.header("tenant", e => e.body.split(" ")[0] else "").header("timestamp", e => e.body.split(" ")[1] else "")
    -> mem
    -> out else -> dead
}
`,
    );
    const { status, stderr } = await sluice(["run", "shop.flow"], { cwd: folder });
    assert.equal(status, 0, stderr);
    for (let tenant = 0; tenant < 3; tenant++) {
      const below = `${target}/t${tenant}/2023`;
      const texts: string[] = [];
      for (const { name } of await server().list(below)) {
        texts.push(String(await server().read(`${below}/${name}`)));
      }
      const own = lines.filter((one, n) => !isPoison(n) && one.startsWith(`t${tenant} `));
      assert.equal(texts.join(""), own.map((one) => `${one}\n`).join(""));
    }
    const wanted = ["dead", "--from-beginning", "--max-messages", "10", "--timeout", "5s"];
    const dead = await sluice(["consume", "shop.flow", ...wanted], { cwd: folder });
    assert.deepEqual(
      dead.stdout.trim().split("\n"),
      lines.filter((_, n) => isPoison(n)),
    );
  });
});
