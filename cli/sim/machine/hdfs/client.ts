import { DiskError } from "../disk.ts";
import type { Machine } from "../machine.ts";
import type { SimulatedProcess } from "../process.ts";
import { type Answer, type ClusterFile, json, NameNode, refusal } from "./name-node.ts";

/** A request of WebHDFS, as the HDFS connector makes it. */
interface Request {
  readonly method: string;
  readonly url: string;
  readonly body?: AsyncIterable<Uint8Array>;
}

/** The class of errors of connections that were never there. */
type MakeError = new (message: string) => Error;

/** Where WebHDFS is on a server. */
const PREFIX = "/webhdfs/v1";

/** How long the cluster keeps a file for a DataNode that is gone, at most, in ms. */
const LONGEST_LEASE = 8000;

/** Answers a request to the name node or to the DataNode. */
export async function exchange(process: SimulatedProcess, request: Request, makeError: MakeError): Promise<Answer> {
  const { pathname, searchParams, hostname } = new URL(request.url);
  const path = decodeURIComponent(pathname);
  if (hostname !== "datanode") return await askNameNode(process, path.slice(PREFIX.length), searchParams);
  await process
    .call("connect", null, () => {}, "connect to a DataNode")
    .catch((error: Error) => {
      throw new makeError(`datanode: ${error.message}`);
    });
  const node = process.machine.part(NameNode);
  if (searchParams.get("op") === "OPEN") {
    const offset = Number(searchParams.get("offset"));
    const bytes = node.files.get(path)?.bytes.subarray(offset, offset + Number(searchParams.get("length")));
    return { status: 200, location: null, body: bytes ?? Buffer.alloc(0) };
  }
  return await upload(process, path, request.body ?? NOTHING, searchParams.get("op")!);
}

/** What is used of the package `webhdfs`. */
export function webHdfs(process: () => SimulatedProcess) {
  const send = (op: string, path: string, query: Readonly<Record<string, string>> = {}) => {
    const answer = askNameNode(process(), decodeURIComponent(path), new URLSearchParams(query), op);
    const request = {
      on(event: string, listener: (given: unknown) => void) {
        const done = ({ status, body }: Answer) => listener({ statusCode: status, headers: {}, body });
        void (event === "complete" ? answer.then(done, () => {}) : answer.catch(listener));
        return request;
      },
      abort: () => {},
    };
    return request;
  };
  return {
    createClient: () => ({
      stat: (path: string) => send("GETFILESTATUS", path),
      mkdir: (path: string) => send("MKDIRS", path),
      rename: (path: string, destination: string) => send("RENAME", path, { destination }),
      unlink: (path: string) => send("DELETE", path),
    }),
  };
}

async function* none(): AsyncGenerator<Uint8Array> {}
const NOTHING = { [Symbol.asyncIterator]: none };

function askNameNode(
  process: SimulatedProcess,
  path: string,
  query: URLSearchParams,
  op = query.get("op")!,
): Promise<Answer> {
  const { faults } = process.machine;
  const kind = changingOps.has(op) ? "change a name" : "ask a name node";
  return process.call(
    op,
    path,
    () => {
      if (faults.of("stand by") !== null) return refusal("StandbyException", "the name node is on standby");
      const answer = process.machine.part(NameNode).ask(op, path, query);
      const code = faults.of("answer of HDFS");
      if (code !== null) throw new DiskError(code);
      return answer;
    },
    kind,
  );
}

const changingOps: ReadonlySet<string> = new Set(["MKDIRS", "TRUNCATE", "RENAME", "DELETE"]);

/** Bytes arrive piece by piece. Where the connection drops, or the program ends, those that came are there, and somebody holds the file. */
async function upload(
  process: SimulatedProcess,
  path: string,
  body: AsyncIterable<Uint8Array>,
  op: string,
): Promise<Answer> {
  const { machine } = process;
  const { files } = machine.part(NameNode);
  const before = files.get(path);
  if (op === "CREATE" && before !== undefined) return refusal("FileAlreadyExistsException", `${path} exists`);
  if (op === "APPEND" && before === undefined) return refusal("FileNotFoundException", path, 404);
  const file: ClusterFile = before ?? { bytes: Buffer.alloc(0), modified: 0, heldUntil: 0, shown: 0 };
  files.set(path, file);
  file.shown = file.bytes.length;
  file.heldUntil = Number.POSITIVE_INFINITY;
  const letGo = () => {
    if (file.heldUntil !== Number.POSITIVE_INFINITY) return;
    // The DataNode takes the end of the connection for the end of the file, or nobody knows of it for a while.
    const isClosed = machine.random.chance(0.5);
    file.heldUntil = isClosed ? 0 : machine.scheduler.now + machine.random.real() * LONGEST_LEASE;
  };
  process.releases.push(letGo);
  try {
    for await (const piece of body) {
      const bytes = Buffer.from(piece);
      const came = await process.call("write", path, () => receive(machine, file, bytes), "upload a piece");
      if (came < bytes.length) break;
    }
    return await process.call(
      "close",
      path,
      () => {
        file.heldUntil = 0;
        file.modified = machine.scheduler.now;
        if (machine.faults.of("answer of HDFS") !== null) throw new DiskError("ECONNRESET");
        return json(op === "CREATE" ? 201 : 200, {});
      },
      "complete a file",
    );
  } catch (error) {
    letGo();
    throw error;
  }
}

/** Adds bytes to a file. Where the connection breaks some of them are missing, and the sender may not hear of that. */
function receive(machine: Machine, file: ClusterFile, bytes: Buffer): number {
  const isCut = bytes.length > 0 && machine.faults.of("upload") !== null;
  const some = isCut ? bytes.subarray(0, machine.random.between(0, bytes.length - 1)) : bytes;
  file.bytes = Buffer.concat([file.bytes, some]);
  if (isCut && machine.random.chance(0.7)) throw new DiskError("ECONNRESET");
  return some.length;
}
