import type { Client, SentRequest } from "webhdfs";
import { messageOf } from "../../../runtime/contract/message-of.ts";
import type { Clock } from "../../../runtime/system/clock.ts";
import { userInfo } from "../../../runtime/system/host.ts";
import { Agent, SecureAgent } from "../../../runtime/system/network.ts";
import type { TlsTexts } from "../../support/tls-files.ts";
import type { NameNodeAddress } from "../location.ts";
import { type Answer, type RemoteError, remoteError } from "./answer.ts";
import { callWithTimeout, TimeoutError } from "./call-with-timeout.ts";
import { exchange, NotConnectedError } from "./exchange.ts";

/** One name node, as calls are sent to it. */
export interface NameNode {
  /** A call that has no place in the package: its answer as it is. */
  ask(method: "GET" | "PUT" | "POST", path: string, query: Readonly<Record<string, string | number>>): Promise<Answer>;
  /** A call of the package `webhdfs`, which is only asked to send it: the answer is read here. */
  send(call: (client: Client) => SentRequest): Promise<Answer>;
}

/** The package `webhdfs`, loaded only by those who need it: it brings dozens of others with it. */
export async function loadClient(): Promise<typeof import("webhdfs").default> {
  return (await import("./client.ts")).webhdfs;
}

/** Of every server of Hadoop's own. */
const PATH_PREFIX = "/webhdfs/v1";

/** How the name nodes of a cluster are asked. */
export interface NameNodesOptions {
  readonly webhdfs: Awaited<ReturnType<typeof loadClient>>;
  /** Null is the user that runs this process, or the owner of the token. */
  readonly user: string | null;
  /** Shown instead of a user; null shows none. */
  readonly delegationToken: string | null;
  /** Whether calls are encrypted, and what for that is trusted and shown. */
  readonly isSecure: boolean;
  readonly tls: TlsTexts;
  /** Where WebHDFS is on the server; null is where Hadoop has it. */
  readonly pathPrefix: string | null;
  /** Bounds each call, in ms; 0 does not. */
  readonly callTimeout: number;
}

/** Every name node is out of reach, or none of them is the active one. */
class NoNameNodeError extends Error {}

/** Exceptions by which a name node says that another one is to be asked. */
const ASK_ANOTHER = ["StandbyException", "RetriableException", "ObserverRetryOnActiveException"];

/**
 * The name nodes of one cluster. Calls go to the one that answered last; when it is gone or on standby the others are
 * asked in turn. Only calls may be made that do no harm when they are made twice.
 */
export class NameNodes {
  readonly #options: NameNodesOptions;
  /** Who asks: `user.name`, or `delegation`. */
  readonly #identity: Readonly<Record<string, string>>;
  readonly #nodes: readonly (NameNodeAddress & { readonly client: Client })[];
  readonly #clock: Clock;
  readonly #agent: Agent;
  #active = 0;

  constructor(addresses: readonly NameNodeAddress[], options: NameNodesOptions, clock: Clock) {
    const { user, delegationToken, isSecure, tls } = options;
    this.#options = options;
    // A name beside a token must be its owner's, so it is told only when somebody has said it.
    const name = user ?? (delegationToken === null ? userInfo().username : null);
    this.#identity = {
      ...(name === null ? {} : { "user.name": name }),
      ...(delegationToken === null ? {} : { delegation: delegationToken }),
    };
    const kept = { keepAlive: true, maxSockets: 16 };
    this.#agent = isSecure ? new SecureAgent({ ...kept, ...tls }) : new Agent(kept);
    this.#clock = clock;
    this.#nodes = addresses.map((address) => ({ ...address, client: this.#clientOf(address) }));
  }

  /** The first answer of an active name node, whatever it says otherwise. Rejects with a NoNameNodeError. */
  async ask(what: string, call: (node: NameNode) => Promise<Answer>): Promise<Answer> {
    const reasons: string[] = [];
    for (let tried = 0; tried < this.#nodes.length; tried++) {
      const index = (this.#active + tried) % this.#nodes.length;
      const node = this.#nodes[index]!;
      try {
        const answer = await this.#askOne(what, node, call);
        const refusal = answer.status === 403 ? remoteError(answer) : null;
        if (refusal === null || !isElsewhere(refusal)) {
          this.#active = index;
          return answer;
        }
        reasons.push(`${addressOf(node)}: ${refusal.message}`);
      } catch (error) {
        reasons.push(messageOf(error));
      }
    }
    throw new NoNameNodeError(`${what}: no name node takes it: ${reasons.join("; ")}`);
  }

  close(): void {
    this.#agent.destroy();
  }

  async #askOne(
    what: string,
    node: NameNodeAddress & { readonly client: Client },
    call: (node: NameNode) => Promise<Answer>,
  ): Promise<Answer> {
    const once = () =>
      callWithTimeout(this.#options.callTimeout, `${what} of ${addressOf(node)}`, this.#clock, (signal) =>
        call(this.#callsTo(node, signal)),
      );
    try {
      return await once();
    } catch (error) {
      // A connection that was kept open may have been closed by the other side just now.
      if (error instanceof TimeoutError || error instanceof NotConnectedError) throw error;
      return once();
    }
  }

  #callsTo(node: NameNodeAddress & { readonly client: Client }, signal: AbortSignal): NameNode {
    return {
      ask: (method, path, query) => {
        const { isSecure, pathPrefix } = this.#options;
        const parameters = new URLSearchParams(this.#identity);
        for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
        const server = `${isSecure ? "https" : "http"}://${addressOf(node)}${pathPrefix ?? PATH_PREFIX}`;
        const url = `${server}${escapePath(path)}?${parameters}`;
        return exchange({ method, url, agent: this.#agent, signal });
      },
      send: (call) => answerOf(call(node.client), addressOf(node), signal),
    };
  }

  #clientOf({ host, port }: NameNodeAddress): Client {
    const { webhdfs, isSecure, pathPrefix } = this.#options;
    return webhdfs.createClient(
      { host, port, path: pathPrefix ?? PATH_PREFIX, protocol: isSecure ? "https" : "http" },
      {
        qs: this.#identity,
        agent: this.#agent,
        // The package looks into bodies that it takes for JSON, and throws outside of all callbacks at `null`.
        json: false,
        // The name node redirects none of the calls that are sent this way.
        followRedirect: false,
        // As all other calls here, and unlike the package `request` by itself: not over HTTP_PROXY.
        proxy: null,
      },
    );
  }
}

/** A path for a URL; the package does not do that for its callers. */
export function escapePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function addressOf({ host, port }: NameNodeAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function isElsewhere({ exception }: RemoteError): boolean {
  return ASK_ANOTHER.includes(exception);
}

/** The package's callbacks hide status, exception and result; the request that it returns shows the whole answer. */
function answerOf(sent: SentRequest, address: string, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      sent.abort();
      reject(new Error(`${address}: given up`));
    };
    signal.addEventListener("abort", abort, { once: true });
    sent.on("complete", ({ statusCode = 0, headers, body }) => {
      signal.removeEventListener("abort", abort);
      resolve({ status: statusCode, location: headers.location ?? null, body: Buffer.from(String(body ?? "")) });
    });
    sent.on("error", (error: NodeJS.ErrnoException) => {
      signal.removeEventListener("abort", abort);
      const message = `${address}: ${error.message || error.code}`;
      reject(error.code === "ECONNREFUSED" ? new NotConnectedError(message) : new Error(message, { cause: error }));
    });
  });
}
