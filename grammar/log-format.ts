/** One piece of the format of an access log: the compiler finds the record by them, the standard library reads lines by them. */
export type LogPiece =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "field";
      /** As it stands in the format: `%{Referer}i`, `$http_referer`. */
      readonly written: string;
      /** `i`, `http_referer`. */
      readonly name: string;
      /** What stands between `{` and `}` of Apache's. */
      readonly argument: string | null;
      /** Is `-` unless the status is one of a list: `%400,501{Referer}i`. */
      readonly conditional: boolean;
    };

/** Whose format it is: nginx's variables begin with `$`, Apache's directives with `%`. */
export type LogServer = "apache" | "nginx";

/** Whose format it is: a variable like `$host` is nginx's, anything else Apache's. */
export function serverOf(format: string): LogServer {
  return /\$\{?[a-z_]/i.test(format) ? "nginx" : "apache";
}

/** The format in its pieces. */
export function splitLogFormat(format: string): LogPiece[] {
  return serverOf(format) === "nginx" ? splitNginx(format) : splitApache(format);
}

function splitNginx(format: string): LogPiece[] {
  return pieces(format, /\$(?:\{(\w+)\}|(\w+))/g, ([written, braced, plain]) => ({
    kind: "field",
    written,
    name: braced ?? plain ?? "",
    argument: null,
    conditional: false,
  }));
}

/** A `%` that begins nothing is a field without a name. */
function splitApache(format: string): LogPiece[] {
  const directive = /%(%|(!?\d{3}(?:,\d{3})*)?[<>]?(?:\{([^}]*)\})?(\^t[io]|[A-Za-z])?)/g;
  return pieces(format, directive, ([written, rest, condition, argument, name]) => {
    if (rest === "%") return { kind: "text", text: "%" };
    return {
      kind: "field",
      written,
      name: name ?? "",
      argument: argument ?? null,
      conditional: condition !== undefined,
    };
  });
}

function pieces(format: string, pattern: RegExp, make: (match: RegExpExecArray) => LogPiece): LogPiece[] {
  const found: LogPiece[] = [];
  let from = 0;
  const add = (piece: LogPiece): void => {
    const last = found.at(-1);
    if (piece.kind === "field" || last?.kind !== "text") found.push(piece);
    else found[found.length - 1] = { kind: "text", text: last.text + piece.text };
  };
  for (const match of format.matchAll(pattern)) {
    if (match.index > from) add({ kind: "text", text: format.slice(from, match.index) });
    add(make(match));
    from = match.index + match[0].length;
  }
  if (from < format.length) add({ kind: "text", text: format.slice(from) });
  return found;
}
