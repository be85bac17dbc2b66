/** A whole HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly body: Buffer;
}

/** What HDFS says when it refuses: the name of its Java exception, and its message. */
export class RemoteError extends Error {
  /** `StandbyException`; empty when the answer was not one of WebHDFS. */
  readonly exception: string;

  constructor(exception: string, message: string) {
    super(message);
    this.name = "RemoteError";
    this.exception = exception;
  }
}

/** The JSON of a body; undefined when it is none. */
export function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(answer.body.toString());
  } catch {
    return undefined;
  }
}

/** The field of a JSON object; undefined for anything else. */
export function fieldOf(json: unknown, name: string): unknown {
  return typeof json === "object" && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}

/** Why the server refused, for an answer that is none of those expected. */
export function remoteError(answer: Answer): RemoteError {
  const exception = fieldOf(jsonOf(answer), "RemoteException");
  const name = fieldOf(exception, "exception");
  const message = fieldOf(exception, "message");
  if (typeof name === "string") {
    // Some messages go on with a Java stack.
    const [line = ""] = String(message ?? "").split("\n");
    return new RemoteError(name, `${name}: ${line}`);
  }
  if (answer.status === 401)
    return new RemoteError(
      "",
      "HTTP 401: the cluster wants a login (Kerberos); `delegationToken` shows a token instead",
    );
  return new RemoteError("", `HTTP ${answer.status}, which is not an answer of WebHDFS`);
}
