// Loaded before a program (`node --import`): writes the CPU time in user mode that the process has used, in ms, to the
// file that BENCH_CPU names when it ends.
import { writeFileSync } from "node:fs";

process.on("exit", () => writeFileSync(process.env.BENCH_CPU, String(process.cpuUsage().user / 1000)));
