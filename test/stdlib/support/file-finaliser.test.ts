import assert from "node:assert/strict";
import { FileFinaliser } from "../../../stdlib/support/rolling/renaming/file-finaliser.ts";
import type { FileSystem } from "../../../stdlib/support/rolling/renaming/file-system.ts";
import type { Journal, Unfinished } from "../../../stdlib/support/rolling/renaming/journal.ts";
import { testContext } from "../../support/test-context.ts";

describe("files that do not get their final names", () => {
  it("wait for their next try side by side, and Node warns of no leak", async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on("warning", onWarning);
    try {
      const refuse = async () => {
        throw new Error("no");
      };
      const files = { name: "store:", rename: refuse } as unknown as FileSystem;
      const journal = { forget: async () => {} } as unknown as Journal;
      const options = { closeTries: 0, retryInterval: 3_600_000, fileSuffix: "", grain: "line" };
      const finaliser = new FileFinaliser(files, journal, testContext({}), options as never);
      const left = Array.from({ length: 20 }, (_, index) => {
        return { path: `/${index}.tmp`, final: `/${index}`, fate: { kind: "finish" } } as Unfinished;
      });
      await finaliser.finalise(left);
      await assert.rejects(finaliser.close(), /not completed/);
      // Warnings are emitted in a turn of their own.
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(warnings, []);
    } finally {
      process.off("warning", onWarning);
    }
  });
});
