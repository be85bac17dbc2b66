import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { Certificates } from "../../support/certificates.ts";

/** A gateway that takes WebHDFS over TLS alone, below a path of its own, as those of Hadoop's distributions do. */
export interface SecureFront {
  readonly port: number;
  /** Addresses of all requests that came, without the host. */
  readonly requests: readonly URL[];
  close(): Promise<void>;
}

/** Passes what comes below `prefix` on to the name node at `webhdfs`, and to the data node that it names, by way of itself. */
export async function secureFront(webhdfs: string, prefix: string, made: Certificates): Promise<SecureFront> {
  const requests: URL[] = [];
  const options = {
    cert: readFileSync(made.serverCert),
    key: readFileSync(made.serverKey),
    ca: readFileSync(made.ca),
    requestCert: true,
    rejectUnauthorized: true,
  };
  const server: Server = createServer(options, (incoming, answer) => {
    const url = new URL(incoming.url ?? "/", `https://localhost:${port}`);
    requests.push(url);
    const [, dataNode, rest] = /^\/at\/([^/]+)(\/.*)$/.exec(url.pathname) ?? [];
    const target =
      dataNode === undefined
        ? `${webhdfs}/webhdfs/v1${url.pathname.slice(prefix.length)}`
        : `http://${dataNode}${rest}`;
    if (dataNode === undefined && !url.pathname.startsWith(prefix)) return void answer.writeHead(404).end();
    const sent = request(`${target}${url.search}`, { method: incoming.method, headers: incoming.headers }, (found) => {
      const { location } = found.headers;
      const elsewhere = location === undefined ? null : new URL(location);
      const headers = { ...found.headers };
      if (elsewhere !== null)
        headers.location = `https://localhost:${port}/at/${elsewhere.host}${elsewhere.pathname}${elsewhere.search}`;
      answer.writeHead(found.statusCode ?? 500, headers);
      found.pipe(answer);
    });
    sent.on("error", () => answer.destroy());
    incoming.pipe(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
