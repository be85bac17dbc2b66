/** One of the parts into which a container engine has cut a long line. */
export interface LinePart {
  /** Parts of one stream belong together. */
  readonly stream: string;
  readonly text: string;
  readonly isLast: boolean;
  /** The line again, in the format of the engine, of the texts of all its parts. Of the first part. */
  readonly build: (texts: readonly string[]) => string;
}

const CRI = /^(\S+) (stdout|stderr) ([PF])(:\S*)? (.*)$/s;

/** A line of a log of containerd or CRI-O: `2016-10-06T00:17:09.669794202Z stdout P text`. */
export function partOfCri(line: string): LinePart | null {
  const match = CRI.exec(line);
  if (match === null) return null;
  const [, time, stream, tag, , text] = match;
  return {
    stream: stream!,
    text: text!,
    isLast: tag === "F",
    build: (texts) => `${time} ${stream} F ${texts.join("")}`,
  };
}

/** A line of Docker's `json-file` log: `{"log":"text\n","stream":"stdout","time":"…"}`; a part has no newline. */
export function partOfDocker(line: string): LinePart | null {
  const entry = dockerEntry(line);
  if (entry === null) return null;
  return {
    stream: entry.stream,
    text: entry.log,
    isLast: entry.log.endsWith("\n"),
    build: (texts) => JSON.stringify({ ...entry, log: texts.join("") }),
  };
}

function dockerEntry(line: string): { readonly log: string; readonly stream: string } | null {
  try {
    const entry = JSON.parse(line);
    return typeof entry?.log === "string" && typeof entry.stream === "string" ? entry : null;
  } catch {
    return null;
  }
}
