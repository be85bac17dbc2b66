/** A real browser that looks at pages, and what is wrong with them. */

import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

/** Debian's Chromium, without a window. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
}

/** A page of the browser, and what it complained of: errors of scripts, refused styles and scripts, requests elsewhere. */
export async function openPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser["newPage"]>[0] = {},
): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // A program that is gone cannot be reached, and the browser says so each time.
    const isUnreachable = /Failed to load resource: net::ERR_/.test(message.text());
    if (message.type() === "error" && !isUnreachable) complaints.push(message.text());
  });
  const own = new URL(url).origin;
  page.on("request", (request) => {
    if (!request.url().startsWith(`${own}/`) && !request.url().startsWith("data:")) complaints.push(request.url());
  });
  await page.goto(url);
  return { page, complaints };
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What of a page keeps people out who do not see it or do not use a mouse, as far as axe finds it: serious faults. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const violations = (await page.evaluate("axe.run().then((found) => found.violations)")) as readonly Violation[];
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}
