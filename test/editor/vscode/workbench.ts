/** What a person does in the workbench of VS Code, mostly by its commands, and what they see there. */
import type { Frame, Locator, Page } from "playwright-core";
import { eventually } from "../../support/eventually.ts";

/** A workbench in a browser's page. */
export interface Workbench {
  readonly page: Page;
  /** Opens a file of the folder, alone, from the explorer. */
  open(name: string): Promise<void>;
  /** Runs a command by its full title, as the palette shows it. */
  run(title: string): Promise<void>;
  /** The first word of the editor that is coloured by itself and is this one. */
  word(text: string): Locator;
  /** Resolves when the editor shows this line. */
  shows(line: string): Promise<void>;
  /** The frame, somewhere in the page, that has such a thing in it. */
  frameWith(selector: string): Promise<Frame>;
}

/** How long anything may take, on a machine that does other things besides. */
export const PATIENCE = 240_000;

/** Drives the workbench of a page. */
export function driveWorkbench(page: Page): Workbench {
  page.setDefaultTimeout(PATIENCE);
  const editor = page.locator(".editor-instance").first();

  const run = async (title: string): Promise<void> => {
    await page.keyboard.press("F1");
    const palette = page.locator(".quick-input-widget:visible");
    await palette.locator("input[type=text]").fill(`>${title}`);
    const row = palette.locator(".monaco-list-row", { has: page.getByText(title, { exact: true }) }).first();
    // Others with these words may stand above it.
    await row.click();
    await row.waitFor({ state: "hidden" });
  };
  return {
    page,
    run,
    word: (text) => editor.locator(".view-line span span", { hasText: new RegExp(`^${text}$`) }).first(),
    async open(name) {
      await run("View: Close All Editors");
      await run("File: Focus on Files Explorer");
      await page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).dblclick();
      await editor.locator(".view-line").first().waitFor();
    },
    async shows(line) {
      // Blanks are shown as such that do not break.
      const pattern = new RegExp(`^${line.replaceAll(/[[\](){}.*+?^$|\\]/g, "\\$&").replaceAll(" ", "\\s")}$`);
      await editor.locator(".view-line", { hasText: pattern }).first().waitFor();
    },
    frameWith(selector) {
      const found = async () => {
        for (const frame of page.frames().slice(1)) {
          const count = await frame
            .locator(selector)
            .count()
            .catch(() => 0);
          if (count > 0) return frame;
        }
        return null;
      };
      return eventually(`a frame with ${selector}`, found, PATIENCE);
    },
  };
}
