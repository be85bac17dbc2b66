/** Child processes: the one module of the runtime and the standard library that starts them. */

export { type ChildProcess, spawn } from "node:child_process";
