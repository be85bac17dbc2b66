import { request } from "node:http";
import { buffer } from "node:stream/consumers";

/** Bounds each request. */
const requestTimeout = 20_000;

export interface HdfsEntry {
  readonly name: string;
  readonly type: "FILE" | "DIRECTORY";
  /** Bytes; 0 for a directory. */
  readonly length: number;
}

/**
 * The few WebHDFS calls that tests need to look at a cluster from outside of the product. Each rejects with HDFS's own
 * exception and message when HDFS refuses.
 */
export interface WebHdfs {
  /** The bytes of a file. */
  read(path: string): Promise<Buffer>;
  /** The entries of a directory, by name; of a file, itself, with an empty name. */
  list(path: string): Promise<HdfsEntry[]>;
  /** Creates or replaces a file, and its directories. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Removes a file or a whole directory; nothing there is no error. */
  remove(path: string): Promise<void>;
}

/** A client for the WebHDFS address "http://HOST:PORT" of a NameNode. */
export function createWebHdfs(address: string): WebHdfs {
  function url(path: string, query: string): string {
    return `${address}/webhdfs/v1${path.split("/").map(encodeURIComponent).join("/")}?${query}`;
  }

  /** The NameNode names the DataNode that has the bytes, or takes them. */
  async function dataNodeUrl(method: string, path: string, query: string): Promise<string> {
    const answer = await exchange(method, url(path, `${query}&noredirect=true`));
    return (JSON.parse(answer.toString()) as { Location: string }).Location;
  }

  return {
    async read(path) {
      return exchange("GET", await dataNodeUrl("GET", path, "op=OPEN"));
    },
    async list(path) {
      const answer = await exchange("GET", url(path, "op=LISTSTATUS"));
      const { FileStatuses } = JSON.parse(answer.toString()) as ListStatus;
      return FileStatuses.FileStatus.map(({ pathSuffix, type, length }) => ({ name: pathSuffix, type, length }));
    },
    async write(path, content) {
      await exchange("PUT", await dataNodeUrl("PUT", path, "op=CREATE&overwrite=true"), content);
    },
    async remove(path) {
      await exchange("DELETE", url(path, "op=DELETE&recursive=true"));
    },
  };
}

interface ListStatus {
  readonly FileStatuses: {
    readonly FileStatus: readonly { pathSuffix: string; type: "FILE" | "DIRECTORY"; length: number }[];
  };
}

/**
 * One HTTP exchange; rejects unless the answer is a success. Not by `fetch`: a DataNode answers an upload with
 * "100 Continue" although nobody asked for it, and fetch in Node 20 gives up on that with "bad response".
 */
function exchange(method: string, url: string, content?: string | Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(`${method} ${url}: ${reason}`));
    const call = request(url, { method, agent: false, signal: AbortSignal.timeout(requestTimeout) }, (response) => {
      const status = response.statusCode ?? 0;
      buffer(response).then(
        (body) => (status >= 200 && status < 300 ? resolve(body) : fail(`${status} ${body}`)),
        (error: Error) => fail(error.message),
      );
    });
    call.on("error", (error) => fail(error.message));
    if (content !== undefined) call.setHeader("content-type", "application/octet-stream");
    call.end(content);
  });
}
