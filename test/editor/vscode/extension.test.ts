import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { eventually } from "../../support/eventually.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { createHost, loadExtension } from "./fake-host.ts";
import { COUNTS, TESTS_OF_COUNTS } from "./tested-program.ts";

const program = `${COUNTS}\n${TESTS_OF_COUNTS}`;

describe("the extension for VS Code", function () {
  this.timeout(120_000);
  const folder = tempFolders();

  async function started() {
    const home = folder();
    const path = join(home, "a.flow");
    writeFileSync(path, program);
    const host = createHost(path, home);
    await loadExtension(host.vscode, home);
    return { host, path };
  }

  it("lists tests in the Testing view, runs them, and shows each failure at its place", async () => {
    const { host } = await started();
    await eventually("tests are listed", () => host.items.size === 1, 60_000);
    const file = [...host.items][0]?.[1];
    assert.ok(file !== undefined);
    assert.deepEqual(
      [...file.children].map(([, { label }]) => label),
      ["counts", "is wrong"],
    );
    await host.runTests({});
    const ended = ["passed counts", "failed is wrong at 12", "end"];
    assert.deepEqual(host.verdicts, ["started counts", "started is wrong", ...ended]);
    host.verdicts.length = 0;
    await host.runTests({ include: [[...file.children][0]?.[1]] });
    assert.deepEqual(host.verdicts, ["started counts", "passed counts", "end"]);
  });

  it("says why a test of a program with errors did not run", async () => {
    const { host, path } = await started();
    await eventually("tests are listed", () => host.items.size === 1, 60_000);
    writeFileSync(path, program.replace("print()", "prnt()"));
    await host.runTests({});
    assert.match(host.verdicts.join("\n"), /errored counts: [\s\S]*there is no sink `prnt`/);
  });

  it("shows the graph beside the file, draws it again, and tells it where the cursor is", async () => {
    const { host, path } = await started();
    await host.run("sluice.graph", pathToFileURL(path).href);
    const [panel] = host.panels;
    assert.equal(panel?.title, "Graph of a.flow");
    assert.match(panel.webview.html, /<svg [\s\S]*class="group stream"[\s\S]*<script nonce="(\w{32})">/);
    assert.match(panel.webview.html, /script-src 'nonce-\w{32}'/);
    await host.select(2);
    assert.deepEqual(panel.messages, [{ file: "a.flow", line: 3, first: 1, last: 4 }]);
    writeFileSync(path, program.replace("stream counts", "stream totals").replaceAll("counts.words", "totals.words"));
    await host.save();
    await eventually("it is drawn again", () => panel.webview.html.includes("totals"), 60_000);
    await host.run("sluice.graph", pathToFileURL(path).href);
    assert.equal(host.panels.length, 1);
    assert.deepEqual(host.errors, []);
  });

  it("runs a file or a part of it in a terminal, without a shell between", async () => {
    const { host, path } = await started();
    host.run("sluice.run");
    host.run("sluice.test", pathToFileURL(path).href, "a; b");
    assert.deepEqual(host.started, [
      ["run", path],
      ["test", path, "--filter", "a; b"],
    ]);
  });
});
