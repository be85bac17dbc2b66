import assert from "node:assert/strict";
import { systemClock } from "../../../runtime/system/clock.ts";
import { WebHdfsFileSystem } from "../../../stdlib/hdfs/web/webhdfs-file-system.ts";
import {
  type Content,
  type FileState,
  NameTakenError,
  StoreError,
} from "../../../stdlib/support/rolling/file-store.ts";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { clusterOptions } from "./cluster-options.ts";
import { type FakeCluster, fakeCluster } from "./fake-cluster.ts";

describe("WebHDFS that does not do as it should", () => {
  let cluster: FakeCluster;
  const opened: WebHdfsFileSystem[] = [];

  beforeEach(async () => {
    cluster = await fakeCluster();
  });

  afterEach(async () => {
    for (const files of opened.splice(0)) files.close();
    await cluster.close();
  });

  function connect(
    options: { readonly callTimeout?: number; readonly before?: readonly number[] } = {},
  ): WebHdfsFileSystem {
    const others = (options.before ?? []).map((port) => ({ host: "127.0.0.1", port }));
    const files = new WebHdfsFileSystem(
      { name: "hdfs://nn", nameNodes: [...others, cluster.nameNode] },
      { ...clusterOptions, callTimeout: options.callTimeout ?? 10_000 },
      systemClock,
    );
    opened.push(files);
    return files;
  }

  async function fails(call: Promise<unknown>, state: FileState, message: RegExp): Promise<void> {
    await assert.rejects(call, (error: unknown) => {
      assert.ok(error instanceof StoreError, String(error));
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n/);
      assert.equal(error.state, state);
      return true;
    });
  }

  const text = (path: string) => cluster.files.get(path)?.toString();
  const bytes = Buffer.from("one\ntwo\n");
  const content = contentOf(bytes);

  it("works as it should otherwise", async () => {
    const files = connect();
    await files.prepare("/logs");
    await files.create("/logs/a ü%.tmp", content);
    await files.append("/logs/a ü%.tmp", 8, contentOf(Buffer.from("three\n")));
    assert.equal(await files.lengthOf("/logs/a ü%.tmp"), 14);
    await files.truncate("/logs/a ü%.tmp", 4);
    await files.rename("/logs/a ü%.tmp", "/logs/a ü%");
    assert.equal(text("/logs/a ü%"), "one\n");
    assert.equal((await files.read("/logs/a ü%", 0, 100)).toString(), "one\n");
    await files.remove("/logs/a ü%");
    await files.remove("/logs/a ü%");
    assert.equal(await files.lengthOf("/logs/a ü%"), null);
  });

  describe("at an upload", () => {
    for (const [trouble, state, message] of [
      ["503", "unknown", /CREATE: HTTP 503/],
      ["drop", "unknown", /CREATE: .*(hang up|ECONNRESET)/],
      ["dropMidBody", "unknown", /CREATE: .*(hang up|ECONNRESET|EPIPE)/],
      ["storeHalf", "unknown", /CREATE: it is 4 bytes long, not 8/],
    ] as const) {
      it(`${trouble} is not taken for success`, async () => {
        cluster.next("CREATE", "dataNode", trouble);
        await fails(connect().create("/f", content), state, message);
      });
    }

    it("a large body that is cut off is not taken for success", async () => {
      cluster.next("CREATE", "dataNode", "dropMidBody");
      await fails(connect().create("/f", contentOf(Buffer.alloc(20_000_000))), "unknown", /CREATE: /);
      assert.ok((text("/f")?.length ?? 0) > 0, "the fake kept a part, as a DataNode does");
    });

    it("a hang ends in time", async () => {
      cluster.next("CREATE", "dataNode", "hang");
      await fails(connect({ callTimeout: 200 }).create("/f", content), "unknown", /CREATE at .*: no answer in 200 ms/);
    });

    it("a lost answer is success when all bytes are there", async () => {
      cluster.next("CREATE", "dataNode", "loseAnswer");
      cluster.next("APPEND", "dataNode", "loseAnswer");
      const files = connect();
      await files.create("/f", content);
      await files.append("/f", 8, content);
      assert.equal(text("/f"), "one\ntwo\none\ntwo\n");
    });

    it("what a slow DataNode makes of it afterwards is removed, too", async () => {
      cluster.next("CREATE", "dataNode", "hang");
      const files = connect({ callTimeout: 200 });
      await assert.rejects(files.create("/f", content), /no answer/);
      const removed = files.remove("/f");
      await eventually("it was looked for", () => cluster.calls.includes("GETFILESTATUS /f"));
      cluster.files.set("/f", Buffer.from("one\n"));
      await removed;
      assert.equal(text("/f"), undefined);
    });

    it("the name node's refusal leaves things as they were", async () => {
      cluster.next("CREATE", "nameNode", "503");
      await fails(connect().create("/f", content), "unchanged", /CREATE: HTTP 503/);
      await fails(connect().append("/none", 0, content), "foreign", /APPEND: FileNotFoundException: it is so/);
    });

    it("a hanging name node leaves things as they were", async () => {
      cluster.next("CREATE", "nameNode", "hang");
      await fails(connect({ callTimeout: 200 }).create("/f", content), "unchanged", /no answer in 200 ms/);
    });

    it("a DataNode that cannot be reached leaves things as they were, and another is asked for", async () => {
      await cluster.closeDataNode();
      await fails(connect().create("/f", content), "unchanged", /CREATE: .*ECONNREFUSED/);
      assert.deepEqual(cluster.calls, ["CREATE /f", "CREATE /f", "CREATE /f"]);
    });

    it("a name that is taken is left alone", async () => {
      cluster.files.set("/f", Buffer.from("theirs"));
      await assert.rejects(connect().create("/f", content), NameTakenError);
      assert.equal(text("/f"), "theirs");
    });

    it("a file that someone else added to is theirs", async () => {
      cluster.files.set("/f", Buffer.from("more than expected"));
      await fails(connect().append("/f", 4, content), "foreign", /it is 26 bytes long, not 12/);
    });
  });

  describe("at a rename", () => {
    beforeEach(() => void cluster.files.set("/f.tmp", bytes));

    it("false is not taken for success", async () => {
      cluster.next("RENAME", "nameNode", "false");
      await fails(connect().rename("/f.tmp", "/f"), "unknown", /RENAME: it was refused/);
      assert.equal(text("/f"), undefined);
    });

    it("503 is not taken for success", async () => {
      cluster.next("RENAME", "nameNode", "503");
      await fails(connect().rename("/f.tmp", "/f"), "unknown", /RENAME: HTTP 503/);
    });

    it("a lost answer is success", async () => {
      // It is asked twice: the second time the file is no longer there.
      cluster.next("RENAME", "nameNode", "loseAnswer");
      await connect().rename("/f.tmp", "/f");
      assert.equal(text("/f"), "one\ntwo\n");
    });

    it("a name that is taken is left alone", async () => {
      cluster.files.set("/f", Buffer.from("theirs"));
      await assert.rejects(connect().rename("/f.tmp", "/f"), NameTakenError);
      assert.equal(text("/f"), "theirs");
      assert.equal(text("/f.tmp"), "one\ntwo\n");
    });

    it("a file that is gone is said to be", async () => {
      await fails(connect().rename("/gone", "/f"), "foreign", /neither it nor \/f is there/);
    });

    it("a hang ends in time", async () => {
      cluster.next("RENAME", "nameNode", "hang");
      await fails(connect({ callTimeout: 200 }).rename("/f.tmp", "/f"), "unknown", /no answer in 200 ms/);
    });
  });

  describe("at a cut", () => {
    beforeEach(() => void cluster.files.set("/f", bytes));

    it("waits for one that takes its time, and for a writer that is gone", async () => {
      cluster.next("TRUNCATE", "nameNode", "AlreadyBeingCreatedException", "false");
      await connect().truncate("/f", 4);
      assert.equal(text("/f"), "one\n");
    });

    it("does not wait for ever", async () => {
      cluster.next(
        "TRUNCATE",
        "nameNode",
        ...Array.from({ length: 10 }, () => "AlreadyBeingCreatedException" as const),
      );
      await fails(connect({ callTimeout: 300 }).truncate("/f", 4), "unknown", /TRUNCATE: AlreadyBeingCreatedException/);
    });

    it("says when the file is too short already", async () => {
      await fails(connect().truncate("/f", 100), "foreign", /HadoopIllegalArgumentException/);
    });
  });

  describe("at other calls", () => {
    it("a directory that was not made is not taken for success", async () => {
      cluster.next("MKDIRS", "nameNode", "false");
      await fails(connect().prepare("/logs"), "unknown", /MKDIRS/);
    });

    it("an answer of null is no status, and no crash", async () => {
      for (const op of ["GETFILESTATUS", "MKDIRS", "RENAME", "DELETE"]) cluster.next(op, "nameNode", "null");
      const files = connect();
      await fails(files.lengthOf("/f"), "unknown", /HTTP 200, which is not an answer of WebHDFS/);
      await fails(files.prepare("/logs"), "unknown", /MKDIRS/);
    });

    it("a connection that was closed meanwhile is opened again", async () => {
      cluster.next("GETFILESTATUS", "nameNode", "drop");
      assert.equal(await connect().lengthOf("/f"), null);
    });

    it("a delete that was not done is not taken for success", async () => {
      cluster.files.set("/f", bytes);
      cluster.next("DELETE", "nameNode", "false");
      await fails(connect().remove("/f"), "unknown", /DELETE: it was refused/);
    });
  });

  describe("with several name nodes", () => {
    it("goes to the next when one is not there, and stays", async () => {
      const files = connect({ before: [await freePort()] });
      await files.create("/f", content);
      await files.append("/f", 8, content);
      assert.equal(text("/f")?.length, 16);
    });

    it("goes to the next when one is on standby", async () => {
      const standby = await fakeCluster();
      try {
        const always = Array.from({ length: 100 }, () => "StandbyException" as const);
        for (const op of ["CREATE", "GETFILESTATUS", "RENAME"]) standby.next(op, "nameNode", ...always);
        const files = connect({ before: [standby.nameNode.port] });
        await files.create("/f", content);
        await files.rename("/f", "/g");
        assert.equal(text("/g"), "one\ntwo\n");
        // The first call found the active one; the others went straight there.
        assert.deepEqual(standby.calls, ["CREATE /f"]);
      } finally {
        await standby.close();
      }
    });

    it("says of each why it was no use", async () => {
      const port = await freePort();
      cluster.next("CREATE", "nameNode", "StandbyException");
      const message = new RegExp(
        `no name node takes it: 127.0.0.1:${port}: .*ECONNREFUSED.*; 127.0.0.1:.*StandbyException`,
      );
      await fails(connect({ before: [port] }).create("/f", content), "unchanged", message);
    });
  });
});

function contentOf(bytes: Buffer): Content {
  const middle = bytes.length / 2;
  return { pieces: () => [bytes.subarray(0, middle), bytes.subarray(middle)] };
}
