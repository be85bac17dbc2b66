import { type StartListener, startListenerSymbol } from "../../../runtime/program/start-listener.ts";
import { type LeftFigure, WorkLeft } from "./work-left.ts";

/** Work that is done before this is not worth a line, in ms. */
const AFTER = 2000;

/** Between two lines, in ms. */
const EVERY = 1000;

/** After so many ms without other output the line is there again. */
const QUIET = 150;

/** To the first column, and nothing behind it. */
const ERASE = "\r\u001b[2K";

type Write = typeof process.stderr.write;

/** Shows the line of the program that is loaded next: it runs in this process, and says when it has started. */
export function awaitProgram(): void {
  const listener: StartListener = ({ figures }) => {
    process.once("exit", showLiveLine(figures));
  };
  Object.assign(globalThis, { [startListenerSymbol]: listener });
}

/**
 * Keeps a line at the end of the terminal that says how much of its work a program has left, where that is known and takes
 * long. Whatever else is written takes its place. Gives what removes it.
 */
function showLiveLine(figures: Iterable<LeftFigure>): () => void {
  const { stderr, stdout } = process;
  const work = new WorkLeft();
  const draw = stderr.write.bind(stderr);
  let said = work.look(performance.now(), figures);
  let isDrawn = false;
  let isAtLineStart = true;
  let soon: NodeJS.Timeout | undefined;
  const erase = (): void => {
    clearTimeout(soon);
    if (isDrawn) draw(ERASE);
    isDrawn = false;
  };
  const began = performance.now();
  const show = (): void => {
    if (performance.now() - began < AFTER) return;
    if (said === null) erase();
    else if (isAtLineStart) {
      draw(`${ERASE}${said.slice(0, Math.max(1, (stderr.columns ?? 80) - 1))}`);
      isDrawn = true;
    }
  };
  const restores = [stderr, ...(stdout.isTTY ? [stdout] : [])].map((stream) => {
    const write = stream.write.bind(stream) as Write;
    stream.write = ((chunk: string | Uint8Array, ...more: []) => {
      erase();
      isAtLineStart = (typeof chunk === "string" ? chunk.at(-1) : String.fromCharCode(chunk.at(-1) ?? 10)) === "\n";
      soon = setTimeout(show, QUIET).unref();
      return write(chunk, ...more);
    }) as Write;
    return () => {
      // What stands on the prototype shows again.
      Reflect.deleteProperty(stream, "write");
    };
  });
  const timer = setInterval(() => {
    said = work.look(performance.now(), figures);
    show();
  }, EVERY);
  timer.unref();
  return () => {
    clearInterval(timer);
    erase();
    for (const restore of restores) restore();
  };
}
