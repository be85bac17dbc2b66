import type { Machine } from "../machine.ts";

/** A file of the cluster. */
export interface ClusterFile {
  bytes: Buffer;
  modified: number;
  /** Until when somebody holds it, in ms since 1970; of a file that is held only `shown` bytes are seen. */
  heldUntil: number;
  shown: number;
}

/** What a server answers. */
export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly body: Buffer;
}

/** Where the one DataNode is. */
const DATA_NODE = "http://datanode:9864";

/** An HDFS cluster as WebHDFS shows it: one name node and one DataNode. It outlives the program. */
export class NameNode {
  readonly files = new Map<string, ClusterFile>();
  readonly #directories = new Set<string>();
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Does what a call to the name node does. */
  ask(op: string, path: string, query: URLSearchParams): Answer {
    const file = this.files.get(path);
    const redirect = { status: 307, location: `${DATA_NODE}${path}?${query}`, body: Buffer.alloc(0) };
    switch (op) {
      case "MKDIRS":
        this.#directories.add(path);
        return truth(true);
      case "CHECKACCESS":
        return json(200, {});
      case "GETFILESTATUS":
        if (file !== undefined) return json(200, { FileStatus: { type: "FILE", length: this.#lengthOf(file) } });
        return this.#isDirectory(path)
          ? json(200, { FileStatus: { type: "DIRECTORY", length: 0 } })
          : this.#missing(path);
      case "CREATE":
        return file === undefined ? redirect : refusal("FileAlreadyExistsException", `${path} exists`);
      case "APPEND":
        if (file === undefined) return this.#missing(path);
        return this.isHeld(file) ? this.#held(path) : redirect;
      case "OPEN":
        return file === undefined ? this.#missing(path) : redirect;
      case "TRUNCATE":
        if (file === undefined) return this.#missing(path);
        if (this.isHeld(file)) return this.#held(path);
        if (Number(query.get("newlength")) > file.bytes.length) {
          return refusal("IllegalArgumentException", "the file is shorter");
        }
        file.bytes = file.bytes.subarray(0, Number(query.get("newlength")));
        return truth(true);
      case "RENAME": {
        const to = query.get("destination")!;
        if (file === undefined || this.files.has(to)) return truth(false);
        this.files.delete(path);
        this.files.set(to, file);
        return truth(true);
      }
      case "DELETE":
        return truth(this.files.delete(path));
      default:
        return this.#list(path);
    }
  }

  isHeld(file: ClusterFile): boolean {
    return this.#machine.scheduler.now < file.heldUntil;
  }

  #lengthOf(file: ClusterFile): number {
    return this.isHeld(file) ? file.shown : file.bytes.length;
  }

  #isDirectory(path: string): boolean {
    return this.#directories.has(path) || [...this.files.keys()].some((one) => one.startsWith(`${path}/`));
  }

  #list(path: string): Answer {
    const below = [...this.files].filter(([one]) => one.slice(0, one.lastIndexOf("/")) === path);
    const statuses = below.map(([one, { modified }]) => {
      return { pathSuffix: one.slice(path.length + 1), type: "FILE", modificationTime: modified };
    });
    return json(200, { FileStatuses: { FileStatus: statuses } });
  }

  #missing(path: string): Answer {
    return refusal("FileNotFoundException", `File does not exist: ${path}`, 404);
  }

  #held(path: string): Answer {
    const names = ["AlreadyBeingCreatedException", "RecoveryInProgressException"];
    return refusal(this.#machine.random.pick(names), `somebody else holds ${path}`);
  }
}

/** A server refuses, by the name of a Java exception. */
export function refusal(exception: string, message: string, status = 403): Answer {
  return json(status, { RemoteException: { exception, message } });
}

/** An answer whose body is JSON. */
export function json(status: number, body: unknown): Answer {
  return { status, location: null, body: Buffer.from(JSON.stringify(body)) };
}

function truth(boolean: boolean): Answer {
  return json(200, { boolean });
}
