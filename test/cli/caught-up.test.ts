import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../support/free-port.ts";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sluice run --until-caught-up", () => {
  const folder = tempFolders();

  async function linesOf(text: string): Promise<string[]> {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), text);
    const { status, stdout, stderr } = await sluice(["run", "a.flow", "--until-caught-up"], { cwd });
    assert.equal(status, 0, stderr);
    return stdout.split("\n").filter((line) => /^\w+ \d+$/.test(line));
  }

  const counts = `updateStateByKey((ns, sum: int?) => (sum else 0) + ns.sum()).map((key, n) => \`\${key} \${n}\`) -> print()`;

  it("waits for what agents of the program bring whose sources end", async () => {
    // Longer than several batches; another agent does not end.
    const lines = await linesOf(`topic hits: string = embedded()

agent a1 {
  generate(rate: 100, count: 150) -> memory() -> hits
}

agent a2 {
  netcat(port: ${await freePort()}) -> memory() -> discard()
}

stream s every 100ms {
  hits.map(_ => ("hits", 1)).${counts}
}
`);
    assert.equal(lines.at(-1), "hits 150");
  });

  it("waits for streams and agents that pass on what others bring", async () => {
    const lines = await linesOf(`topic first: string = embedded()
topic second: string = embedded()
topic third: string = embedded()

stream last every 20s {
  third.map(_ => ("third", 1)).${counts}
}

stream middle every 30s {
  second -> third
}

agent copy {
  first.from("earliest") -> memory(capacity: 1000) -> second
}

agent numbers {
  seq(count: 5000) -> memory(capacity: 1000) -> first
}
`);
    assert.deepEqual(lines, ["third 5000"]);
  });

  it("lets an agent that ends by itself come to its end", async () => {
    const lines = await linesOf(`topic nothing: string = embedded()

agent slow {
  generate(rate: 100, count: 150).map(_ => "line 1") -> memory() -> print()
}

stream s every 100ms {
  nothing -> print()
}
`);
    assert.equal(lines.length, 150);
  });

  it("hands records over once that are not of the topic's type, also where none is", async () => {
    const cwd = folder();
    const program = (topic: string) => `topic bad: bytes = embedded()
topic hits: ${topic}

stream s every 1s {
  hits.from("earliest") -> discard()
}
`;
    writeFileSync(join(cwd, "a.flow"), program("string = embedded()"));
    await sluice(["produce", "a.flow", "hits"], { cwd, input: "one\ntwo\nthree\n" });
    writeFileSync(join(cwd, "a.flow"), program("{ n: int } = embedded(undecodable: bad)"));
    for (const counted of [/counted undecodable=3$/m, /started streams=s\n.*ended\n$/]) {
      const { status, stderr } = await sluice(["run", "a.flow", "--until-caught-up"], { cwd });
      assert.equal(status, 0, stderr);
      assert.match(stderr, counted);
    }
    const { stdout } = await sluice(["consume", "a.flow", "bad", "--from-beginning", "--timeout", "1s"], { cwd });
    const bytes = stdout
      .trim()
      .split("\n")
      .map((line) => Buffer.from(JSON.parse(line), "base64").toString());
    assert.deepEqual(bytes, ["one", "two", "three"]);
  });

  it("ends where streams feed each other", async () => {
    const lines = await linesOf(`topic even: int = embedded()
topic odd: int = embedded()

agent numbers {
  seq(count: 10).map(e => e.body.toInt() else 0) -> memory() -> even
}

stream there every 1s {
  even.map(n => n + 1) -> odd
}

stream back every 1s {
  let ns = odd.filter(n => n mod 2 == 0)
  ns -> even
  ns.map(n => ("odd", n)).${counts}
}
`);
    // Each has what is there when it runs.
    assert.ok(lines.length <= 1, lines.join());
  });
});
