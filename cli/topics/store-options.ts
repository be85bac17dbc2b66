/** Where the topics of a command are: in a cluster, below a data directory, or declared in a file. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../command.ts";
import { entryFile } from "../entry-file.ts";
import { declaredTopics } from "./declared-topics.ts";

/** Options that all commands on topics take. */
export const storeOptions = {
  brokers: {
    value: "HOST:PORT",
    // Of Kafka's own tools, today's and those of old tutorials.
    elsewhere: ["bootstrap-server", "bootstrap-servers", "broker-list", "zookeeper"],
    help: "a Kafka cluster (several brokers with commas between); else embedded topics",
  },
  "data-dir": { value: "DIR", help: "where embedded topics are kept; .sluice unless given" },
  set: { value: "param=value", multiple: true, help: "value of a param of FILE" },
  tls: { help: "encrypt the connection" },
  "tls-ca": { value: "FILE", help: "certificates to trust, PEM" },
  "tls-cert": { value: "FILE", help: "own certificate, PEM" },
  "tls-key": { value: "FILE", help: "its private key, PEM" },
  username: { value: "NAME", help: "log in (SASL)" },
  "password-env": { value: "VARIABLE", help: "environment variable that has the password" },
  "sasl-mechanism": { value: "MECHANISM", help: "plain (unless given), scram-sha-256 or scram-sha-512" },
} as const;

/** The options by which the console's commands are told where topics are, as they were given. */
export interface StoreValues {
  readonly brokers: string | undefined;
  readonly "data-dir": string | undefined;
  readonly set: readonly string[];
  readonly tls: boolean;
  readonly "tls-ca": string | undefined;
  readonly "tls-cert": string | undefined;
  readonly "tls-key": string | undefined;
  readonly username: string | undefined;
  readonly "password-env": string | undefined;
  readonly "sasl-mechanism": string | undefined;
}

/**
 * The address, as the console takes it, and the positional arguments behind FILE. Null when FILE cannot be used, which
 * has been said then.
 */
export async function storeAddressOf(values: StoreValues, positionals: readonly string[]) {
  const [first, ...rest] = positionals;
  const file = first?.endsWith(".flow") ? first : null;
  const dataDir = values["data-dir"] ?? ".sluice";
  if (file === null) {
    const late = positionals.find((one) => one.endsWith(".flow") && existsSync(one));
    if (late !== undefined) throw new UsageError(`${late} is a file, not a topic: write it first, before the topics`);
    if (values.set.length > 0) throw new UsageError("--set gives a value to a param of FILE, and there is no FILE");
    return { address: { cluster: clusterOf(values), dataDir: resolve(dataDir), declared: null }, rest: positionals };
  }
  if (values.brokers !== undefined) throw new UsageError(`${file} says where its topics are; leave --brokers out`);
  const entry = entryFile(file);
  if (entry === null) return null;
  const args = [...values.set.flatMap((each) => ["--set", each]), "--data-dir", dataDir];
  const declared = await declaredTopics(entry, args);
  return declared === null ? null : { address: { cluster: null, dataDir: resolve(dataDir), declared }, rest };
}

function clusterOf(values: StoreValues) {
  const { brokers, tls, username } = values;
  if (brokers === undefined) return null;
  const saslMechanism = oneOf("sasl-mechanism", values["sasl-mechanism"], ["plain", "scram-sha-256", "scram-sha-512"]);
  return {
    brokers,
    tls,
    tlsCa: values["tls-ca"] ?? null,
    tlsCert: values["tls-cert"] ?? null,
    tlsKey: values["tls-key"] ?? null,
    username: username ?? null,
    passwordEnv: values["password-env"] ?? null,
    saslMechanism,
  };
}

/** The one topic that `produce` and `consume` take. */
export function onlyTopic(names: readonly string[]): string {
  const [name, extra] = names;
  if (name === undefined) throw new UsageError("a TOPIC is missing");
  if (extra !== undefined) throw new UsageError(`one TOPIC only; "${extra}" is one too many`);
  return name;
}

/** A whole number of at least `least`, null when the option was not given. */
export function wholeNumber(option: string, text: string | undefined, least: number): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw new UsageError(`--${option} takes a whole number of at least ${least}, not "${text}"`);
  }
  return Number(text);
}

/** One of `words`, the first when the option was not given. */
export function oneOf<Word extends string>(
  option: string,
  text: string | undefined,
  words: readonly [Word, ...Word[]],
): Word {
  const found = text === undefined ? words[0] : words.find((word) => word === text);
  if (found === undefined) throw new UsageError(`--${option} is one of ${words.join(", ")}, not "${text}"`);
  return found;
}
