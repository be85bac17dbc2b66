/** The part of the npm package `webhdfs` 1.2.0 that is used here: JavaScript without types of its own. */
declare module "webhdfs" {
  import type { IncomingMessage } from "node:http";

  /** What sends a call: a `Request` of the package `request`. */
  export interface SentRequest {
    on(event: "complete", listener: (response: IncomingMessage & { readonly body: unknown }) => void): this;
    on(event: "error", listener: (error: Error) => void): this;
    abort(): void;
  }

  /** Paths go into the URL as they are given. The callbacks are told less than the answer says. */
  export interface Client {
    stat(path: string, callback: () => void): SentRequest;
    mkdir(path: string, mode: string, callback: () => void): SentRequest;
    rename(path: string, destination: string, callback: () => void): SentRequest;
    unlink(path: string, recursive: boolean, callback: () => void): SentRequest;
  }

  export interface ClientOptions {
    readonly host: string;
    readonly port: number;
    readonly path: string;
    readonly protocol: "http" | "https";
  }

  const webhdfs: {
    /** `requestParams` go to `request`, over the package's own. */
    createClient(options: ClientOptions, requestParams: Readonly<Record<string, unknown>>): Client;
  };
  // biome-ignore lint/style/noDefaultExport: a CommonJS module, imported as Node gives it.
  export default webhdfs;
}
