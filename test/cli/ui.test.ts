import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser, openPage, seriousFaults } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { needs } from "../support/needs.ts";
import type { Running } from "../support/process.ts";
import { root, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = (port: number) => `/// One hit on a web server.
type Hit = { path: string, status: int }

topic hits: Hit = embedded(partitions: 2)

fn parseHit(line: string): Hit! {
  let m = try line.capture(/"[^" ]+ (?<path>[^" ]+)(?: [^"]*)?" (?<status>\\d+)/)
  return { path: m.path, status: try m.status.toInt() }
}

/// Takes hits from the shop.
agent collect {
  source  web  = generate(rate: 100)
  channel mem  = memory(capacity: 1000)
  sink    odd  = files("odd")

  web.map(e => parseHit(e.body) else -> odd).filter(e => e.body.status != 304) -> mem -> hits
}

/// Sends them on.
agent forward {
  source  lines = generate(rate: 20)
  channel spool = memory(capacity: 500)
  sink    out   = http("http://127.0.0.1:${port}/in", batchSize: 10)
  sink    dead  = files("refused")

  lines -> spool -> out else -> dead
}

stream busiest every 500ms {
  let counts = hits.map(hit => (hit.path, 1)).reduceByKey((a, b) => a + b)
  let most   = counts.top(5, by: (path, n) => n)

  most -> files("busiest")
}
`;

/** Takes lines into `taken`, and refuses those of pages that were not found, as long as it is to. */
async function shop(port: number, refuses = () => true, taken: string[] = []): Promise<Server> {
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (more) => {
      text += more;
    });
    request.on("end", () => {
      const isRefused = refuses() && /" 404 /.test(text);
      if (!isRefused) taken.push(...text.split("\n"));
      response.writeHead(isRefused ? 400 : 200).end();
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

describe("sluice run --ui", function () {
  this.timeout(300_000);
  const folder = tempFolders();
  let browser: Browser;

  before(async function () {
    needs(this, "chromium");
    browser = await openBrowser();
  });
  after(async () => await browser?.close());

  const shots = join(root, "bench/tmp/ui");
  const shoot = async (page: Page, name: string) => {
    if (process.env["SHOTS"] === undefined) return;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}.png`) });
  };

  /** Runs the program with its page; gives its address. */
  async function started(cwd: string, port: number, ui: string): Promise<{ running: Running; url: string }> {
    writeFileSync(join(cwd, "shop.flow"), program(port));
    const running = startSluice(["run", "shop.flow", "--ui", ui], { cwd });
    await running.sees(/INFO shop\.flow started/, "stderr");
    const url = /shows itself url="?([^\s"]+)/.exec(running.stderr())?.[1];
    assert.ok(url, running.stderr());
    return { running, url: url.replace("0.0.0.0", "127.0.0.1") };
  }

  const text = (page: Page, selector: string) => page.locator(selector).first().textContent();
  const classOf = async (page: Page, id: string) =>
    (await page.locator(`#canvas [data-id="${id}"]`).getAttribute("class")) ?? "";
  const overflow = (page: Page) =>
    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

  it("shows what happens, what fails and what was refused; pauses and drains", async () => {
    const cwd = folder();
    const port = await freePort();
    let server = await shop(port);
    const { running, url } = await started(cwd, port, String(await freePort()));
    const { page, complaints } = await openPage(browser, url, { viewport: { width: 1440, height: 900 } });

    // Rates move, on lines and in the table.
    await page.locator("#canvas .edge.flowing").first().waitFor();
    await eventually("rates move", async () => {
      const rates = await page.locator("#canvas .edge text").allTextContents();
      return rates.filter((rate) => /^\d.*\/s$/.test(rate) && rate !== "0/s").length >= 6;
    });
    assert.equal(await text(page, "#state"), "running");
    assert.equal(await text(page, "#program"), "shop");

    // A sink is killed, turns red, and comes back.
    server.close();
    server.closeAllConnections();
    await eventually("it turns red", async () => /\bfailing\b/.test(await classOf(page, "forward.out")));
    await eventually("it says why", async () =>
      /forward\.out has been failing for .*ECONN/.test((await text(page, "#troubles")) ?? ""),
    );
    assert.match((await page.locator('#canvas [data-id="forward.out"]').getAttribute("aria-label")) ?? "", /fails/);
    await shoot(page, "failing");
    let isStrict = true;
    const taken: string[] = [];
    server = await shop(port, () => isStrict, taken);
    await eventually("it comes back", async () => !/\bfailing\b/.test(await classOf(page, "forward.out")));
    await page.locator("#troubles").waitFor({ state: "hidden" });

    // A part by keyboard: its source line, its figures, what passes it.
    await page.locator('#canvas [data-id="forward.spool"]').focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.locator("#detail h2", { hasText: "out" }).waitFor();
    assert.match((await text(page, "#detail pre .here")) ?? "", /sink {4}out {3}= http\(/);
    await page.locator("#detail .plot").first().waitFor();
    await page.locator("#detail .samples-button").click();
    await page
      .locator("#detail .samples li code", { hasText: /GET|POST/ })
      .first()
      .waitFor();
    await shoot(page, "part");
    assert.deepEqual(await seriousFaults(page), []);
    await page.keyboard.press("Escape");
    await page.locator("#detail").waitFor({ state: "hidden" });

    // What was refused, with the reason.
    await page.locator('#canvas [data-id="forward.dead"]').click();
    const letter = page.locator("#detail .letters li").first();
    await letter.waitFor();
    assert.match((await letter.textContent()) ?? "", /400.*forward\.spool -> out.*" 404 /s);
    await shoot(page, "letters");
    assert.deepEqual(await seriousFaults(page), []);

    // Once it is mended, the oldest of them is sent again, over its arrow.
    isStrict = false;
    await page.locator('#canvas [data-id="collect.web"]').click();
    await page.locator('#canvas [data-id="forward.dead"]').click();
    const oldest = page.locator("#detail .letters li").last();
    await oldest.waitFor();
    const body = (await oldest.locator("code").textContent()) ?? "";
    const arrived = () => taken.filter((line) => line === body).length;
    const before = arrived();
    await oldest.getByRole("button", { name: "Send again" }).click();
    await eventually("the page says so", async () =>
      /Sent again$/.test((await page.locator("#detail .letters li").last().textContent()) ?? ""),
    );
    assert.equal(arrived(), before + 1);
    await page.reload();
    await eventually("it still says so", async () =>
      /Sent again$/.test((await page.locator("#detail .letters li").last().textContent()) ?? ""),
    );

    // Batches of a stream.
    await page.locator('#canvas .group[data-id="busiest"] text').first().click();
    await page.locator("#detail .batches tbody tr").nth(2).waitFor();
    await shoot(page, "batches");

    // A reload keeps what was selected, and the past.
    const points = () => page.locator("#detail .plot .trace").first().getAttribute("d");
    await eventually("there is a past", async () => ((await points()) ?? "").includes("L"));
    await page.reload();
    await eventually("the past is still there", async () => ((await points()) ?? "").includes("L"));
    assert.equal(await text(page, "#detail h2"), "busiest");

    // A source is paused, and goes on.
    await page.locator('#canvas [data-id="collect.web"]').click();
    await page.locator("#detail button", { hasText: "Pause" }).click();
    await eventually("it is paused", async () => /\bpaused\b/.test(await classOf(page, "collect.web")));
    await eventually("nothing comes", async () => (await text(page, "#detail .now-line")) === "0/s out");
    await page.locator("#detail button", { hasText: "Resume" }).click();
    await eventually("it goes on", async () => !/^0\/s/.test((await text(page, "#detail .now-line")) ?? "0/s"));

    // The table says the same.
    await page.locator("#show-parts").click();
    await eventually("the table has rates", async () =>
      /\d/.test((await text(page, "#rows tr:has(button:text-is('web')) td.number + td.number")) ?? ""),
    );
    assert.deepEqual(await seriousFaults(page), []);

    await page.locator("#drain").click();
    await page.locator("#ask button", { hasText: "Drain" }).click();
    assert.equal((await running.ended).status, 0);
    assert.match(running.stderr(), /draining, for at most 30s \(--drain-timeout\), as the page was asked to/);
    await eventually("it has ended", async () => (await text(page, "#state")) === "ended");
    assert.deepEqual(complaints, []);
    await page.close();
    server.close();
    server.closeAllConnections();
  });

  it("finds a program again that was restarted, on a phone and in the dark", async () => {
    const cwd = folder();
    const [port, own] = [await freePort(), String(await freePort())];
    const first = await started(cwd, port, own);
    const look = { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true } as const;
    const { page, complaints } = await openPage(browser, first.url, look);
    // On a phone the table comes first.
    const row = page.locator("#rows button", { hasText: "out" });
    await row.waitFor();
    await eventually("there are rates", async () =>
      /\d/.test((await page.locator("#rows td.number").allTextContents()).join("")),
    );
    assert.equal(await overflow(page), 0);
    await shoot(page, "phone");
    await row.click();
    await page.locator("#detail .plot").first().waitFor();
    assert.equal(await overflow(page), 0);
    assert.deepEqual(await seriousFaults(page), []);
    await shoot(page, "phone-part");
    await page.locator("#show-picture").click();
    await page.locator("#canvas svg").waitFor();
    assert.equal(await overflow(page), 0);
    assert.deepEqual(await seriousFaults(page), []);
    await shoot(page, "phone-graph");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator("#detail .close").click();
    assert.equal(await overflow(page), 0);
    await shoot(page, "dark");

    await first.running.stop("SIGKILL");
    await eventually("it is gone", async () => (await text(page, "#state")) === "not reachable");
    const again = await started(cwd, port, own);
    await eventually("it is back", async () => (await text(page, "#state")) === "running");
    assert.equal(await text(page, "#totals dd"), String(again.running.child.pid));
    await again.running.stop("SIGKILL");
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it("asks others than this machine for the token that it has printed", async () => {
    const cwd = folder();
    const { running, url } = await started(cwd, await freePort(), `0.0.0.0:${await freePort()}`);
    const token = /#token=([\w-]{32})$/.exec(url)?.[1];
    assert.ok(token, url);
    const { page, complaints } = await openPage(browser, url);
    await page.locator("#canvas svg").waitFor();
    assert.ok(!page.url().includes(token), page.url());
    await page.reload();
    await page.locator("#canvas svg").waitFor();
    await page.close();
    assert.deepEqual(complaints, []);

    const stranger = await openPage(browser, url.replace(/#.*/, ""));
    await stranger.page.locator("#locked").waitFor();
    assert.equal(await stranger.page.locator("#canvas svg").count(), 0);
    // What cannot be a token is asked for again, and the whole address does as well.
    await stranger.page.locator("#token").fill("“token”");
    await stranger.page.keyboard.press("Enter");
    await stranger.page.locator("#locked").waitFor({ state: "hidden" });
    await stranger.page.locator("#locked").waitFor();
    await stranger.page.locator("#token").fill(` ${url} `);
    await stranger.page.keyboard.press("Enter");
    await stranger.page.locator("#canvas svg").waitFor();
    await stranger.page.close();
    await running.stop("SIGKILL");
  });
});
