import { messageOf } from "../../runtime/contract/message-of.ts";
import { errnoOf } from "../../runtime/system/errno.ts";
import { lookup } from "../../runtime/system/network.ts";

/** Where a source listens. */
export interface ListenAddress {
  readonly bind: string;
  readonly port: number;
}

/** The address to bind: `localhost` as IPv4 where there is a choice, which is what Java does and senders try first. */
export async function addressToBind(bind: string): Promise<{ readonly address: string; readonly family: number }> {
  return lookup(bind, { verbatim: false });
}

/** Why a source cannot listen, in words for whoever wrote the program. */
export function whyNotListening(error: unknown, { bind, port }: ListenAddress): string {
  if (error instanceof RangeError) return error.message;
  const code = errnoOf(error);
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} on ${bind} is in use by another program`;
    case "EACCES":
      return `there is no permission to listen on port ${port}: ports below 1024 need the right to bind them`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${bind} is not an address of this machine`;
    default:
      return `cannot listen on ${bind}:${port}: ${messageOf(error)}`;
  }
}
