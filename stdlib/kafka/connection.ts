import type { Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import type { Secret } from "../../runtime/contract/secret.ts";
import { readFile } from "../../runtime/system/files.ts";
import type { Connection } from "./port.ts";

/** The options that say how to reach a cluster. */
export interface ConnectionOptions {
  readonly brokers: string;
  /** Null is `sluice`, the program and the topic. */
  readonly clientId: string | null;
  readonly tls: boolean;
  readonly tlsCa: string | null;
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
  readonly username: string | null;
  readonly password: Secret | null;
  readonly saslMechanism: "plain" | "scram-sha-256" | "scram-sha-512";
}

/** Whether it is a name or an IP address with a port behind it. */
function isAddress(broker: string): boolean {
  const port = /^(?:[^\s:[\]/]+|\[[\da-f:.]+\]):(\d{1,5})$/i.exec(broker)?.[1];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}

/** Reads what the options name. Rejects with a ComponentError when they make no sense or a file cannot be read. */
export async function connectionOf(
  options: ConnectionOptions,
  declared: Declared,
  program: string,
): Promise<Connection> {
  const clientId = options.clientId ?? ["sluice", program, declared.name].filter((part) => part !== "").join(".");
  const { tls, username, password, saslMechanism: mechanism } = options;
  const brokers = options.brokers
    .split(",")
    .map((broker) => broker.trim())
    .filter((broker) => broker !== "");
  const odd = brokers.find((broker) => !isAddress(broker));
  if (brokers.length === 0 || odd !== undefined) {
    throw new ComponentError(
      declared,
      `brokers must be host:port, with commas between; found "${odd ?? options.brokers}"`,
    );
  }
  const pem = async (option: string, path: string | null) => {
    if (path === null) return null;
    if (!tls) throw new ComponentError(declared, `${option} is of no use without tls: true`);
    try {
      return await readFile(path, "utf8");
    } catch (error) {
      throw new ComponentError(declared, `${option} cannot be read: ${messageOf(error)}`, { cause: error });
    }
  };
  const files = {
    ca: await pem("tlsCa", options.tlsCa),
    cert: await pem("tlsCert", options.tlsCert),
    key: await pem("tlsKey", options.tlsKey),
  };
  if (username === null && password !== null) throw new ComponentError(declared, "password is given, but no username");
  if (username !== null && password === null) throw new ComponentError(declared, "username is given, but no password");
  const sasl = username === null || password === null ? null : { mechanism, username, password: password.reveal() };
  return { brokers, clientId, tls: tls ? files : null, sasl };
}
