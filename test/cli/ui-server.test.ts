import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Picture } from "../../runtime/program/ui/messages.ts";
import { freePort } from "../support/free-port.ts";
import { start } from "../support/process.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = `agent a {
  seq(count: 500_000) -> memory(capacity: 10_000, transactionCapacity: 1000) -> files("out")
}

/// It goes on.
agent b {
  source r = generate(rate: 20)
  r.map(e => e.body.length) -> memory() -> discard()
}
`;

/** What is answered, by a client that says of itself what it likes. */
function ask(port: number, path: string, method = "GET", headers: Record<string, string> = {}) {
  return new Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (more) => {
        text += more;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    asking.on("error", reject).end();
  });
}

describe("the server of a page", function () {
  this.timeout(300_000);
  const folder = tempFolders();

  it("is built into a program, answers those it knows, and waits for nobody", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), program);
    const built = await sluice(["build", "a.flow", "-o", "out", "--ui"], { cwd });
    assert.equal(built.status, 0, built.stderr);
    assert.match(built.stdout, /^out\/a\.picture\.ts$/m);
    assert.match(readFileSync(join(cwd, "out/a.ts"), "utf8"), /import \{ picture \} from "\.\/a\.picture\.ts";/);

    const port = await freePort();
    const running = start(process.execPath, ["out/a.mjs", "--ui", String(port), "--log", "json"], { cwd });
    await running.sees(/"message":"started"/, "stderr");

    const page = await ask(port, "/");
    assert.equal(page.status, 200);
    assert.match(
      String(page.headers["content-security-policy"]),
      /^default-src 'none'; script-src 'sha256-[^']+'; style/,
    );
    assert.doesNotMatch(page.text, /https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    assert.ok(gzipSync(page.text).length < 150_000);
    assert.equal((await ask(port, "/", "HEAD")).text, "");
    assert.equal((await ask(port, "/", "PUT")).status, 405);
    assert.equal((await ask(port, "/api/else")).status, 404);
    assert.equal((await ask(port, "//")).status, 400);
    assert.equal((await ask(port, "/api/picture", "GET", { host: "evil.example" })).status, 403);

    const picture = JSON.parse((await ask(port, "/api/picture")).text) as Picture;
    assert.deepEqual(
      picture.nodes.filter(({ kind }) => kind === "source").map(({ id }) => id),
      ["a.seq", "b.r"],
    );
    assert.deepEqual(
      picture.excerpts[picture.nodes.find(({ id }) => id === "b.r")!.place]?.lines[2],
      "  source r = generate(rate: 20)",
    );
    const part = await ask(port, "/api/part?id=b.r.map");
    assert.match(part.text, /"sluice_operator_in_total"/);
    assert.equal((await ask(port, "/api/part?id=b.x")).status, 404);

    const own = { "x-sluice": "page" };
    assert.equal((await ask(port, "/api/pause?id=b.r", "POST")).status, 403);
    assert.equal((await ask(port, "/api/pause?id=b.discard", "POST", own)).status, 404);
    assert.equal((await ask(port, "/api/pause?id=b.r", "POST", own)).status, 200);

    // Who looks at what is quiet goes on looking.
    const quiet = await fetch(`http://127.0.0.1:${port}/api/samples?id=b.r`);
    const decoder = new TextDecoder();
    let heard = "";
    for await (const bytes of quiet.body ?? []) {
      heard += decoder.decode(bytes as Uint8Array, { stream: true });
      if (heard.includes("event: still\n")) break;
    }
    assert.match(heard, /^event: still$/m);

    // One that never reads what it has asked for.
    const deaf = connect(port, "127.0.0.1");
    await once(deaf, "connect");
    deaf.on("error", () => {});
    deaf.pause();
    deaf.write(`GET /api/live HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
    assert.equal((await ask(port, "/api/drain", "POST", own)).status, 200);
    const { status, stderr } = await running.ended;
    assert.equal(status, 0, stderr);
    assert.match(stderr, /as the page was asked to/);
    deaf.destroy();
  });

  it("is not there without the option", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), program);
    assert.equal((await sluice(["build", "a.flow", "-o", "out", "--metrics"], { cwd })).status, 0);
    const { status, stderr } = await start(process.execPath, ["out/a.mjs", "--ui"], { cwd }).ended;
    assert.equal(status, 2);
    assert.match(stderr, /--ui: the program was built without; build it with `sluice build --ui`/);
    assert.doesNotMatch(readFileSync(join(cwd, "out/a.mjs"), "utf8"), /api\/picture/);
    const wrong = await sluice(["run", "a.flow", "--ui=x"], { cwd });
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /--ui takes a port such as 4040/);
  });

  it("ends a program whose address is taken", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), program);
    const port = String(await freePort());
    const first = startSluice(["run", "a.flow", "--only", "b", "--ui", port, "--data-dir", "one"], { cwd });
    await first.sees(/INFO a\.flow started/, "stderr");
    const second = await sluice(["run", "a.flow", "--only", "b", "--ui", port, "--data-dir", "two"], { cwd });
    assert.equal(second.status, 1);
    assert.match(second.stderr, /ERROR a\.flow --ui: listen EADDRINUSE/);
    await first.stop();
  });
});
