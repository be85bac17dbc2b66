import assert from "node:assert/strict";
import { ComponentError } from "../../../runtime/contract/errors.ts";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { Secret } from "../../../runtime/contract/secret.ts";
import type { HdfsOptions } from "../../../stdlib/hdfs/hdfs.options.ts";
import { hdfs } from "../../../stdlib/hdfs/hdfs.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { certificates } from "../../support/certificates.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";
import { type SecureFront, secureFront } from "./secure-front.ts";

serverSuite("hdfs", "hdfs on a cluster behind a gateway with TLS", (server) => {
  const tempFolder = tempFolders();
  const made = certificates();
  const prefix = "/gateway/default/webhdfs/v1";
  let front: SecureFront;

  beforeEach(async () => {
    front = await secureFront(server().webhdfs, prefix, made());
  });

  afterEach(() => front.close());

  const sinkTo = (options: Partial<HdfsOptions<string>>) =>
    hdfs<string>(
      {
        path: `swebhdfs://localhost:${front.port}/secure`,
        pathPrefix: prefix,
        tlsCa: made().ca,
        tlsCert: made().clientCert,
        tlsKey: made().clientKey,
        rollCount: 0,
        rollSize: 0,
        ...options,
      },
      { name: "wh.hd", place: "wh.flow:4:11", element: t.string },
    );

  it("shows its token and no name, and makes files as it was told", async () => {
    const token = "HAAGdGVzdGVyBnRlc3RlcgA";
    const sink = sinkTo({
      delegationToken: new Secret("token", "t.flow:1:1", () => token),
      replication: 1,
      blockSize: 2_097_152,
      filePermissions: "640",
      directoryPermissions: "750",
    });
    await sink.open(testContext({ dataDir: tempFolder() }));
    await sink.write([event("one")]);
    await sink.write([event("two")]);
    await sink.close();

    const [file, ...others] = await server().list("/secure");
    assert.ok(file !== undefined && others.length === 0);
    assert.equal((await server().read(`/secure/${file.name}`)).toString(), "one\ntwo\n");
    const asked = await fetch(`${server().webhdfs}/webhdfs/v1/secure/${file.name}?op=GETFILESTATUS`);
    const { FileStatus } = (await asked.json()) as { FileStatus: Readonly<Record<string, unknown>> };
    assert.deepEqual(
      [FileStatus["replication"], FileStatus["blockSize"], FileStatus["permission"]],
      [1, 2_097_152, "640"],
    );
    const atNameNode = front.requests.filter(({ pathname }) => pathname.startsWith(prefix));
    assert.ok(atNameNode.length > 5);
    for (const { searchParams } of atNameNode) {
      assert.deepEqual([searchParams.get("delegation"), searchParams.get("user.name")], [token, null]);
    }
    assert.ok(front.requests.length > atNameNode.length, "uploads go through the gateway, too");
  });

  it("does not start where it does not trust the server, and says nothing of the token", async () => {
    const sink = sinkTo({ tlsCa: null, delegationToken: new Secret("token", "t.flow:1:1", () => "HAAGdGVzdGVy") });
    await assert.rejects(sink.open(testContext({ dataDir: tempFolder() })), (error: unknown) => {
      assert.ok(error instanceof ComponentError);
      assert.match(error.message, /MKDIRS: no name node takes it: localhost:\d+: (unable to|self-signed)/);
      assert.doesNotMatch(error.message, /HAAG/);
      return true;
    });
    assert.equal(front.requests.length, 0);
  });

  it("does not start with permissions that are not octal digits", async () => {
    const sink = sinkTo({ filePermissions: "rw-" });
    const message = /filePermissions is "rw-"; it has three or four octal digits, such as "640"/;
    await assert.rejects(sink.open(testContext({ dataDir: tempFolder() })), message);
  });
});
