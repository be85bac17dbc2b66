/**
 * A thread that ends the process when nothing else can: one that computes hears no signal and no timer. It sleeps until
 * it is called off.
 */
const THREAD = `
const { workerData: { gate, ms, line } } = require("node:worker_threads");
if (Atomics.wait(gate, 0, 0, ms) === "timed-out") {
  try { require("node:fs").writeSync(2, line); } catch {}
  process.kill(process.pid, "SIGKILL");
}`;

/**
 * Ends the process in `ms` with SIGKILL, having written `line` to standard error, unless the result is called before. What
 * a program keeps stands that, as it stands any kill.
 */
export function endIn(ms: number, line: string): () => void {
  // Loaded here, as few programs come so far: it takes 2 ms of each start.
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const gate = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  // It needs nothing that Node was told to load before the program.
  const thread = new Worker(THREAD, {
    eval: true,
    workerData: { gate, ms, line },
    execArgv: [],
    trackUnmanagedFds: false,
  });
  thread.unref();
  return () => {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  };
}
