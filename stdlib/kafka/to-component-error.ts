import type { Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { type Connection, KafkaError } from "./port.ts";

/** What `error` means to a person, and what to do about it: one line, without the name of the component. */
export function toComponentError(
  error: unknown,
  declared: Declared,
  topic: string,
  connection: Connection,
): ComponentError {
  if (error instanceof ComponentError) return error;
  return new ComponentError(declared, meaning(error, topic, connection), { cause: error });
}

/** What `promise` gives; where it rejects, what `convert` makes of that is thrown. */
export async function orConverted<R>(promise: Promise<R>, convert: (error: unknown) => Error): Promise<R> {
  try {
    return await promise;
  } catch (error) {
    throw convert(error);
  }
}

function meaning(error: unknown, topic: string, { brokers, sasl, tls }: Connection): string {
  if (!(error instanceof KafkaError)) return `topic ${topic}: ${messageOf(error)}`;
  const where = brokers.join(",");
  // With one broker only its address would stand there twice.
  const what = error.message.replace(/\.$/, "").replace(brokers.length === 1 ? `${where}: ` : "", "");
  switch (error.kind) {
    case "unreachable": {
      const closed = /closed connection|ECONNRESET|connection reset/i.test(what);
      const login = sasl === null ? ", or a username and password" : "";
      const hint = closed && tls === null ? `; does it want tls: true${login}?` : "";
      const elsewhere = /^(\S+:\d+): /.exec(what)?.[1];
      const advertised =
        elsewhere !== undefined && !brokers.includes(elsewhere)
          ? `; that is where brokers say that they are, by their advertised.listeners`
          : "";
      return `no Kafka broker answers at ${where} (${what}${advertised})${hint}`;
    }
    case "denied":
      if (error.code?.endsWith("AUTHORIZATION_FAILED")) {
        return `${where} does not allow ${sasl?.username ?? "this program"} to use topic ${topic} (${what})`;
      }
      if (tls?.cert === null && /alert (bad certificate|certificate required)/.test(what)) {
        return `${where} refuses the connection (${what}); does it want a certificate of ours: tlsCert and tlsKey?`;
      }
      return sasl === null || what.startsWith("TLS:")
        ? `${where} refuses the connection (${what})`
        : `${where} refuses to let ${sasl.username} in with ${sasl.mechanism} (${what})`;
    case "missing":
      return `there is no topic ${topic} at ${where}`;
    case "invalid":
    case "refused":
    case "rebalance":
    case "transient":
      return `topic ${topic} at ${where}: ${what}`;
  }
}
