import { decodeTimestamp } from "../../runtime/codec/scalar.ts";
import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import type { SyslogBody } from "./syslog-message.ts";

const HEADER = /^(\S+) (\S+) (\S+) (\S+) (\S+) /;

/** What follows `<34>1 ` (RFC 5424, section 6). */
export function parseRfc5424(text: string): Fallible<SyslogBody> {
  const header = HEADER.exec(text);
  if (header === null) return new Failure("it lacks some of time, host, program, process and message id");
  const [whole, time = "", host = "", app = "", processId = "", messageId = ""] = header;
  const at = time === "-" ? null : decodeTimestamp(time);
  if (at instanceof Failure) return at;
  const data = structuredData(text, whole.length);
  if (data instanceof Failure) return data;
  if (data.end < text.length && text[data.end] !== " ") return new Failure("a blank must follow its structured data");
  return {
    at,
    host: orNull(host),
    app: orNull(app),
    processId: orNull(processId),
    messageId: orNull(messageId),
    data: data.elements,
    // The byte order mark says that the message is UTF-8, and is no part of it.
    message: text.slice(data.end + 1).replace(/^\uFEFF/, ""),
  };
}

interface Elements {
  readonly elements: Map<string, Map<string, string>>;
  readonly end: number;
}

const ID = /\[([^\s="\]]+)/y;
const PARAMETER = / +([^\s="\]]+)="((?:[^"\\\]]|\\[\s\S])*)"/y;

/** `-`, or elements such as `[ctx user="eve"]`, from `from` on. */
function structuredData(text: string, from: number): Fallible<Elements> {
  const elements = new Map<string, Map<string, string>>();
  if (text[from] === "-") return { elements, end: from + 1 };
  let at = from;
  while (text[at] === "[") {
    ID.lastIndex = at;
    const id = ID.exec(text);
    if (id === null) return new Failure("an element of its structured data has no name");
    const parameters = new Map<string, string>();
    at = ID.lastIndex;
    for (;;) {
      PARAMETER.lastIndex = at;
      const parameter = PARAMETER.exec(text);
      if (parameter === null) break;
      at = PARAMETER.lastIndex;
      parameters.set(parameter[1]!, parameter[2]!.replace(/\\(["\\\]])/g, "$1"));
    }
    if (text[at] !== "]") return new Failure(`the element ${id[1]} of its structured data does not end with ]`);
    at++;
    elements.set(id[1]!, parameters);
  }
  return at === from ? new Failure("it has no structured data, nor - in its place") : { elements, end: at };
}

function orNull(text: string): string | null {
  return text === "-" ? null : text;
}
