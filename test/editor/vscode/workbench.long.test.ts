/** The packed extension in a real VS Code, whose workbench is driven in a browser; `npm run test:long` alone does that. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { serverSuite } from "../../servers/server-suite.ts";
import type { VsCode } from "../../servers/vscode/vscode.ts";
import { openBrowser } from "../../support/browser.ts";
import { eventually } from "../../support/eventually.ts";
import { start } from "../../support/process.ts";
import { long } from "../../support/sample-size.ts";
import { root } from "../../support/sluice.ts";
import { COUNTS, TESTS_OF_COUNTS } from "./tested-program.ts";
import { driveWorkbench, PATIENCE, type Workbench } from "./workbench.ts";

const files = {
  "wrong.flow": `agent access {
  netcat(port: 4444) -> memory(capacitee: 200) -> logger()
}
`,
  "typed.flow": `agent typed {
    netcat(port: 4445) -> memory() -> logger()
}
`,
  "a.txt": "one\ntwo\n",
  "tested.flow": `${COUNTS}
stream others every 1s {
  lines("a.txt") -> print()
}

${TESTS_OF_COUNTS}`,
};

const settings = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "terminal.integrated.gpuAcceleration": "off",
  "editor.minimap.enabled": false,
  "git.enabled": false,
};

if (long) serverSuite("vscode", "the extension in VS Code", inVsCode);

function inVsCode(vscode: () => VsCode): void {
  let browser: Browser;
  let workbench: Workbench;
  const elsewhere: string[] = [];
  let home: string;

  before("open a folder", async function () {
    this.timeout(PATIENCE * 3);
    home = realpathSync(mkdtempSync(join(tmpdir(), "sluice-vscode-")));
    const folder = join(home, "flows");
    mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
    symlinkSync(join(root, "dist/cli/main.js"), join(folder, "node_modules/.bin/sluice"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const packed = await start(process.execPath, ["--import", "tsx", "scripts/vsix.ts", home], { cwd: root }).ended;
    const address = await vscode().start({ vsix: packed.stdout.trim(), settings });
    browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on("request", (request) => {
      if (!request.url().startsWith(address) && request.url().startsWith("http")) elsewhere.push(request.url());
    });
    workbench = driveWorkbench(page);
    await page.goto(`${address}?folder=${folder}`, { waitUntil: "commit" });
    await page.locator(".explorer-folders-view .monaco-list-row", { hasText: "wrong.flow" }).waitFor();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== "failed") return;
    await workbench?.page.screenshot({ path: `${vscode().log}.png` });
  });

  after(async () => {
    await browser?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it("colours a program, underlines a mistake, links its page, says what a thing is, and mends it", async function () {
    this.timeout(PATIENCE * 2);
    const { page, word, run, open, shows } = workbench;
    await open("wrong.flow");
    await page.locator(".squiggly-error").waitFor();
    const colours = await Promise.all(["agent", "netcat", "port"].map((text) => word(text).getAttribute("class")));
    assert.equal(new Set(colours).size, 3, colours.join());

    await run("Problems: Focus on Problems View");
    const problem = page.locator(".markers-panel .monaco-list-row", { hasText: "has no option" });
    assert.match(await problem.innerText(), /`memory` has no option `capacitee`\s+sluice/);
    const link = await problem.locator("a.monaco-link").getAttribute("href");
    assert.match(link ?? "", /\/sluice\.sluice-[\d.]+\/docs\/errors\/FLOW2006\.md$/);

    await word("memory").hover();
    await page.locator(".monaco-hover:visible", { hasText: "Keeps events in memory" }).waitFor();
    await page.keyboard.press("Escape");

    await word("capacitee").click();
    await page.keyboard.press("Control+.");
    await page.locator(".action-widget .monaco-list-row", { hasText: "capacity" }).first().waitFor();
    await page.keyboard.press("Enter");
    await shows("  netcat(port: 4444) -> memory(capacity: 200) -> logger()");
    await page.locator(".squiggly-error").waitFor({ state: "detached" });
  });

  it("completes, lays out and renames", async function () {
    this.timeout(PATIENCE * 2);
    const { page, word, run, open, shows } = workbench;
    await open("typed.flow");
    await word("logger").click();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "maxBytesToLog" }).waitFor();
    await page.keyboard.press("Escape");
    await run("Format Document");
    await shows("  netcat(port: 4445) -> memory() -> logger()");
    await word("typed").click();
    await page.keyboard.press("F2");
    await page.locator(".rename-box input").fill("renamed");
    await page.keyboard.press("Enter");
    await shows("agent renamed {");
    await run("File: Save");
    const saved = () => readFileSync(join(home, "flows/typed.flow"), "utf8");
    await eventually("the file is saved", () => /^agent renamed \{\n {2}netcat/.test(saved()));
  });

  it("runs tests in the Testing view, draws a graph that follows the cursor, and runs the file", async function () {
    this.timeout(PATIENCE * 2);
    const { page, word, run, open, frameWith } = workbench;
    await open("tested.flow");
    // The command is there once tests are known.
    await page.locator(".testing-run-glyph").first().waitFor();
    await run("Test: Run All Tests");
    await page.locator(".testing-run-glyph.codicon-testing-passed-icon").first().waitFor();
    await page.locator(".testing-run-glyph.codicon-testing-failed-icon").first().waitFor();
    await page.getByText("not what was expected").first().waitFor();

    await run("Sluice: Show Graph of This File");
    const graph = await frameWith("svg g.group.stream");
    await word("counts").click();
    await graph.locator("g.at > title", { hasText: "tested.flow:1:" }).waitFor({ state: "attached" });
    await word("others").click();
    await graph.locator("g.at > title", { hasText: "tested.flow:6:" }).waitFor({ state: "attached" });

    await run("Sluice: Run This File");
    await page.locator(".terminal .xterm-rows", { hasText: "Time: " }).waitFor();
    await run("Terminal: Kill All Terminals");
    assert.deepEqual(elsewhere, []);
  });
}
