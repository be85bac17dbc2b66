/**
 * Edits of valid programs, most of them senseless: the compiler must say what is wrong, soon, and never break.
 * `SEED=1000 EDITS=5000` tries others, and more of them.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Told } from "./edits.child.ts";

const first = Number(process.env["SEED"] ?? 1);
const count = Number(process.env["EDITS"] ?? 300);

/** Far longer than any edit takes, on any machine: it ends what would never end. */
const PATIENCE = 120_000;

describe("random edits", function () {
  this.timeout(60_000 + count * 1_000);

  it("are told of, within the text and within a second, and break nothing", async () => {
    const child = fork(fileURLToPath(new URL("edits.child.ts", import.meta.url)), [`${first}`, `${count}`], {
      execArgv: ["--import", "tsx"],
    });
    await new Promise<void>((resolve, reject) => {
      let current = "before the first";
      const stop = (fault: string): void => {
        clearTimeout(watchdog);
        child.kill("SIGKILL");
        reject(new Error(fault));
      };
      const watchdog = setTimeout(() => stop(`does not end: ${current}`), PATIENCE);
      child.on("message", (told: Told) => {
        if ("fault" in told) stop(told.fault);
        else current = `seed ${told.seed}\n${told.text}`;
        watchdog.refresh();
      });
      child.on("exit", (status) => {
        if (status === 0) {
          clearTimeout(watchdog);
          resolve();
        } else stop(`ended with ${status}: ${current}`);
      });
    });
  });
});
