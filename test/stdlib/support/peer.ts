import { connect, createServer, type Server, type Socket } from "node:net";
import { eventually } from "../../support/eventually.ts";

/** The other end of a connection. */
export interface Peer {
  readonly socket: Socket;
  /** All that has come so far. */
  text(): string;
  send(data: string | Buffer): void;
  /** Resolves with all that came when the other side has closed. */
  readonly closed: Promise<string>;
}

export function peerOf(socket: Socket): Peer {
  let text = "";
  socket.on("data", (bytes) => {
    text += bytes.toString();
  });
  socket.on("error", () => {
    // Whatever broke the connection, `closed` tells of its end.
  });
  const closed = new Promise<string>((resolve) => socket.on("close", () => resolve(text)));
  return {
    socket,
    text: () => text,
    send: (data) => void socket.write(data),
    closed,
  };
}

/** A client of a source that listens. */
export async function connectTo(port: number): Promise<Peer> {
  const socket = connect({ host: "127.0.0.1", port });
  const peer = peerOf(socket);
  await new Promise((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  return peer;
}

/** A server for sources and sinks that connect. */
export interface TestServer {
  readonly port: number;
  readonly peers: Peer[];
  /** The connection number `index`, once it is there. */
  peer(index: number): Promise<Peer>;
  close(): Promise<void>;
}

export async function listenOn(port = 0): Promise<TestServer> {
  const peers: Peer[] = [];
  const server: Server = createServer((socket) => peers.push(peerOf(socket)));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    peers,
    peer: (index) => eventually(`connection ${index}`, () => peers[index]),
    close() {
      for (const { socket } of peers) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
