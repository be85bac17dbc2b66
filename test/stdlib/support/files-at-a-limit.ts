/** Run by a test under `ulimit -f`: writes three batches to `files`, the second of which does not fit. */
import { event } from "../../../runtime/contract/event.ts";
import { files } from "../../../stdlib/files/files.ts";
import { contextFor } from "./context.ts";
import { declared } from "./one-agent.ts";

// Without a listener the signal would end the process before the write could fail.
process.on("SIGXFSZ", () => {});

const sink = files<string>({ directory: process.argv[2]! }, declared("k1"));
await sink.open(contextFor({}));
await sink.write([event("a".repeat(2999))]);
await sink.write([event("b".repeat(5999))]).catch((error: Error) => console.log(error.message));
await sink.write([event("c")]);
await sink.close();
