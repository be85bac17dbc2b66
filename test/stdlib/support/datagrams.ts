import { createSocket } from "node:dgram";

/** Sends each text as a datagram to this machine, one after the other. */
export async function sendDatagrams(port: number, texts: readonly string[]): Promise<void> {
  const socket = createSocket("udp4");
  for (const text of texts) {
    await new Promise<void>((resolve, reject) => {
      socket.send(text, port, "127.0.0.1", (error) => (error === null ? resolve() : reject(error)));
    });
  }
  socket.close();
}
