import assert from "node:assert/strict";
import { ComponentError } from "../../../runtime/contract/errors.ts";
import { type Event, event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import type { Sink } from "../../../runtime/contract/sink.ts";
import { type Clock, systemClock } from "../../../runtime/system/clock.ts";
import type { HdfsOptions } from "../../../stdlib/hdfs/hdfs.options.ts";
import { hdfs } from "../../../stdlib/hdfs/hdfs.ts";
import { WebHdfsFileSystem } from "../../../stdlib/hdfs/web/webhdfs-file-system.ts";
import { type Content, NameTakenError } from "../../../stdlib/support/rolling/file-store.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { leaveOpen } from "../../support/leave-open.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { type TestContext, testContext } from "../../support/test-context.ts";
import { clusterOptions } from "./cluster-options.ts";

serverSuite("hdfs", "hdfs on a real cluster", (server) => {
  const tempFolder = tempFolders();
  const port = () => Number(new URL(server().webhdfs).port);
  let context: TestContext;

  function connect(): WebHdfsFileSystem {
    const nameNodes = [{ host: "127.0.0.1", port: port() }];
    return new WebHdfsFileSystem({ name: "hdfs://nn", nameNodes }, clusterOptions, systemClock);
  }

  async function open({
    dataDir = tempFolder(),
    clock = systemClock,
    ...options
  }: Partial<HdfsOptions<string>> & {
    readonly path: string;
    readonly dataDir?: string;
    readonly clock?: Clock;
  }): Promise<Sink<string>> {
    context = testContext({ dataDir, clock });
    const declared = { name: "wh.hd", place: "wh.flow:4:11", element: t.string };
    const sink = hdfs<string>({ webhdfsPort: port(), user: "tester", ...options }, declared);
    await sink.open(context);
    return leaveOpen(sink);
  }

  function lines(count: number, from = 1): Event<string>[] {
    const headers = new Map([["timestamp", String(Date.UTC(2026, 0, 2, 3, 4, 5))]]);
    return Array.from({ length: count }, (_, index) => event(`line ${from + index} äöü`, headers));
  }

  /** Names and texts of a directory, in the order of the names. */
  async function contents(directory: string): Promise<readonly (readonly [string, string])[]> {
    const names = (await server().list(directory)).map(({ name }) => name).sort();
    return Promise.all(
      names.map(async (name) => [name, (await server().read(`${directory}/${name}`)).toString()] as const),
    );
  }

  const textOf = (events: readonly Event<string>[]) => events.map(({ body }) => `${body}\n`).join("");

  it("reads back what was written, from files with their final names", async () => {
    const sink = await open({
      path: "hdfs://127.0.0.1:8020/back/%Y-%m-%d",
      timeZone: "UTC",
      filePrefix: "flumedemo",
      fileSuffix: ".txt",
      rollCount: 100,
      rollSize: 0,
    });
    const events = lines(450);
    for (let at = 0; at < events.length; at += 90) await sink.write(events.slice(at, at + 90));
    const inUse = (await contents("/back/2026-01-02")).filter(([name]) => name.endsWith(".tmp"));
    assert.equal(inUse.length, 1);
    await sink.close();
    const files = await contents("/back/2026-01-02");
    assert.ok(
      files.every(([name]) => /^flumedemo\.\d{13}\.txt$/.test(name)),
      String(files.map(([name]) => name)),
    );
    assert.deepEqual(
      files.map(([, text]) => text.split("\n").length - 1),
      [100, 100, 100, 100, 50],
    );
    assert.equal(files.map(([, text]) => text).join(""), textOf(events));
  });

  it("completes what a copy has left that does not come back", async () => {
    const path = "hdfs://127.0.0.1:8020/left/%Y-%m-%d";
    const copy = await open({ path, timeZone: "UTC", rollCount: 0, rollSize: 0, rollInterval: 0 });
    await copy.write(lines(5));
    assert.match((await contents("/left/2026-01-02"))[0]?.[0] ?? "", /\.tmp$/);
    // Two hours later, in another container.
    const clock = manualClock(Date.now() + 7_200_000);
    const sink = await open({ path, timeZone: "UTC", adoptAfter: 3_600_000, rollInterval: 0, clock });
    await eventually("the file has its final name", async () =>
      // Only listed: a file that is renamed meanwhile cannot be read under its old name.
      (await server().list("/left/2026-01-02")).every(({ name }) => !name.endsWith(".tmp")),
    );
    await sink.close();
    assert.deepEqual(
      (await contents("/left/2026-01-02")).map(([, text]) => text),
      [textOf(lines(5))],
    );
    await copy.close();
  });

  it("takes webhdfs:// with the HTTP port, and a name node that is not there before", async () => {
    const sink = await open({ path: `webhdfs://127.0.0.1:${await freePort()},127.0.0.1:${port()}/several` });
    await sink.write(lines(3));
    await sink.close();
    assert.equal((await contents("/several"))[0]?.[1], textOf(lines(3)));
  });

  it("writes megabytes in one batch", async () => {
    const sink = await open({ path: "hdfs://127.0.0.1:8020/large", rollCount: 0, rollSize: 0 });
    const events = lines(200_000);
    await sink.write(events);
    await sink.write(events);
    await sink.close();
    assert.equal((await contents("/large"))[0]?.[1], textOf(events).repeat(2));
  });

  it("keeps names with characters that mean something elsewhere", async () => {
    const files = connect();
    const name = "/odd/a b+c%25ü;&#?'{}|=.x";
    await files.prepare("/odd");
    await files.create(`${name}.tmp`, contentOf("one\n"));
    await files.append(`${name}.tmp`, 4, contentOf("two\n"));
    assert.equal(await files.lengthOf(`${name}.tmp`), 8);
    await files.rename(`${name}.tmp`, name);
    assert.equal((await files.read(name, 4, 100)).toString(), "two\n");
    assert.deepEqual(
      (await server().list("/odd")).map((entry) => entry.name),
      [name.slice("/odd/".length)],
    );
    await files.remove(name);
    assert.equal(await files.lengthOf(name), null);
    files.close();
  });

  it("cuts files, and knows names that are taken", async () => {
    const files = connect();
    await files.create("/cut", contentOf("one\ntwo\nthree\n"));
    await files.truncate("/cut", 8);
    await files.append("/cut", 8, contentOf("four\n"));
    assert.equal((await server().read("/cut")).toString(), "one\ntwo\nfour\n");
    await assert.rejects(files.create("/cut", contentOf("x")), NameTakenError);
    await files.create("/other", contentOf("x"));
    await assert.rejects(files.rename("/other", "/cut"), NameTakenError);
    await assert.rejects(files.append("/none", 0, contentOf("x")), /hdfs:\/\/nn\/none: APPEND: FileNotFoundException/);
    await assert.rejects(files.truncate("/cut", 100), /larger file size/);
    files.close();
  });

  it("completes at the next start what a crash left in use, without the line that is not whole", async () => {
    const options = { path: "hdfs://127.0.0.1:8020/crash", retryInterval: 500 };
    const dataDir = tempFolder();
    const crashed = await open({ ...options, dataDir });
    await crashed.write(lines(5));
    const files = connect();
    const [file] = await server().list("/crash");
    await files.append(`/crash/${file?.name}`, file?.length ?? 0, contentOf("half a li"));
    files.close();
    const sink = await open({ ...options, dataDir });
    await sink.close();
    const found = await contents("/crash");
    assert.deepEqual(
      found.map(([name, text]) => [/\.\d{13}$/.test(name), text]),
      [[true, textOf(lines(5))]],
    );
    // Only lets go of what a process that has ended would not hold: its file has its final name.
    await crashed.close();
  });

  it("does not start where there is no name node, and says where it looked", async () => {
    const webhdfsPort = await freePort();
    await assert.rejects(open({ path: "hdfs://127.0.0.1:8020/x", webhdfsPort }), (error: unknown) => {
      assert.ok(error instanceof ComponentError);
      const address = `127.0.0.1:${webhdfsPort}`;
      assert.match(error.message, new RegExp(`^cannot write to hdfs://127.0.0.1:8020/x: .*${address}.*ECONNREFUSED`));
      return true;
    });
  });

  it("does not start where a file has the name of its directory", async () => {
    const files = connect();
    await files.create("/file", contentOf("x"));
    files.close();
    await assert.rejects(open({ path: "hdfs://127.0.0.1:8020/file/%Y" }), /cannot write to hdfs:.*\/file: /);
  });

  it("is complete after a DataNode was killed in the middle of an upload and came back", async function () {
    // HDFS leaves the file to the killed DataNode's lease for a minute before anyone may cut it.
    this.timeout(180_000);
    const sink = await open({
      path: "hdfs://127.0.0.1:8020/killed",
      rollCount: 0,
      rollSize: 0,
      rollInterval: 0,
      retryInterval: 1000,
      callTimeout: 5000,
    });
    // The second one has 250 MB, so that there is a middle to be killed in.
    const batches = Array.from({ length: 3 }, (_, index) => {
      const padding = "x".repeat(index === 1 ? 2500 : 500);
      return lines(100_000, 1 + index * 100_000).map(({ body, headers }) => event(`${body} ${padding}`, headers));
    });
    const failures: string[] = [];
    let killed: Promise<void> | null = null;
    for (const [index, batch] of batches.entries()) {
      for (;;) {
        const written = sink.write(batch).then(
          () => null,
          (error: Error) => error.message,
        );
        if (index === 1 && killed === null) killed = killDuringUploads("/killed", 1);
        const failure = await written;
        if (failure === null) break;
        failures.push(failure);
        if (failures.length === 3) {
          await killed;
          await server().startDataNode();
        }
        await systemClock.sleep(500);
      }
    }
    assert.ok(failures.length >= 3, `${failures.length} failures`);
    assert.match(failures.at(-1) ?? "", /^hdfs:\/\/127\.0\.0\.1:8020\/killed\/FlumeData\.\d+\.tmp: (APPEND|CREATE): /);
    await finalNamesBut("/killed", 1);
    await sink.close();
    const files = await contents("/killed");
    assert.deepEqual(
      files.filter(([name]) => name.endsWith(".tmp")),
      [],
    );
    assert.equal(files.map(([, text]) => text).join(""), batches.map(textOf).join(""));
  });

  it("has every batch once and whole after a DataNode was killed among several uploads", async function () {
    this.timeout(180_000);
    const uploads = 3;
    const sink = await open({
      path: "hdfs://127.0.0.1:8020/several-killed",
      rollCount: 0,
      rollSize: 0,
      rollInterval: 0,
      retryInterval: 1000,
      callTimeout: 5000,
      uploads,
    });
    // Three that make the files, three of 150 MB among which it is killed, and three more.
    const batches = Array.from({ length: 3 * uploads }, (_, index) => {
      const padding = "x".repeat(Math.floor(index / uploads) === 1 ? 7500 : 30);
      return lines(20_000, 1 + index * 20_000).map(({ body, headers }) => event(`${body} ${padding}`, headers));
    });
    let failures = 0;
    /** As an agent does it. */
    const untilWritten = async (batch: readonly Event<string>[]): Promise<void> => {
      for (;;) {
        try {
          return await sink.write(batch);
        } catch {
          failures += 1;
          await systemClock.sleep(500);
        }
      }
    };
    const three = (from: number) => Promise.all(batches.slice(from, from + uploads).map(untilWritten));
    await three(0);
    const large = three(uploads);
    await killDuringUploads("/several-killed", 2);
    await eventually("each upload has failed, and a second try", () => failures >= 2 * uploads, 60_000);
    await server().startDataNode();
    await large;
    await three(2 * uploads);
    await finalNamesBut("/several-killed", uploads);
    await sink.close();

    const missing = new Set(batches.map(textOf));
    for (const [name, text] of await contents("/several-killed")) {
      assert.doesNotMatch(name, /\.tmp$/);
      for (let rest = text; rest !== ""; ) {
        const found = [...missing].find((batch) => rest.startsWith(batch));
        assert.ok(found !== undefined, `${name} has something else or again: ${rest.slice(0, 20)}…`);
        missing.delete(found);
        rest = rest.slice(found.length);
      }
    }
    assert.equal(missing.size, 0);
  });

  /** Resolves when no more files than `inUse` of the directory are without their final names. */
  async function finalNamesBut(directory: string, inUse: number): Promise<void> {
    await eventually(
      "the cut files have their final names",
      async () => {
        const names = (await server().list(directory)).map(({ name }) => name);
        return names.filter((name) => name.endsWith(".tmp")).length <= inUse;
      },
      120_000,
    );
  }

  /**
   * Kills the DataNode while it has `count` files of the directory open for writing. Until then it runs for moments only:
   * an upload may be over before anybody has asked for it.
   */
  async function killDuringUploads(directory: string, count: number): Promise<void> {
    const isOpen = async (name: string): Promise<boolean> => {
      const url = `${server().webhdfs}/webhdfs/v1${directory}/${name}?op=GET_BLOCK_LOCATIONS`;
      const { LocatedBlocks } = (await (await fetch(url)).json()) as {
        LocatedBlocks: { isUnderConstruction: boolean };
      };
      return LocatedBlocks.isUnderConstruction;
    };
    const [, dataNode] = server().processIds() as [number, number];
    await eventually(
      "uploads are under way",
      async () => {
        process.kill(dataNode, "SIGSTOP");
        const names = (await server().list(directory)).map(({ name }) => name);
        if ((await Promise.all(names.map(isOpen))).filter((open) => open).length >= count) return true;
        process.kill(dataNode, "SIGCONT");
        return false;
      },
      60_000,
    );
    await server().killDataNode();
  }
});

function contentOf(text: string): Content {
  const bytes = Buffer.from(text);
  return { pieces: () => [bytes] };
}
