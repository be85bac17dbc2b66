/** A thread that reads users' TypeScript and ends: see `externReadingAside`. */
import { parentPort, workerData } from "node:worker_threads";
import { type ModuleContract, readModules } from "../compiler/extern/read-modules.ts";
import { diskHost } from "./disk-host.ts";

/** What the thread is asked: contracts, and the declarations of the runtime that they are judged with. */
export interface ExternQuestion {
  readonly runtime: string;
  readonly contracts: readonly ModuleContract[];
}

const { runtime, contracts } = workerData as ExternQuestion;
parentPort?.postMessage(readModules(diskHost(), runtime, contracts));
