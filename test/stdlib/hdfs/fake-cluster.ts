import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What a server does instead of answering a call as it should. */
export type Trouble =
  /** Answers 503, having done nothing. */
  | "503"
  /** Never answers. */
  | "hang"
  /** Takes the connection away, having done nothing. */
  | "drop"
  /** Does what was asked, and takes the connection away instead of saying so. */
  | "loseAnswer"
  /** Takes the connection away in the middle of the body; as real DataNodes, it keeps what came as a whole file. */
  | "dropMidBody"
  /** Answers as if all went well, having stored half. */
  | "storeHalf"
  /** Answers 200 with `{"boolean": false}`, having done nothing. */
  | "false"
  /** Answers 200 with `null`. */
  | "null"
  | "StandbyException"
  | "AlreadyBeingCreatedException";

export interface FakeCluster {
  readonly nameNode: { readonly host: string; readonly port: number };
  readonly files: Map<string, Buffer>;
  /** `op path` of all calls that arrived. */
  readonly calls: string[];
  /** The next call of `op` at the name node, or the upload of it at the DataNode. */
  next(op: string, at: "nameNode" | "dataNode", ...troubles: readonly Trouble[]): void;
  /** The DataNode refuses connections from now on. */
  closeDataNode(): Promise<void>;
  close(): Promise<void>;
}

/** A WebHDFS cluster in memory, for what a real one cannot be made to do. */
export async function fakeCluster(): Promise<FakeCluster> {
  const files = new Map<string, Buffer>();
  const directories = new Set<string>(["/"]);
  const calls: string[] = [];
  const troubles = new Map<string, Trouble[]>();
  const nameNode = await listen(nameNodeCall);
  const dataNode = await listen(dataNodeCall);

  function troubleOf(op: string, at: string): Trouble | undefined {
    return troubles.get(`${op} ${at}`)?.shift();
  }

  async function nameNodeCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { op, path, query } = callOf(request);
    calls.push(`${op} ${path}`);
    const trouble = troubleOf(op, "nameNode");
    if (trouble !== undefined && trouble !== "loseAnswer") return inTrouble(trouble, request, response);
    const answer = answerOf(op, path, query);
    if (trouble === "loseAnswer") {
      request.socket.destroy();
    } else if (answer === "redirect") {
      response.writeHead(307, { location: `${dataNode.url}${request.url}` }).end();
    } else if ("RemoteException" in answer) {
      json(response, answer.RemoteException.exception === "FileNotFoundException" ? 404 : 403, answer);
    } else {
      json(response, 200, answer);
    }
  }

  function answerOf(op: string, path: string, query: URLSearchParams) {
    switch (op) {
      case "CREATE":
        return "redirect";
      case "APPEND":
      case "OPEN":
        return files.has(path) ? "redirect" : remote("FileNotFoundException");
      case "MKDIRS":
        directories.add(path);
        return { boolean: true };
      case "CHECKACCESS":
        return {};
      case "GETFILESTATUS": {
        const file = files.get(path);
        if (file !== undefined) return { FileStatus: { type: "FILE", length: file.length } };
        return directories.has(path)
          ? { FileStatus: { type: "DIRECTORY", length: 0 } }
          : remote("FileNotFoundException");
      }
      case "TRUNCATE": {
        const file = files.get(path);
        const length = Number(query.get("newlength"));
        if (file === undefined) return remote("FileNotFoundException");
        if (file.length < length) return remote("HadoopIllegalArgumentException");
        files.set(path, file.subarray(0, length));
        return { boolean: true };
      }
      case "RENAME": {
        const file = files.get(path);
        const to = query.get("destination") ?? "";
        if (file === undefined || files.has(to)) return { boolean: false };
        files.delete(path);
        files.set(to, file);
        return { boolean: true };
      }
      case "DELETE":
        return { boolean: files.delete(path) };
      default:
        return remote("UnsupportedOperationException");
    }
  }

  async function dataNodeCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { op, path } = callOf(request);
    const trouble = troubleOf(op, "dataNode");
    const before = op === "APPEND" ? (files.get(path) ?? Buffer.alloc(0)) : Buffer.alloc(0);
    const store = (bytes: Buffer) => files.set(path, Buffer.concat([before, bytes]));
    if (trouble === "dropMidBody") {
      const [first] = await firstChunk(request);
      store(first.subarray(0, first.length / 2));
      request.socket.destroy();
      return;
    }
    const body = await bodyOf(request);
    const done = () => response.writeHead(op === "CREATE" ? 201 : 200).end();
    if (trouble === "loseAnswer") {
      store(body);
      request.socket.destroy();
    } else if (trouble === "storeHalf") {
      store(body.subarray(0, body.length / 2));
      done();
    } else if (trouble !== undefined) {
      inTrouble(trouble, request, response);
    } else if (op === "OPEN") {
      response.writeHead(200).end(files.get(path));
    } else if (op === "CREATE" && files.has(path)) {
      json(response, 403, remote("FileAlreadyExistsException"));
    } else {
      store(body);
      done();
    }
  }

  return {
    nameNode: { host: "127.0.0.1", port: nameNode.port },
    files,
    calls,
    next: (op, at, ...these) => void troubles.set(`${op} ${at}`, [...these]),
    closeDataNode: dataNode.close,
    close: async () => void (await Promise.all([nameNode.close(), dataNode.close()])),
  };
}

function inTrouble(trouble: Trouble, request: IncomingMessage, response: ServerResponse): void {
  switch (trouble) {
    case "hang":
      break;
    case "503":
      response.writeHead(503).end("busy");
      break;
    case "false":
      json(response, 200, { boolean: false });
      break;
    case "null":
      json(response, 200, null);
      break;
    case "StandbyException":
    case "AlreadyBeingCreatedException":
      json(response, 403, remote(trouble));
      break;
    default:
      request.socket.destroy();
  }
}

function remote(exception: string) {
  return { RemoteException: { exception, javaClassName: exception, message: `it is so\n\tat java` } };
}

function callOf(request: IncomingMessage) {
  const url = new URL(request.url ?? "/", "http://fake");
  const path = decodeURIComponent(url.pathname.replace(/^\/webhdfs\/v1/, "")) || "/";
  return { op: (url.searchParams.get("op") ?? "").toUpperCase(), path, query: url.searchParams };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function firstChunk(request: IncomingMessage): Promise<[Buffer]> {
  return new Promise((resolve) => request.once("data", (chunk: Buffer) => resolve([chunk])));
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((request, response) => {
    // A body that is cut off by the other side.
    handle(request, response).catch(() => request.socket.destroy());
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port, url: `http://127.0.0.1:${port}`, close };
}
