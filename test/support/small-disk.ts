import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own that can be filled up. */
export interface SmallDisk {
  readonly path: string;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives that room back. */
  free(): void;
}

/**
 * Called inside a `describe`: gives a maker of small disks, which are unmounted after each test. The test that asks for
 * one is left out, by name, where this user cannot mount one.
 */
export function smallDisks(): (context: Mocha.Context) => SmallDisk {
  const mounted: string[] = [];
  afterEach(() => {
    for (const path of mounted.splice(0)) {
      spawnSync("umount", ["--lazy", path]);
      rmdirSync(path);
    }
  });
  return (context) => {
    const path = mkdtempSync(join(tmpdir(), "sluice-disk-"));
    const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", path]);
    if (status !== 0) {
      rmdirSync(path);
      if (context.test) context.test.title += " (left out: this user cannot mount a file system)";
      context.skip();
    }
    mounted.push(path);
    const ballast = join(path, "ballast");
    return {
      path,
      fill() {
        const page = Buffer.alloc(4096);
        try {
          for (;;) appendFileSync(ballast, page);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
        }
      },
      free: () => rmSync(ballast),
    };
  };
}
