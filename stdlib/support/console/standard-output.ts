import { messageOf } from "../../../runtime/contract/message-of.ts";
import { fstatSync, writeSync } from "../../../runtime/system/files.ts";

/** Where the console sinks write; standard output unless a test says otherwise. */
export type Out = (text: string) => Promise<void>;

/** Resolves when the system has taken all of `text`; rejects when it did not, and the same text may be written again. */
export const standardOutput: Out = (text) => {
  target ??= isFile() ? toFile() : toStream();
  return target(text);
};

/** Made with the first write: there is one standard output. */
let target: Out | null = null;

function isFile(): boolean {
  try {
    return fstatSync(1).isFile();
  } catch {
    return false;
  }
}

/** Node's own stream to a file takes the short write that a disk gives when it is almost full for a whole one. */
function toFile(): Out {
  let isTorn = false;
  return async (text) => {
    const bytes = Buffer.from(isTorn ? `\n${text}` : text);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(1, bytes, done);
      isTorn = false;
    } catch (error) {
      // What is written again begins on a line of its own.
      if (done > 0) isTorn = bytes[done - 1] !== "\n".charCodeAt(0);
      throw new Error(`cannot write to standard output: ${messageOf(error)}`);
    }
  };
}

function toStream(): Out {
  process.stdout.on("error", () => {
    // The write that failed says so itself; without a listener the process would end with a stack trace.
  });
  return (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) =>
        error ? reject(new Error(`standard output is gone: ${error.message}`)) : resolve(),
      );
    });
}
