import type { Client, SentRequest } from "webhdfs";
import { messageOf } from "../../../runtime/contract/message-of.ts";
import type { Clock } from "../../../runtime/system/clock.ts";
import { Agent, SecureAgent } from "../../../runtime/system/network.ts";
import {
  type Content,
  type FileState,
  NameRefusedError,
  NameTakenError,
  StoreError,
} from "../../support/rolling/file-store.ts";
import type { FileSystem, Listed } from "../../support/rolling/renaming/file-system.ts";
import type { NameNodeAddress } from "../location.ts";
import { type Answer, fieldOf, jsonOf, RemoteError, remoteError } from "./answer.ts";
import { callWithTimeout } from "./call-with-timeout.ts";
import { Counted } from "./counted.ts";
import { exchange, NotConnectedError } from "./exchange.ts";
import { escapePath, type NameNode, NameNodes, type NameNodesOptions } from "./name-nodes.ts";

/** How files are made. */
export interface Making {
  /** In octal digits. */
  readonly filePermissions: string;
  readonly directoryPermissions: string;
  /** Copies of each block, and bytes of one; null is what the cluster has. */
  readonly replication: number | null;
  readonly blockSize: number | null;
}

/** Other DataNodes are asked for so many times when one does not answer. */
const UPLOAD_TRIES = 3;

/** DataNodes answer 400 to a longer first line of a request (Netty's HttpObjectDecoder), whose query adds to a path. */
const LONGEST_ADDRESS = 4000;

/** Wait in ms before asking again whether a lease is released or a cut is finished. */
const RECOVERY_PAUSE = 250;

/**
 * How long, in ms, a DataNode may take to make a file after its answer is lost: a busy one has read the request, and not
 * yet asked the name node.
 */
const LATE = 10_000;

/** By these a name node says that someone, perhaps a DataNode that is gone, still holds the file. */
const BUSY = ["AlreadyBeingCreatedException", "RecoveryInProgressException"];

/** What is at a path. */
type Status = { readonly type: string; readonly length: number };

/** Bytes on their way to a file. */
interface Upload {
  readonly method: "PUT" | "POST";
  readonly op: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** How many bytes the file has already. */
  readonly before: number;
  readonly content: Content;
}

/**
 * HDFS over WebHDFS. An upload is one request, and its bytes are safe once it is answered; as a DataNode takes a
 * connection that dropped half-way for the end of the file, the length is asked for after each. Calls to HDFS are
 * bounded in time. What `unknown` outcomes left is found out later, by `truncate` and `remove`.
 */
export class WebHdfsFileSystem implements FileSystem {
  readonly name: string;
  /** A DataNode that loses power has a shorter file, which the other copies mend. */
  readonly leavesGaps = false;
  readonly #nodes: NameNodes;
  readonly #callTimeout: number;
  readonly #clock: Clock;
  readonly #making: Making;
  /** Files that a DataNode may still make, though nobody waits for its answer, and until when. */
  readonly #late = new Map<string, number>();
  // DataNodes close the connection after each answer: keeping it would only mean to find it closed.
  readonly #agent = new Agent();
  readonly #secureAgent: SecureAgent;

  constructor(
    { name, nameNodes }: { readonly name: string; readonly nameNodes: readonly NameNodeAddress[] },
    options: NameNodesOptions & Making,
    clock: Clock,
  ) {
    this.name = name;
    this.#nodes = new NameNodes(nameNodes, options, clock);
    this.#callTimeout = options.callTimeout;
    this.#making = options;
    this.#secureAgent = new SecureAgent(options.tls);
    this.#clock = clock;
  }

  async prepare(directory: string): Promise<void> {
    const made = await this.#send("MKDIRS", directory, (client) =>
      client.mkdir(escapePath(directory), this.#making.directoryPermissions, ignore),
    );
    const status = await this.#statusOf(directory);
    if (!isTrue(made) || status?.type !== "DIRECTORY")
      throw this.#error("MKDIRS", directory, "there is something else of that name");
    const access = await this.#ask("CHECKACCESS", directory, (node) =>
      node.ask("GET", directory, { op: "CHECKACCESS", fsaction: "-wx" }),
    );
    if (access.status !== 200) throw this.#error("CHECKACCESS", directory, remoteError(access));
  }

  create(path: string, content: Content): Promise<number> {
    const { filePermissions, replication, blockSize } = this.#making;
    const query = {
      overwrite: "false",
      permission: filePermissions,
      ...(replication === null ? {} : { replication: String(replication) }),
      ...(blockSize === null ? {} : { blocksize: String(blockSize) }),
    };
    return this.#upload({ method: "PUT", op: "CREATE", path, query, before: 0, content });
  }

  append(path: string, length: number, content: Content): Promise<number> {
    return this.#upload({ method: "POST", op: "APPEND", path, query: {}, before: length, content });
  }

  async lengthOf(path: string): Promise<number | null> {
    const status = await this.#statusOf(path);
    if (status !== null && status.type !== "FILE") throw this.#error("GETFILESTATUS", path, "it is a directory");
    return status?.length ?? null;
  }

  async read(path: string, offset: number, length: number): Promise<Buffer> {
    const redirect = await this.#ask("OPEN", path, (node) => node.ask("GET", path, { op: "OPEN", offset, length }));
    if (redirect.location === null) throw this.#error("OPEN", path, remoteError(redirect));
    const answer = await this.#atDataNode("GET", "OPEN", redirect.location);
    if (answer.status !== 200) throw this.#error("OPEN", path, remoteError(answer));
    return answer.body;
  }

  async truncate(path: string, length: number): Promise<void> {
    const deadline = this.#clock.now() + (this.#callTimeout || Number.POSITIVE_INFINITY);
    for (;;) {
      const answer = await this.#ask("TRUNCATE", path, (node) =>
        node.ask("POST", path, { op: "TRUNCATE", newlength: length }),
      );
      // False is a cut that has begun. Asked again it is true once the file has that length and nobody holds it.
      if (isTrue(answer)) break;
      const refusal = answer.status === 200 ? null : remoteError(answer);
      if (refusal !== null && !BUSY.includes(refusal.exception))
        throw this.#refused("TRUNCATE", path, refusal, "unknown");
      if (this.#clock.now() >= deadline)
        throw this.#error("TRUNCATE", path, refusal ?? "it has begun and is not finished");
      await this.#clock.sleep(RECOVERY_PAUSE);
    }
    const found = await this.lengthOf(path);
    if (found !== length) throw this.#error("TRUNCATE", path, `it is ${found} bytes long, not ${length}`);
  }

  async rename(from: string, to: string): Promise<void> {
    if (from === to) return;
    let refusal = "it was refused";
    try {
      const answer = await this.#send("RENAME", from, (client) => client.rename(escapePath(from), to, ignore));
      if (answer.status !== 200) refusal = remoteError(answer).message;
    } catch (error) {
      refusal = messageOf(error);
    }
    // Whatever was answered: the paths themselves say what happened, and also tell a lost answer from a refusal.
    const [source, target] = await Promise.all([this.#statusOf(from), this.#statusOf(to)]);
    if (source === null && target?.type === "FILE") return;
    if (source === null) throw this.#error("RENAME", from, `neither it nor ${to} is there`, "foreign");
    if (target !== null) throw new NameTakenError(this.name + to);
    throw this.#error("RENAME", from, refusal);
  }

  async remove(path: string): Promise<void> {
    const until = this.#late.get(path) ?? 0;
    while (!(await this.#removeOnce(path)) && this.#clock.now() < until) await this.#clock.sleep(RECOVERY_PAUSE);
    this.#late.delete(path);
  }

  /** Whether there was a file. */
  async #removeOnce(path: string): Promise<boolean> {
    const answer = await this.#send("DELETE", path, (client) => client.unlink(escapePath(path), false, ignore));
    if (answer.status !== 200) {
      const refusal = remoteError(answer);
      if (refusesName(refusal)) return false;
      throw this.#error("DELETE", path, refusal);
    }
    if (isTrue(answer)) return true;
    if ((await this.#statusOf(path)) !== null) throw this.#error("DELETE", path, "it was refused");
    return false;
  }

  async list(directory: string): Promise<readonly Listed[]> {
    const answer = await this.#ask("LISTSTATUS", directory, (node) => node.ask("GET", directory, { op: "LISTSTATUS" }));
    const statuses = fieldOf(fieldOf(jsonOf(answer), "FileStatuses"), "FileStatus");
    if (answer.status === 200 && Array.isArray(statuses)) return statuses.flatMap(listed);
    const refusal = remoteError(answer);
    if (refusal.exception === "FileNotFoundException") return [];
    throw this.#error("LISTSTATUS", directory, refusal);
  }

  close(): void {
    this.#nodes.close();
    this.#agent.destroy();
    this.#secureAgent.destroy();
  }

  /** Asks a name node for a DataNode and sends it the bytes, which follow `before` others. Resolves to how many. */
  async #upload({ method, op, path, query, before, content }: Upload): Promise<number> {
    const unreached: string[] = [];
    const excluded: string[] = [];
    for (;;) {
      const parameters: Record<string, string> = { op, ...query };
      if (excluded.length > 0) parameters["excludedatanodes"] = excluded.join(",");
      const redirect = await this.#ask(op, path, (node) => node.ask(method, path, parameters), "unchanged");
      if (redirect.location === null) {
        const refusal = remoteError(redirect);
        const why = [...unreached, refusal.message].join("; ");
        throw this.#refused(op, path, new RemoteError(refusal.exception, why), "unchanged");
      }
      const body = new Counted(content);
      try {
        const answer = await this.#atDataNode(method, op, redirect.location, body);
        if (answer.status === 400 && redirect.location.length > LONGEST_ADDRESS)
          throw new NameRefusedError(this.name + path, "it is longer than a DataNode takes");
        if (answer.status !== 200 && answer.status !== 201)
          throw this.#refused(op, path, remoteError(answer), "unknown");
        return await this.#prove(op, path, before, body);
      } catch (error) {
        if (error instanceof StoreError) throw error;
        if (!(error instanceof NotConnectedError)) return this.#proveUnanswered(op, path, before, body, error);
        unreached.push(error.message);
        excluded.push(new URL(redirect.location).hostname);
        if (unreached.length === UPLOAD_TRIES) throw this.#error(op, path, unreached.join("; "), "unchanged");
      }
    }
  }

  #atDataNode(
    method: "GET" | "PUT" | "POST",
    op: string,
    url: string,
    body?: AsyncIterable<Uint8Array>,
  ): Promise<Answer> {
    const what = `${op} at ${new URL(url).host}`;
    return callWithTimeout(this.#callTimeout, what, this.#clock, (signal) =>
      exchange({ method, url, agent: url.startsWith("https:") ? this.#secureAgent : this.#agent, body, signal }),
    );
  }

  /** A DataNode also answers 201 when the file is shorter than what was sent to it. */
  async #prove(op: string, path: string, before: number, { size, isWhole }: Counted): Promise<number> {
    const length = before + size;
    const found = await this.lengthOf(path);
    if (found === length && isWhole) return size;
    const state = found === null || (found > length && isWhole) ? "foreign" : "unknown";
    throw this.#error(op, path, `it is ${found ?? 0} bytes long, not ${length}${isWhole ? "" : " and more"}`, state);
  }

  /** The answer is lost; when all bytes are there nothing else is. */
  async #proveUnanswered(
    op: string,
    path: string,
    before: number,
    { size, isWhole }: Counted,
    error: unknown,
  ): Promise<number> {
    const found = isWhole ? await this.lengthOf(path).catch(() => null) : null;
    if (found === before + size) return size;
    if (op === "CREATE") this.#late.set(path, this.#clock.now() + LATE);
    throw this.#error(op, path, error);
  }

  async #statusOf(path: string): Promise<Status | null> {
    const answer = await this.#send("GETFILESTATUS", path, (client) => client.stat(escapePath(path), ignore));
    const status = fieldOf(jsonOf(answer), "FileStatus");
    const [type, length] = [fieldOf(status, "type"), fieldOf(status, "length")];
    if (answer.status === 200 && typeof type === "string" && typeof length === "number") return { type, length };
    const refusal = remoteError(answer);
    if (refusal.exception === "FileNotFoundException" || refusesName(refusal)) return null;
    throw this.#error("GETFILESTATUS", path, refusal);
  }

  #send(op: string, path: string, call: (client: Client) => SentRequest): Promise<Answer> {
    return this.#ask(op, path, (node) => node.send(call));
  }

  async #ask(
    op: string,
    path: string,
    call: (node: NameNode) => Promise<Answer>,
    state: FileState = "unknown",
  ): Promise<Answer> {
    try {
      return await this.#nodes.ask(op, call);
    } catch (error) {
      throw this.#error(op, path, error, state);
    }
  }

  #refused(op: string, path: string, refusal: RemoteError, state: FileState): StoreError {
    const { exception } = refusal;
    if (exception === "FileNotFoundException") return this.#error(op, path, refusal, "foreign");
    // A cut of a file that is shorter already.
    if (op === "TRUNCATE" && exception.endsWith("IllegalArgumentException"))
      return this.#error(op, path, refusal, "foreign");
    const isTaken = exception === "FileAlreadyExistsException" || exception === "AlreadyBeingCreatedException";
    if (op === "CREATE" && isTaken) return new NameTakenError(this.name + path);
    if (op === "CREATE" && refusesName(refusal))
      return new NameRefusedError(this.name + path, refusal.message, { cause: refusal });
    return this.#error(op, path, refusal, state);
  }

  #error(op: string, path: string, cause: unknown, state: FileState = "unknown"): StoreError {
    const message = messageOf(cause);
    const text = message.startsWith(op) ? message : `${op}: ${message}`;
    return new StoreError(`${this.name}${path}: ${text}`, state, { cause });
  }
}

/**
 * Whether a name node takes a path for wrong as it is: too long, too deep, or below a file. Of some refusals only the
 * message tells that (FSDirectory.verifyMaxComponentLength, FSPermissionChecker, NameNodeRpcServer.create).
 */
function refusesName({ exception, message }: RemoteError): boolean {
  if (/^(InvalidPath|ParentNotDirectory|PathComponentTooLong)Exception$/.test(exception)) return true;
  return /Pathname too long|maximum path component name limit|\(is not a directory\)/.test(message);
}

function ignore(): void {}

function listed(status: unknown): Listed[] {
  const [name, type] = [fieldOf(status, "pathSuffix"), fieldOf(status, "type")];
  const modified = fieldOf(status, "modificationTime");
  if (typeof name !== "string" || typeof modified !== "number") return [];
  return [{ name, isDirectory: type === "DIRECTORY", modified }];
}

function isTrue(answer: Answer): boolean {
  return answer.status === 200 && fieldOf(jsonOf(answer), "boolean") === true;
}
