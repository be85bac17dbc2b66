import { join } from "node:path";
import { classPath } from "../class-path.ts";
import { freePorts } from "../free-ports.ts";
import { type Jvm, startJvm } from "../jvm.ts";
import { createRunDirectory } from "../run-directory.ts";
import { createWebHdfs, type WebHdfs } from "./web-hdfs.ts";

/** The POM whose jars the daemons run from. */
export const hdfsPom = join(import.meta.dirname, "pom.xml");

/**
 * An HDFS cluster of a NameNode and one DataNode, each a process of its own, so that the DataNode can really be killed.
 * Replication is 1 and permissions are off. The NameNode takes about eleven seconds to declare a killed DataNode dead;
 * until then it goes on sending clients to it.
 */
export interface HdfsServer extends Pick<WebHdfs, "read" | "list" | "remove"> {
  /** "http://127.0.0.1:PORT": the NameNode's HTTP address, where WebHDFS is. */
  readonly webhdfs: string;
  /** The NameNode's RPC port, of hdfs://127.0.0.1:PORT. */
  readonly rpc: number;
  /** Path of the log of both daemons. */
  readonly log: string;
  /** The ids of its processes that run. */
  processIds(): number[];
  /** The DataNode goes away by SIGKILL; its blocks and its ports stay. */
  killDataNode(): Promise<void>;
  /** Brings the DataNode back. Resolves when a file can be written and none misses a block. */
  startDataNode(): Promise<void>;
  /** Brings the DataNode back if it does not run. */
  ensureRunning(): Promise<void>;
  /** Ends the cluster for good and removes its data. */
  dispose(): Promise<void>;
}

/** Starts a cluster of the caller's own; most tests want the shared one instead. Throws ServerUnavailable. */
export async function startHdfs(): Promise<HdfsServer> {
  const jars = await classPath(hdfsPom);
  const directory = await createRunDirectory("hdfs");
  const log = join(directory.path, "server.log");
  const [rpc = 0, http = 0, data = 0, dataHttp = 0, dataRpc = 0] = await freePorts(5);
  const webhdfs = `http://127.0.0.1:${http}`;
  const files = createWebHdfs(webhdfs);
  const daemon = { classPath: jars, heap: 256, directory: directory.data, log };

  function startNameNode(): Promise<Jvm> {
    return startJvm({
      ...daemon,
      name: "the HDFS NameNode",
      // Formats and starts a NameNode in one process; the DataNode is not one of its threads but a real daemon.
      mainClass: "org.apache.hadoop.test.MiniDFSClusterManager",
      jvmOptions: [`-Dtest.build.data=${join(directory.data, "name")}`],
      args: [
        ...["-format", "-datanodes", "0", "-nnport", `${rpc}`, "-httpport", `${http}`],
        ...settings({
          ...clusterSettings,
          "dfs.permissions.enabled": false,
          // Milliseconds. A DataNode is dead after two of these and ten heartbeats: eleven minutes by default.
          "dfs.namenode.heartbeat.recheck-interval": 500,
          // Lets tests write files of several small blocks.
          "dfs.namenode.fs-limits.min-block-size": 0,
        }),
      ],
    });
  }

  function launchDataNode(): Promise<Jvm> {
    return startJvm({
      ...daemon,
      name: "the HDFS DataNode",
      mainClass: "org.apache.hadoop.hdfs.server.datanode.DataNode",
      args: settings({
        ...clusterSettings,
        "fs.defaultFS": `hdfs://127.0.0.1:${rpc}`,
        "dfs.datanode.data.dir": `file://${join(directory.data, "blocks")}`,
        "dfs.datanode.hostname": "127.0.0.1",
        "dfs.datanode.address": `127.0.0.1:${data}`,
        "dfs.datanode.http.address": `127.0.0.1:${dataHttp}`,
        "dfs.datanode.ipc.address": `127.0.0.1:${dataRpc}`,
        // It starts at the same time as the NameNode: ask every 50 ms. By default it gives up for five seconds in between.
        "ipc.client.connect.retry.interval": 50,
        "ipc.client.connect.max.retries": 1000,
        // At the end of an upload it often asks whether its block is known before it has been reported, and then sleeps
        // so many milliseconds: 400 by default, far longer than a small upload takes.
        "dfs.client.block.write.locateFollowingBlock.initial.delay.ms": 10,
      }),
    });
  }

  /** Proves the whole way: a file through NameNode and DataNode and back, and the blocks of all others reported. */
  async function probe(): Promise<void> {
    const path = "/.probe";
    await files.write(path, "probe");
    await files.read(path);
    await files.remove(path);
    const missing = await missingBlocks(webhdfs);
    if (missing > 0) throw new Error(`${missing} blocks are not reported yet`);
  }

  const [nameNode, firstDataNode] = await Promise.all([startNameNode(), launchDataNode()]);
  let dataNode = firstDataNode;
  await nameNode.answers(async () => void (await files.list("/")));
  await dataNode.answers(probe);

  async function startDataNode(): Promise<void> {
    if (dataNode.isRunning()) return;
    dataNode = await launchDataNode();
    await dataNode.answers(probe);
  }

  return {
    webhdfs,
    rpc,
    log,
    read: files.read,
    list: files.list,
    remove: files.remove,
    processIds: () => [nameNode, dataNode].filter((it) => it.isRunning()).map((it) => it.processId),
    killDataNode: () => dataNode.kill(),
    startDataNode,
    ensureRunning: startDataNode,
    async dispose() {
      await Promise.all([dataNode.kill(), nameNode.kill()]);
      await directory.removeData();
    },
  };
}

const clusterSettings = {
  "dfs.replication": 1,
  // Seconds.
  "dfs.heartbeat.interval": 1,
};

/** Hadoop's generic options for a set of configuration keys. */
function settings(values: Readonly<Record<string, string | number | boolean>>): string[] {
  return Object.entries(values).flatMap(([key, value]) => ["-D", `${key}=${value}`]);
}

async function missingBlocks(webhdfs: string): Promise<number> {
  const bean = "Hadoop:service=NameNode,name=FSNamesystem";
  const response = await fetch(`${webhdfs}/jmx?qry=${bean}`);
  const { beans } = (await response.json()) as { beans: { MissingBlocks: number }[] };
  const [namesystem] = beans;
  if (namesystem === undefined) throw new Error("the NameNode does not report its blocks");
  return namesystem.MissingBlocks;
}
