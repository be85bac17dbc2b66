import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type HdfsServer, startHdfs } from "../../test/servers/hdfs/hdfs-server.ts";
import { ServerUnavailable } from "../../test/servers/server-unavailable.ts";
import { startNode, startSluice } from "../child.ts";
import { type Figure, interleaved, type Row } from "../figure.ts";

const rounds = 5;
const least = 0.5;

/** Longer than NameNode and DataNode take to remove the blocks of a deleted file, in ms. */
const removal = 5000;

/** An access log in Apache's combined format, as web servers write it. */
const text = Array.from(
  { length: 1_200_000 },
  (_, n) =>
    `192.0.${(n >> 8) % 256}.${n % 256} - - [01/Jan/2026:00:${two(n >> 6)}:${two(n)} +0000] "GET /page/${(n * 7919) % 100_000} HTTP/1.1" ` +
    `200 ${n % 9999} "https://example.org/start" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"\n`,
).join("");

/** Bytes, whole lines, that are enough to measure small batches with. */
const few = text.indexOf("\n", 4_000_000) + 1;

/** A file into a real HDFS, by a built program and by curl, each a process from its start to its end. */
export const hdfs: Figure = {
  name: "hdfs",
  async measure() {
    let server: HdfsServer;
    try {
      server = await startHdfs();
    } catch (error) {
      if (!(error instanceof ServerUnavailable)) throw error;
      console.log(`hdfs: left out, ${error.message}`);
      return [];
    }
    const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
    try {
      return await measureOn(server, folder);
    } finally {
      await server.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measureOn(server: HdfsServer, folder: string): Promise<Row[]> {
  const file = join(folder, "access.log");
  writeFileSync(file, text);
  const beginning = join(folder, "beginning.log");
  writeFileSync(beginning, text.slice(0, few));
  let directories = 0;
  /** Times what fills a new directory with the first `size` bytes, and sees that it did. */
  const timed = async (size: number, fill: (directory: string) => Promise<void>): Promise<number> => {
    const directory = `/bench/${directories++}`;
    const began = performance.now();
    await fill(directory);
    const took = performance.now() - began;
    await ensureStored(server, directory, text.slice(0, size));
    await cleanUp(server, directory);
    return took;
  };
  const upload = (program: string, file: string) => async (directory: string) => {
    const child = startNode([
      join(folder, `${program}.mjs`),
      ...["--data-dir", join(folder, "data"), "--set", `file=${file}`],
      ...["--set", `directory=hdfs://127.0.0.1:${server.rpc}${directory}`],
      ...["--set", `webhdfsPort=${new URL(server.webhdfs).port}`],
    ]);
    await once(child, "exit");
  };
  for (const program of ["hdfs-pieces", "hdfs-lines", "hdfs-flume"]) {
    await once(startSluice(["build", `bench/programs/${program}.flow`, "-o", folder]), "exit");
  }
  const curl = async (directory: string) => {
    const url = `${server.webhdfs}/webhdfs/v1${directory}/access.log?op=CREATE`;
    const { status, stderr } = spawnSync("curl", ["-sSfL", "-T", file, url], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  };
  await cleanUp(server, "/bench");
  const took = await interleaved(rounds, {
    pieces: () => timed(text.length, upload("hdfs-pieces", file)),
    lines: () => timed(text.length, upload("hdfs-lines", file)),
    curl: () => timed(text.length, curl),
  });
  const asFlume = rate(few, await timed(few, upload("hdfs-flume", beginning)));
  const row = (what: string, ours: number): Row => ({
    what,
    reach: `at least ${least}x`,
    ours: rate(text.length, ours),
    baseline: rate(text.length, took.curl),
    ratio: took.curl / ours,
    met: took.curl / ours >= least,
  });
  const size = `${Math.round(text.length / 2 ** 20)} MiB`;
  return [
    row(`a file of ${size} to HDFS in pieces of 1 MiB, 128 a batch; \`curl -T\``, took.pieces),
    row("the same, an event for each of its 1.2 million lines, 150,000 a batch", took.lines),
    {
      what: "the same, 100 lines a batch, as Flume has it",
      reach: "",
      ours: asFlume,
      baseline: null,
      ratio: null,
      met: true,
    },
  ];
}

/** Throws unless the files in the directory have the lines of `content`, in order within each file, and no others. */
async function ensureStored(server: HdfsServer, directory: string, content: string): Promise<void> {
  const files = await server.list(directory);
  const left = await Promise.all(
    files.map(async ({ name }) => {
      const lines = String(await server.read(`${directory}/${name}`)).split("\n");
      if (lines.pop() !== "") throw new Error(`${directory}/${name} ends in the middle of a line`);
      return { lines, next: 0 };
    }),
  );
  for (let start = 0; start < content.length; ) {
    const end = content.indexOf("\n", start);
    const line = content.slice(start, end);
    const holder = left.find(({ lines, next }) => lines[next] === line);
    if (holder === undefined) throw new Error(`${directory} lacks the line ${line}, or has it out of order`);
    holder.next += 1;
    start = end + 1;
  }
  if (left.some(({ lines, next }) => next < lines.length)) throw new Error(`${directory} has more than was sent`);
}

/**
 * Removes a directory from HDFS and lets the disk come to rest. The data of a few runs would otherwise fill the memory
 * that the kernel keeps for what is not on the disk yet, and from then on it slows down whoever writes: curl took 0.6 s
 * in the first rounds and 1.5 s in the last.
 */
async function cleanUp(server: HdfsServer, directory: string): Promise<void> {
  await server.remove(directory);
  await sleep(removal);
  spawnSync("sync");
}

/** Bytes in `ms` as MiB a second. */
function rate(bytes: number, ms: number): string {
  const perSecond = (bytes / 2 ** 20 / ms) * 1000;
  return `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)} MiB/s`;
}

function two(n: number): string {
  return String(n % 60).padStart(2, "0");
}
